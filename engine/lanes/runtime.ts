/**
 * The runtime's port: runs the lanes of one block to their end.
 *
 * Two implementations: threads, where steps are interleaved by the machine, and simulation, where
 * they are interleaved by a picker.
 */
import type { Alloc, Block } from '../api/index.ts';
import type { BlockContext } from '../evm/blockContext.ts';
import type { AskedSource, Hints } from '../hints/hint.ts';
import type { WriteSet } from '../primitives/writes.ts';
import type { BaseState } from '../memory/resolve.ts';
import type { StoreHandle } from '../state/store/cachedBase.ts';
import type { EVMOutcome } from './evmBody.ts';
import type { LaneBlock, LaneBlockPlan } from './laneBlock.ts';
import type { KeptOutcome } from './laneLoop.ts';
import type { LaneBase } from './laneReader.ts';
import type { Picker } from './simulated/picker.ts';

/** A block ready for its lanes. */
export interface LaneJob extends LaneBlock {
  readonly plan: LaneBlockPlan;
  readonly block: Block;
  readonly context: BlockContext;
  readonly preState: Alloc;
  /** What the system calls before the transactions wrote. */
  readonly opening: WriteSet;
  /** Pre-state and opening together; not changed while lanes run. */
  readonly base: BaseState & LaneBase;
  /** Where the base is on disk, for lanes on threads; `null` where it is sent to them. */
  readonly store: StoreHandle | null;
  /** Who goes next, where that is a choice: in simulation. */
  readonly picker: Picker | null;
  /** Gives the block up; a run in simulation is over before anybody could. */
  readonly signal: AbortSignal | null;
}

/** What the lanes came to. */
export type LaneRun =
  | {
      readonly kind: 'done';
      readonly outcomes: readonly KeptOutcome<EVMOutcome>[];
      /** The lane of each step, in the order in which steps were made. */
      readonly trace: readonly number[];
    }
  /** The block is to be run again without them. */
  | { readonly kind: 'lost'; readonly reason: string };

/** Hints to be made of a block before it runs. */
export interface HintOrder {
  readonly sources: readonly AskedSource[];
  readonly block: Block;
  readonly preState: Alloc;
  /** What the system calls before the transactions wrote. */
  readonly opening: WriteSet;
}

/** Runs lanes. */
export interface LaneRuntime {
  /** Makes hints of every transaction where lanes have threads; `null` where they have none. */
  makeHints(order: HintOrder): Promise<readonly Hints[] | null>;
  run(job: LaneJob): Promise<LaneRun>;
  close(): Promise<void>;
}
