/**
 * Schedulers by kind.
 *
 * Owns the choice: what a kind needs of the arena, and who opens it there. Kinds are plain words,
 * so that a plan can be sent to a thread.
 */
import type { Arena } from '../primitives/arena.ts';
import { BlockSTM, type BlockSTMShape, type BlockSTMSize, allocateBlockSTM } from './blockStm.ts';
import type { Scheduler } from './contract.ts';
import { MultiRound, type MultiRoundShape, allocateMultiRound } from './multiRound.ts';

/** Which scheduler. */
export type SchedulerKind = 'block-stm' | 'multi-round';

/** What is fixed about a block's schedule. */
export type SchedulerShape =
  | { readonly kind: 'block-stm'; readonly shape: BlockSTMShape }
  | { readonly kind: 'multi-round'; readonly shape: MultiRoundShape };

/** Takes a scheduler's words out of the arena; once a block, before any lane looks. */
export function allocateScheduler(
  arena: Arena,
  kind: SchedulerKind,
  size: BlockSTMSize,
): SchedulerShape {
  return kind === 'block-stm'
    ? { kind, shape: allocateBlockSTM(arena, size) }
    : { kind, shape: allocateMultiRound(arena, size) };
}

/** One thread's view of a scheduler. */
export function openScheduler(arena: Arena, { kind, shape }: SchedulerShape): Scheduler {
  return kind === 'block-stm' ? new BlockSTM(arena, shape) : new MultiRound(arena, shape);
}
