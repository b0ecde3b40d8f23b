/**
 * What an engine says of how it executed.
 *
 * Owns the sums over blocks of two or more transactions, and the first block whose path is none
 * that can be certified as parallel. A transaction that is valid and finds no room in its block may
 * hand the rest to the serial path: admission is decided in order, and serial truth says that it
 * happened.
 */
import type { ExecutionResult, Stats } from '#engine/api/index.js';
import { counted } from '../../report/words.ts';
import type { PathFigures } from './evidence.ts';

/** A block in words, what is true of it, and the statistics of each of its runs. */
export interface PathRuns {
  readonly where: string;
  readonly txCount: number;
  /** `null` where only roots are known. */
  readonly truth: ExecutionResult | null;
  readonly stats: readonly Stats[];
}

/** Reasons that say that a valid transaction found no room. */
const NO_ROOM: ReadonlySet<string> = new Set([
  'TransactionException.GAS_ALLOWANCE_EXCEEDED',
  'TransactionException.TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED',
]);

/** Sums over the blocks that could run in parallel. */
export class ParallelPaths {
  #sums: { -readonly [Name in keyof PathFigures]: number } = {
    parallelBlocks: 0,
    conflictBlocks: 0,
    fallbacks: 0,
    executions: 0,
    aborts: 0,
    suspensions: 0,
  };
  #exception: string | null = null;

  add({ where, txCount, truth, stats }: PathRuns): void {
    if (txCount < 2) return;
    const allowed = withoutRoom(truth);
    for (const one of stats) {
      this.#sums.fallbacks += one.fallbacks;
      this.#sums.executions += one.executions;
      this.#sums.aborts += one.aborts;
      this.#sums.suspensions += one.suspensions;
      const objection = objectionTo(one, allowed);
      if (objection !== null) this.#exception ??= `${where} ${objection}`;
    }
    if (stats.every(({ path }) => path.kind === 'parallel')) this.#sums.parallelBlocks += 1;
    if (stats.some(({ aborts, suspensions }) => aborts + suspensions > 0)) {
      this.#sums.conflictBlocks += 1;
    }
  }

  /** The first block that did not run in parallel throughout, in words. */
  get exception(): string | null {
    return this.#exception;
  }

  get figures(): PathFigures {
    return { ...this.#sums };
  }
}

function withoutRoom(truth: ExecutionResult | null): number {
  if (truth?.status !== 'accepted') return 0;
  return truth.rejected.filter(({ reason }) => NO_ROOM.has(reason)).length;
}

function objectionTo({ path, fallbacks }: Stats, allowed: number): string | null {
  if (path.kind === 'serial') return `was executed serially (${path.reason})`;
  return fallbacks > allowed
    ? `fell back to serial execution (${counted(fallbacks, 'time')})`
    : null;
}
