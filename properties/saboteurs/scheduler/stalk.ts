/**
 * Schedules on one block after the other until one fails.
 *
 * Owns how a budget goes round: stages and, where none is named, pickers in turn, one schedule
 * each, so that neither a block nor a picker is first by luck of its place in the list.
 */
import type { PickerName } from '#engine/api/index.js';
import { portfolioAt } from '#engine/simulation/pickers/named.js';
import type { SchedulerKind } from '#engine/schedulers/kinds.js';
import type { SampledFailure } from '#engine/simulation/sampler.js';
import type { Stage } from '#engine/simulation/stage.js';
import { BLOCKS, type NamedBlock } from './blocks.ts';
import { type Lanes, setStage, type Theatre } from './theatre.ts';

/** A block on a stage. */
export interface Set {
  readonly block: NamedBlock;
  readonly fibres: number;
  readonly stage: Stage<bigint>;
}

/** How to stalk. */
export interface StalkOptions {
  readonly seed: bigint;
  readonly schedulesMax: number;
  /** Default: all in turn. */
  readonly picker?: PickerName;
  /** Hears of each schedule that held, while the stage still stands at its end. */
  readonly onSchedule?: (stage: Stage<bigint>) => void;
}

/** The schedule that failed first. */
export interface Kill {
  readonly failure: SampledFailure;
  readonly set: Set;
  /** Schedules up to it, with it. */
  readonly schedules: number;
  /** Of all that lanes did up to the failure. */
  readonly digest: string;
}

/** Lanes of every stage here. */
export const LANES = 3;
/** What a lane may keep waiting: incarnations give up at estimates, or wait. */
const FIBRES: Readonly<Record<SchedulerKind, readonly number[]>> = {
  'block-stm': [0, 2],
  'multi-round': [0],
  // One is few enough for all lanes to be taken.
  asynchronous: [1, 2],
};

/** Which scheduler, and what is wrong with it by a switch of its own. */
export type Cast = Pick<Lanes, 'scheduler' | 'defect'>;

/** Sets all blocks, each in both ways to meet an estimate where there are two. */
export async function setAll(theatre: Theatre, cast: Cast = {}): Promise<readonly Set[]> {
  const sets: Set[] = [];
  const ways = FIBRES[cast.scheduler ?? 'block-stm'];
  for (const block of BLOCKS) {
    for (const fibres of ways) {
      const stage = await setStage(theatre, block, { lanes: LANES, fibres, ...cast });
      sets.push({ block, fibres, stage });
    }
  }
  return sets;
}

/** Samples until a schedule fails. Resolves with `null` when none did. */
export async function stalk(
  { sample }: Theatre,
  sets: readonly Set[],
  { seed, schedulesMax, picker, onSchedule }: StalkOptions,
): Promise<Kill | null> {
  for (let index = 0; index < schedulesMax; index += 1) {
    const set = sets[index % sets.length];
    if (set === undefined) return null;
    const { failures } = await sample(set.stage, {
      seed,
      // One of a sample in which it has this number.
      schedules: index + 1,
      share: { first: index, of: schedulesMax },
      picker: picker ?? portfolioAt(index),
      stopsAtFailure: true,
    });
    const [failure] = failures;
    if (failure !== undefined) {
      // Sampling stopped where it failed: the stage still stands there.
      return { failure, set, schedules: index + 1, digest: set.stage.block.digest.text };
    }
    onSchedule?.(set.stage);
  }
  return null;
}
