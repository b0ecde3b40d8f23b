/**
 * What runs in a lane's thread: one task for a whole block.
 *
 * Keeps its EVM cores from block to block. Everything else is made anew: a lane owes a block
 * nothing but its steps, and knows nothing of the one before.
 */
import type { Alloc, Block } from '../../api/index.ts';
import { blockContextOf } from '../../evm/blockContext.ts';
import type { WriteSet } from '../../primitives/writes.ts';
import { CommittedState } from '../../state/committedState.ts';
import { type CachedBase, openBase, type StoreHandle } from '../../state/store/cachedBase.ts';
import { EVMBody, type EVMOutcome } from '../evmBody.ts';
import { type LaneBlockPlan, openLaneBlock } from '../laneBlock.ts';
import { type KeptOutcome, runLane } from '../laneLoop.ts';
import { LaneControl, PoisonedBlock } from './control.ts';
import { Fate, type LaneDeath } from './laneDeath.ts';
import { THREAD_CORES } from './threadCores.ts';
import { ThreadGate } from './threadGate.ts';

/** The state that transactions begin with: sent along, or on disk. */
export type LaneTaskBase =
  /** A pre-state, and what the system calls before the transactions wrote. */
  | { readonly kind: 'sent'; readonly preState: Alloc; readonly opening: WriteSet }
  | { readonly kind: 'stored'; readonly store: StoreHandle };

/** One lane's share of one block. */
export interface LaneTask {
  readonly lane: number;
  readonly plan: LaneBlockPlan;
  readonly block: Block;
  readonly base: LaneTaskBase;
  /** Ends the thread in the middle of its work, when that is what is tried. */
  readonly death: LaneDeath | null;
}

/** What a lane brings back. */
export type LaneReturn =
  | {
      readonly kind: 'finished';
      readonly outcomes: readonly KeptOutcome<EVMOutcome>[];
      /** Numbers of this lane's steps among all steps of the block, ascending. */
      readonly steps: readonly number[];
    }
  /** Another lane gave the block up. */
  | { readonly kind: 'left' }
  /** This lane gave the block up: memory is full, or a body met an error. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Runs a lane until its block is done. */
export function runLaneTask(task: LaneTask): Promise<LaneReturn> {
  const { lane, plan, block } = task;
  const context = blockContextOf(block);
  const base = baseOf(task.base);
  const { arena, machine } = openLaneBlock(plan, base);
  const control = new LaneControl(arena, plan.control);
  const steps: number[] = [];
  const fate = task.death === null ? null : new Fate(task.death);
  const gate = new ThreadGate({
    control,
    machine,
    onStep: (step, input) => {
      steps.push(step);
      if (fate?.isMetAt(input) === true) {
        process.exit(1);
      }
    },
  });
  const { defect, lanes: shape } = plan;
  return THREAD_CORES.useMany(context, async (cores) => {
    const body = new EVMBody({ source: block, context, cores, defect });
    try {
      const suspends = shape.fibres > 0;
      const outcomes = await runLane({ lane, gate, body, base, suspends });
      return { kind: 'finished', outcomes, steps };
    } catch (error) {
      if (error instanceof PoisonedBlock) {
        return { kind: 'left' };
      }
      control.poison();
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  });
}

function baseOf(base: LaneTaskBase): CommittedState | CachedBase {
  if (base.kind === 'stored') return openBase(base.store);
  const state = new CommittedState(base.preState);
  state.apply(base.opening);
  return state;
}
