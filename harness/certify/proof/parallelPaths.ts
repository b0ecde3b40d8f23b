/**
 * What an engine says of how it executed.
 *
 * Owns the sums over blocks of two or more transactions, and the first block whose path is none
 * that can be certified as parallel. A fallback is no parallel run, whatever caused it.
 */
import type { Stats } from '#engine/api/index.js';
import { counted } from '../../report/words.ts';
import type { PathFigures } from './evidence.ts';

/** A block in words, and the statistics of each of its runs. */
export interface PathRuns {
  readonly where: string;
  readonly txCount: number;
  /** That have a receipt; 0 of a block that is refused. */
  readonly includedCount: number;
  readonly stats: readonly Stats[];
}

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

  add({ where, txCount, includedCount, stats }: PathRuns): void {
    if (txCount < 2) return;
    for (const one of stats) {
      this.#sums.fallbacks += one.fallbacks;
      this.#sums.executions += one.executions;
      this.#sums.aborts += one.aborts;
      this.#sums.suspensions += one.suspensions;
      const objection = objectionTo(one, includedCount);
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

function objectionTo({ path, fallbacks, executions }: Stats, included: number): string | null {
  if (path.kind === 'serial') return `was executed serially (${path.reason})`;
  if (executions < included) {
    const claimed = counted(executions, 'execution');
    return `has ${counted(included, 'receipt')}, and the engine says that it took ${claimed}`;
  }
  return fallbacks > 0 ? `fell back to serial execution (${counted(fallbacks, 'time')})` : null;
}
