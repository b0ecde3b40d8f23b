/**
 * What each command is told: its flags after they have been read.
 *
 * Owns the types between the command line and the commands. Defaults are the command line's.
 */
import type {
  Fork,
  HintChoice,
  InvalidTransactionPolicy,
  PickerName,
  Quantity,
} from '#engine/api/index.js';
import type { Defect } from '#engine/primitives/defects.js';
import type { ShapeName } from '#engine/simulation/shapes.js';
import type { WorkloadName } from '#generators/workloads/names.js';
import type { Claim, Profile } from '../certify/certificate.ts';
import type { ExportFormat } from '../export/testFiles.ts';
import type { HintSourceChoice, HintWorkloadChoice } from './hints/choices.ts';

/** Flags of every command. */
export interface CommonFlags {
  /** Default false. */
  readonly json?: boolean;
  /** Default: chosen at random and printed. */
  readonly seed?: number;
  /** Default: nothing is kept. */
  readonly out?: string;
}

/** How the processes of foreign engines are set up. */
export interface ProcessFlags {
  /** Of a process and all that it started, in MiB. */
  readonly engineMemory?: number;
  /** Variables that it sees besides: `NAME`, which is ours, or `NAME=VALUE`. */
  readonly engineEnv?: readonly string[];
}

/** Flags of commands that execute blocks under watch. */
export interface WatchedFlags extends CommonFlags, ProcessFlags {
  readonly engine?: readonly string[];
  /** Longest wait for one block, in seconds. */
  readonly timeLimit: number;
}

/** How engines that have lanes are set up; the engine's own default where one is not given. */
export interface SettingFlags {
  readonly lanes?: number;
  readonly runtime?: 'threads' | 'simulation';
  /** Seeded schedules that each block is executed under, in simulation. */
  readonly simulate?: number;
  readonly minParallel?: number;
  readonly onEstimate?: 'abort' | 'suspend';
  readonly hints?: HintChoice;
  readonly state?: 'memory' | 'disk';
  /** Accounts and slots kept from block to block; 0 for none. */
  readonly cache?: number;
  readonly preload?: 'on' | 'off';
  readonly saboteur?: Defect;
}

/** Flags of `doctor`. */
export interface DoctorFlags extends CommonFlags, SettingFlags, ProcessFlags {
  /** Longest wait for one block, in seconds. */
  readonly timeLimit: number;
}

/** Flags of `t8n`, under go-ethereum's names. */
export interface T8nFlags extends SettingFlags {
  readonly 'input.alloc': string;
  readonly 'input.env': string;
  readonly 'input.txs': string;
  readonly 'output.basedir': string;
  readonly 'output.alloc': string;
  readonly 'output.result': string;
  readonly 'output.body': string;
  readonly 'state.fork': string;
  readonly 'state.chainid': string;
  readonly 'state.reward': string;
}

/** Where a certificate is kept: files. */
export interface CertificateFlags {
  readonly certificate?: string;
  readonly badge?: string;
  readonly junit?: string;
}

/** Flags of `certify`. */
export interface CertifyFlags extends WatchedFlags, SettingFlags, CertificateFlags {
  readonly profile: Profile;
  readonly claim: Claim;
  /** Default: all that the engine claims. */
  readonly fork?: readonly Fork[];
  readonly only?: string;
  /** Folder of blocks to judge in place of the corpus. */
  readonly blocks?: string;
  /** File of failures that were explained before. */
  readonly known?: string;
  readonly fixtures?: string;
  /** Share of the official tests, in per cent. Default: as the profile says. */
  readonly sample?: number;
}

/** Flags of `fixtures run`. */
export interface FixturesFlags extends WatchedFlags, SettingFlags {
  readonly fixtures?: string;
  readonly only?: string;
}

/** Flags of `fixtures export`. */
export interface FixturesExportFlags extends CommonFlags {
  readonly to: string;
  readonly case?: string;
  /** Blocks of each generator. */
  readonly generated: number;
  readonly fork?: readonly Fork[];
  readonly format: readonly ExportFormat[];
  readonly minTransactions: number;
  readonly gzip?: boolean;
}

/** Flags of `fixtures import`. */
export interface FixturesImportFlags extends CommonFlags {
  readonly to: string;
  /** State tests to a block. */
  readonly perBlock: number;
  readonly fork?: readonly Fork[];
  readonly chainId?: Quantity;
}

/** Flags of `run`. */
export interface RunFlags extends WatchedFlags, SettingFlags {
  readonly against?: string;
  readonly fork?: Fork;
  readonly chainId?: Quantity;
  readonly policy?: InvalidTransactionPolicy;
}

/** Flags of `replay`. */
export interface ReplayFlags extends CommonFlags {
  /** Longest wait for one block, in seconds. */
  readonly timeLimit: number;
}

/** Flags of `explore`. */
export interface ExploreFlags extends CommonFlags {
  readonly engine?: readonly string[];
  /** A built-in block; else `block` is given. */
  readonly shape?: ShapeName;
  /** A file. */
  readonly block?: string;
  /** Fork, where the file names none. */
  readonly fork?: Fork;
  /** Transactions of a shape; default 3. */
  readonly txs?: number;
  readonly lanes: number;
  readonly onEstimate?: 'abort' | 'suspend';
  /** What v1 is told; default: nothing. */
  readonly hints?: HintChoice;
  readonly saboteur?: Defect;
  /** All schedules, not a sample. */
  readonly exhaustive?: boolean;
  /** All schedules with so many preemptions. */
  readonly preemptions?: number;
  /** States after which to stop. */
  readonly statesMax?: number;
  /** Folder that keeps where an exploration stands. */
  readonly checkpoint?: string;
  /** Seconds after which to stop. */
  readonly budget?: number;
  /** How many to sample; default 10,000. */
  readonly schedules?: number;
  /** Threads that sample; default: as many as there are cores. */
  readonly threads?: number;
  /** Default: all in turn. */
  readonly picker?: PickerName;
  /** One schedule to follow again. */
  readonly schedule?: string;
}

/** Flags of `bench`. */
export interface BenchFlags extends CommonFlags, SettingFlags, ProcessFlags {
  readonly engine?: readonly string[];
  readonly workload?: readonly WorkloadName[];
  readonly fork: Fork;
  /** In each block; each workload has a default. */
  readonly transactions?: number;
  /** What each contestant works at least before it is measured, in seconds. */
  readonly warmUp: number;
  /** Measured ones; warm-up rounds come before. */
  readonly rounds: number;
}

/** Flags of `simulate`. */
export interface SimulateFlags extends CommonFlags {
  readonly engine?: readonly string[];
  /** Names of workloads, or `all`. */
  readonly workload: readonly string[];
  /** In each block; a `mainnet-shape` keeps its own number where none is given. */
  readonly txs?: number;
  readonly lanes: readonly number[];
  readonly onEstimate: readonly ('abort' | 'suspend')[];
  /** Price of the first read of a place, in microseconds of virtual time. */
  readonly coldRead: '0' | '100';
  readonly hints: readonly HintChoice[];
  /** Whether v2 holds back and moves transactions where tables overlap. */
  readonly convergence: boolean;
  /** Tables of v2; default twice as many as lanes, and one. */
  readonly partitions?: number;
  /** Of one transaction, in v2; default 3. */
  readonly executionsMax?: '2' | '3';
  readonly fork: Fork;
  readonly fixtures?: string;
  readonly saboteur?: Defect;
}

/** Flags of `hints`. */
export interface HintsFlags extends CommonFlags {
  /** `all` is every one. */
  readonly workload: readonly HintWorkloadChoice[];
  /** Default: each by itself, and all together. */
  readonly source?: readonly HintSourceChoice[];
  readonly fork: Fork;
  /** In each block. */
  readonly txs: number;
  /** Blocks between making hints and using them. */
  readonly staleness: readonly number[];
}

/** Flags of `power`. */
export interface PowerFlags extends CommonFlags {
  /** Seconds for each broken engine. */
  readonly budget: number;
  readonly limit?: number;
  readonly only?: readonly string[];
  readonly cleanBlocks: number;
  /** Of a block at most. */
  readonly transactions: number;
  /** Default: as many as there are cores. */
  readonly threads?: number;
  /** A file. */
  readonly ledger?: string;
  /** A folder. */
  readonly shrink?: string;
  /** A file. */
  readonly replay?: string;
}

/** Flags of `serve`. */
export interface ServeFlags extends SettingFlags {
  readonly seed?: number;
  /** One of the broken engines that `power` knows, in place of an engine. */
  readonly suspect?: string;
}

/** What the commands do; each resolves with an exit code. */
export interface Actions {
  readonly certify: (
    engines: readonly string[] | undefined,
    flags: CertifyFlags,
  ) => Promise<number>;
  readonly fixturesRun: (
    engines: readonly string[] | undefined,
    flags: FixturesFlags,
  ) => Promise<number>;
  readonly fixturesExport: (
    file: string | undefined,
    flags: FixturesExportFlags,
  ) => Promise<number>;
  readonly fixturesImport: (
    paths: readonly string[],
    flags: FixturesImportFlags,
  ) => Promise<number>;
  readonly run: (file: string, flags: RunFlags) => Promise<number>;
  readonly replay: (token: string, flags: ReplayFlags) => Promise<number>;
  readonly engines: (flags: CommonFlags) => Promise<number>;
  readonly explore: (
    engines: readonly string[] | undefined,
    flags: ExploreFlags,
  ) => Promise<number>;
  readonly bench: (flags: BenchFlags) => Promise<number>;
  readonly simulate: (
    engines: readonly string[] | undefined,
    flags: SimulateFlags,
  ) => Promise<number>;
  readonly hints: (flags: HintsFlags) => Promise<number>;
  readonly power: (flags: PowerFlags) => Promise<number>;
  readonly certificate: (
    file: string,
    later: string | undefined,
    flags: CommonFlags,
  ) => Promise<number>;
  readonly t8n: (engines: readonly string[] | undefined, flags: T8nFlags) => Promise<number>;
  readonly doctor: (engines: readonly string[] | undefined, flags: DoctorFlags) => Promise<number>;
  readonly serve: (engines: readonly string[] | undefined, flags: ServeFlags) => Promise<number>;
}
