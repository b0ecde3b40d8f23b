/**
 * One block's shared part: arena, memory, scheduler and lanes, as each thread sees them.
 *
 * Owns how much of the arena a block needs and the order in which its parts are laid out; whoever
 * has the buffer and the plan builds the same views on it.
 */
import type { InvalidTransactionPolicy } from '../api/index.ts';
import type { BlockGas } from '../evm/admission.ts';
import { MVMemory, type MemoryShape, allocateMemory } from '../memory/mvMemory.ts';
import type { BaseState } from '../memory/resolve.ts';
import { Arena, type ArenaBuffer, createArenaBuffer } from '../primitives/arena.ts';
import type { Defect } from '../primitives/defects.ts';
import type { ExpectedAccess } from '../graph/dependencies.ts';
import type { AsynchronousSize } from '../schedulers/asynchronous.ts';
import type { Scheduler } from '../schedulers/contract.ts';
import {
  type SchedulerKind,
  type SchedulerShape,
  allocateScheduler,
  openScheduler,
} from '../schedulers/kinds.ts';
import { tablesOf } from '../schedulers/readyRows.ts';
import { partitionsOf } from '../schedulers/multiRound.ts';
import { type AdmissionShape, AdmissionTable, allocateAdmission } from './admissionTable.ts';
import { LaneMachine } from './laneMachine.ts';
import { Planner } from './planner.ts';
import { LaneStands, type LanesShape, allocateLanes } from './laneStands.ts';
import { allocateControl, type ControlShape } from './threads/control.ts';
import { TraceDigest, allocateTraceDigest } from './traceDigest.ts';

/** What decides the layout and the rules of a block. */
export interface LaneBlockOptions extends AsynchronousSize {
  /** Default `block-stm`. */
  readonly scheduler?: SchedulerKind;
  /** What the block may use in all. */
  readonly max: BlockGas;
  readonly policy: InvalidTransactionPolicy;
  /** What each transaction is expected to touch; default: nobody knows. */
  readonly hints?: readonly ExpectedAccess[] | null;
  readonly defect: Defect | null;
}

/** Where everything lies; plain data, so that it can be sent to a thread. */
export interface LaneBlockPlan {
  readonly buffer: ArenaBuffer;
  readonly memory: MemoryShape;
  readonly scheduler: SchedulerShape;
  readonly hints: readonly ExpectedAccess[] | null;
  readonly admission: AdmissionShape;
  readonly lanes: LanesShape;
  readonly digest: number;
  /** Control words of the thread runtime. */
  readonly control: ControlShape;
  readonly defect: Defect | null;
}

/** One thread's views of a block. */
export interface LaneBlock {
  readonly arena: Arena;
  readonly memory: MVMemory;
  readonly scheduler: Scheduler;
  readonly stands: LaneStands;
  readonly machine: LaneMachine;
  readonly digest: TraceDigest;
}

const BYTES_MIN = 1 << 20;
const BYTES_PER_TRANSACTION = 4_096;
/** Untouched pages of it cost nothing. */
const BYTES_MAX = 1 << 30;

/** Lays out a block. */
export function planLaneBlock(options: LaneBlockOptions): LaneBlockPlan {
  const { txCount, max, policy, scheduler = 'block-stm', hints = null, defect } = options;
  const buffer = createArenaBuffer(BYTES_MIN + BYTES_PER_TRANSACTION * txCount, BYTES_MAX);
  const arena = new Arena(buffer);
  return {
    buffer,
    memory: { ...allocateMemory(arena, txCount), defect },
    scheduler: allocateScheduler(arena, scheduler, options),
    hints,
    admission: allocateAdmission(arena, txCount, { max, policy }),
    lanes: allocateLanes(arena, options),
    digest: allocateTraceDigest(arena),
    control: allocateControl(arena, options.lanes),
    defect,
  };
}

/** Opens a planned block on `base`, the state that its transactions begin with. */
export function openLaneBlock(plan: LaneBlockPlan, base: BaseState): LaneBlock {
  const { defect } = plan;
  const arena = new Arena(plan.buffer);
  const memory = new MVMemory(arena, plan.memory, base);
  const scheduler = openScheduler(arena, plan.scheduler);
  const admission = new AdmissionTable(arena, plan.admission);
  const digest = new TraceDigest(arena, plan.digest);
  const stands = new LaneStands(arena, plan.lanes);
  const { hints, lanes } = plan;
  const { kind, shape } = plan.scheduler;
  const isRanked = kind === 'asynchronous';
  const partitions = isRanked ? tablesOf(shape) : partitionsOf(lanes.lanes);
  const planner = new Planner({ memory, admission, hints, partitions, isRanked });
  const parts = { arena, stands, scheduler, memory, admission, planner, digest, defect };
  const machine = new LaneMachine(parts);
  return { arena, memory, scheduler, stands, machine, digest };
}
