/**
 * Schedulers by kind.
 *
 * Owns the choice: what a kind needs of the arena, and who opens it there. Kinds are plain words,
 * so that a plan can be sent to a thread.
 */
import type { Arena } from '../primitives/arena.ts';
import {
  Asynchronous,
  type AsynchronousShape,
  type AsynchronousSize,
  allocateAsynchronous,
} from './asynchronous.ts';
import { BlockSTM, type BlockSTMShape, allocateBlockSTM } from './blockStm.ts';
import { unreachable } from '../primitives/invariant.ts';
import type { Scheduler } from './contract.ts';
import { MultiRound, type MultiRoundShape, allocateMultiRound } from './multiRound.ts';

/** Which scheduler. */
export type SchedulerKind = 'block-stm' | 'multi-round' | 'asynchronous';

/** What is fixed about a block's schedule. */
export type SchedulerShape =
  | { readonly kind: 'block-stm'; readonly shape: BlockSTMShape }
  | { readonly kind: 'multi-round'; readonly shape: MultiRoundShape }
  | { readonly kind: 'asynchronous'; readonly shape: AsynchronousShape };

/** Takes a scheduler's words out of the arena; once a block, before any lane looks. */
export function allocateScheduler(
  arena: Arena,
  kind: SchedulerKind,
  size: AsynchronousSize,
): SchedulerShape {
  switch (kind) {
    case 'block-stm':
      return { kind, shape: allocateBlockSTM(arena, size) };
    case 'multi-round':
      return { kind, shape: allocateMultiRound(arena, size) };
    case 'asynchronous':
      return { kind, shape: allocateAsynchronous(arena, size) };
    default:
      return unreachable(kind);
  }
}

/** One thread's view of a scheduler. */
export function openScheduler(arena: Arena, { kind, shape }: SchedulerShape): Scheduler {
  switch (kind) {
    case 'block-stm':
      return new BlockSTM(arena, shape);
    case 'multi-round':
      return new MultiRound(arena, shape);
    case 'asynchronous':
      return new Asynchronous(arena, shape);
    default:
      return unreachable(kind);
  }
}
