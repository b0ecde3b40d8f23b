/**
 * What certifying an engine returns.
 *
 * Owns the shapes that `--json` prints and CI systems read: their field names are a contract. Plain
 * values only. Does not compute anything.
 */
import type { Fork, InvalidTransactionPolicy } from '#engine/api/index.js';
import type { FlakeRate } from './flakeRate.ts';
import type { PowerRow } from './power/powerRow.ts';
import type { ParallelProof } from './proof/evidence.ts';
import type { Verdict } from './verdict.ts';

/** What a certificate states. */
export type Claim =
  /** Agreement with serial truth while running in parallel, with proof that it did. */
  | 'parallel'
  /** Agreement alone. */
  | 'equivalence';

/** All claims, the default first. */
export const CLAIMS: readonly Claim[] = ['parallel', 'equivalence'];

/** How much is run. */
export type Profile = 'quick' | 'standard' | 'deep';

/** All profiles, the default first. */
export const PROFILES: readonly Profile[] = ['quick', 'standard', 'deep'];

/**
 * How independent a judge is of the engine: 0 our executor in index order, 1 another executor over
 * the same interpreter, 2 another interpreter, 3 official expected roots.
 */
export type OracleLevel = 0 | 1 | 2 | 3;

/** What kind of thing went wrong. */
export type FindingKind =
  /** The engine's result differs from serial truth. */
  | 'divergence'
  /** It differed once and agreed when run again. */
  | 'flaky'
  /** The engine threw, hung, died or answered something that is no result. */
  | 'crash'
  /** The engine agrees with the judges, and all of them contradict what the case states. */
  | 'expectation'
  /** The judges cannot say what is right: they disagree, or one failed. */
  | 'dispute'
  /** An official test fails. */
  | 'official';

/** One thing that went wrong, as a value. */
export interface Finding {
  readonly kind: FindingKind;
  readonly verdict: Verdict;
  /** Case of the corpus, or id of an official test. */
  readonly caseId: string;
  /** `null` for an official test, which may pass through several. */
  readonly fork: Fork | null;
  readonly policy: InvalidTransactionPolicy;
  /** Position of the block in its case, from 0. */
  readonly block: number;
  /** Path of the first field that differs; empty when there is none. */
  readonly path: string;
  /** What went wrong, as a sentence without a full stop. */
  readonly words: string;
  readonly expected: string;
  readonly actual: string;
  /** Of a flaky one: how often it is wrong. */
  readonly rate?: FlakeRate;
  /** A command that shows it again. */
  readonly replay: string;
}

/** What somebody knows about a failure. */
export interface Explanation {
  /** What differs and whose mistake it is, as a sentence without a full stop. */
  readonly why: string;
  /** Who will see to it. */
  readonly owner: string;
  /** Where it is explained or reported. */
  readonly link: string;
  /** The last day on which the explanation counts, `YYYY-MM-DD`, UTC. */
  readonly expires: string;
}

/** A divergence that was explained before, and is not held against the engine. */
export type KnownFinding = Pick<Finding, 'caseId' | 'fork' | 'path' | 'words'> & Explanation;

/** Something that was not judged, and why. */
export interface NotCovered {
  readonly what: string;
  readonly reason: string;
}

/** Cases of one family, under all forks. */
export interface FamilyCount {
  /** The first part of the cases' names. */
  readonly name: string;
  readonly judged: number;
  /** Cases that the engine declined, or that there was no way to give it. */
  readonly notExpressible: number;
}

/** What came of the official tests. */
export interface OfficialSummary {
  /** Share of the tests that ran, in per cent, chosen by the seed. */
  readonly samplePercent: number;
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The outcome of certifying one engine. */
export interface Certificate {
  /** As on the command line. */
  readonly engine: string;
  readonly engineVersion: string;
  readonly claim: Claim;
  readonly profile: Profile;
  readonly verdict: Verdict;
  /** Why, in one sentence. */
  readonly reason: string;
  /** Number of fields compared. */
  readonly compared: number;
  /** Number of blocks executed and compared. */
  readonly blocks: number;
  /** Number of executions under a schedule that was asked for, in simulation. */
  readonly schedules: number;
  /** Number of executions on a number of lanes that was asked for. */
  readonly laneRuns: number;
  /** Number of blocks that differ from serial truth; `known` ones are not among them. */
  readonly divergences: number;
  /** Number of things that went wrong, divergences among them. */
  readonly findings: number;
  /** The first of the findings. */
  readonly failures: readonly Finding[];
  /** Divergences that were explained before, each once for a fork; not among the findings. */
  readonly known: readonly KnownFinding[];
  /** `null`: the engine was not proved to run in parallel, or that was not claimed. */
  readonly parallelProof: ParallelProof | null;
  readonly oracleLevels: readonly OracleLevel[];
  /** In the order in which they were come to. */
  readonly families: readonly FamilyCount[];
  /**
   * `sha256:` and 64 hexadecimal digits over the blocks of the cases that were judged, in order,
   * each with the state before it: who has the same was judged on the same.
   */
  readonly casesDigest: string;
  /** Forks under which blocks were compared. */
  readonly forks: readonly Fork[];
  readonly notCovered: readonly NotCovered[];
  /** `null` when no folder of official tests was given. */
  readonly official: OfficialSummary | null;
  /**
   * How many engines broken on purpose the judged cases of the corpus find out, as measured under
   * the profile `quick`; larger profiles find no fewer. Empty where no such case was judged.
   */
  readonly power: readonly PowerRow[];
  readonly seed: number;
  readonly seconds: number;
  /** Whether the run was ended before it was complete. */
  readonly interrupted: boolean;
}
