/**
 * What can be asked of a certification, and what it tells while it runs.
 *
 * Owns the shapes; the defaults that are named here are those of `certify`.
 */
import type { Fork } from '#engine/api/index.js';
import type { ReplayClerk } from '../replay/clerk.ts';
import type { Claim, Finding, Profile } from './certificate.ts';
import type { UnbuiltCase } from './corpusCases.ts';
import type { Judge } from './court.ts';
import type { KnownFailure } from './knownFailures.ts';
import type { OfficialTests } from './official.ts';
import type { Meter } from './proof/prove.ts';
import type { ScheduleChoice } from './schedulePlan.ts';
import type { Trial } from './watch.ts';

/** How far a run has come. */
export interface CertifyProgress {
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  readonly current: string;
}

/** A case under a fork that the run has come to. */
export interface CaseEnd {
  readonly caseId: string;
  readonly fork: Fork;
}

/** What to certify and how. */
export interface CertifyOptions {
  /** Those whose word is taken for serial truth, the most independent first. */
  readonly judges: readonly Judge[];
  /** Default `parallel`. */
  readonly claim?: Claim;
  /** Default `quick`. */
  readonly profile?: Profile;
  /** Chooses the sample of official tests; goes into every replay command. Default 0. */
  readonly seed?: number;
  /** The engine as the command line spells it; default its own name. */
  readonly engineName?: string;
  /** Words of the command line that set the engine up; they go into every replay command. */
  readonly settingWords?: readonly string[];
  /** Default: all that the engine claims. */
  readonly forks?: readonly Fork[];
  /** One case of the corpus instead of all. */
  readonly only?: string;
  /** Default: none. */
  readonly official?: OfficialTests;
  /** Clocks of the proof of parallelism. Default: this process's. */
  readonly meter?: Meter;
  /** Failures that were explained before. Default: none. */
  readonly known?: readonly KnownFailure[];
  /** Writes replay tokens. Default: findings are replayed by case alone. */
  readonly clerk?: ReplayClerk;
  /** For engines that take schedules. Default: as configured, and three seeded ones. */
  readonly schedules?: ScheduleChoice;
  /** Longest wait for one block, in seconds. Default 60. */
  readonly secondsPerBlockMax?: number;
  /** Default: the built-in corpus. */
  readonly cases?: (fork: Fork) => readonly UnbuiltCase[];
  /** Blocks to judge in place of the corpus and of what is drawn. */
  readonly blocks?: (fork: Fork) => readonly UnbuiltCase[];
  /** Hears of each case when it has been judged, or declined. */
  readonly onCase?: (end: CaseEnd) => void;
  /** Hears of each step. */
  readonly onProgress?: (step: CertifyProgress) => void;
  /** Hears of each finding at once; `trial` is the block that shows it, where there is one. */
  readonly onFinding?: (finding: Finding, trial: Trial | null) => void;
  readonly signal?: AbortSignal;
}
