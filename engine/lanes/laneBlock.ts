/**
 * One block's shared part: arena, memory, scheduler and lanes, as each thread sees them.
 *
 * Owns how much of the arena a block needs and the order in which its parts are laid out; whoever
 * has the buffer and the plan builds the same views on it.
 */
import { LaneMachine, type LanesShape, allocateLanes } from './laneMachine.ts';
import { allocateControl } from './threads/control.ts';
import { MVMemory, type MemoryShape, allocateMemory } from '../memory/mvMemory.ts';
import type { BaseState } from '../memory/resolve.ts';
import { Arena, type ArenaBuffer, createArenaBuffer } from '../primitives/arena.ts';
import { BlockSTM, type BlockSTMShape, allocateBlockSTM } from '../schedulers/blockStm.ts';

/** Where everything lies; plain data, so that it can be sent to a thread. */
export interface LaneBlockPlan {
  readonly buffer: ArenaBuffer;
  readonly memory: MemoryShape;
  readonly scheduler: BlockSTMShape;
  readonly lanes: LanesShape;
  /** Control words of the thread runtime. */
  readonly control: number;
}

/** One thread's views of a block. */
export interface LaneBlock {
  readonly arena: Arena;
  readonly memory: MVMemory;
  readonly scheduler: BlockSTM;
  readonly machine: LaneMachine;
}

const BYTES_MIN = 1 << 20;
const BYTES_PER_TRANSACTION = 4_096;
/** Untouched pages of it cost nothing. */
const BYTES_MAX = 1 << 30;

/** Lays out a block of `txCount` transactions for `lanes` lanes. */
export function planLaneBlock(txCount: number, lanes: number): LaneBlockPlan {
  const buffer = createArenaBuffer(BYTES_MIN + BYTES_PER_TRANSACTION * txCount, BYTES_MAX);
  const arena = new Arena(buffer);
  return {
    buffer,
    memory: allocateMemory(arena, txCount),
    scheduler: allocateBlockSTM(arena, txCount, lanes),
    lanes: allocateLanes(arena, lanes),
    control: allocateControl(arena),
  };
}

/** Opens a planned block on `base`, the state that its transactions begin with. */
export function openLaneBlock(plan: LaneBlockPlan, base: BaseState): LaneBlock {
  const arena = new Arena(plan.buffer);
  const memory = new MVMemory(arena, plan.memory, base);
  const scheduler = new BlockSTM(arena, plan.scheduler);
  const machine = new LaneMachine({ arena, shape: plan.lanes, scheduler, memory });
  return { arena, memory, scheduler, machine };
}
