/**
 * Blocks after blocks until an engine says something that serial execution does not.
 *
 * Owns the loop and what counts as found out. Truth is serial execution of the honest engine.
 */
import type { Engine, Fork } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/index.js';
import { materialise } from '#generators/adversarial/materialise.js';
import { firstDifference } from '#harness/compare/index.js';
import { type BuildName, schedulesFor } from './builds.ts';
import { powerBlock } from './powerBlocks.ts';

/** How an engine was found out. */
export interface Kill {
  /** `result`: it says something else; `crash`: it throws; `hang`: it says nothing. */
  readonly how: 'result' | 'crash' | 'hang';
  /** Which kind of blocks it was; `null` where nobody knows any more. */
  readonly generator: string | null;
  /** Number of the block. */
  readonly index: number;
  /** What shows it again, where schedules are chosen. */
  readonly schedule: string | null;
  readonly words: string;
}

/** What to pursue. */
export interface PursuitOptions {
  readonly engine: Engine;
  readonly build: BuildName;
  readonly forks: readonly Fork[];
  readonly seed: number;
  /** Blocks at most. */
  readonly blocksMax: number;
  /** Numbers of blocks begin here. */
  readonly first: number;
  /** Called after each block with how many were tried. */
  readonly onBlock?: (blocks: number) => void;
}

/** Pursues. Resolves with how it was found out, or `null` after all blocks. */
export async function pursue(options: PursuitOptions): Promise<Kill | null> {
  const { engine, build, forks, seed, blocksMax, first, onBlock } = options;
  const serial = createSerialEngine();
  for (let index = first; index < first + blocksMax; index += 1) {
    const { generator, spec } = powerBlock(seed, index, forks);
    const { block, preState } = materialise(spec);
    const truth = await serial.execute(block, preState);
    for (const schedule of schedulesFor(build, index)) {
      const place = { generator, index, schedule };
      try {
        const chosen = schedule === null ? {} : { schedule };
        const result = await engine.execute(block, preState, chosen);
        const difference = firstDifference(truth, result);
        if (difference !== null) return { how: 'result', ...place, words: difference.words };
      } catch (error) {
        return { how: 'crash', ...place, words: String(error) };
      }
    }
    onBlock?.(index - first + 1);
  }
  return null;
}
