/**
 * The contract of an engine: all that a third party must write to be certified.
 *
 * An engine turns a block and the state before it into a result. It keeps nothing that could change
 * a later answer: one instance executes siblings, failed blocks and whole chains in any order.
 */
import type { Alloc, Block, BlockInput } from './block.ts';
import type { Fork } from './fork.ts';
import type { ExecutionResult } from './result.ts';
import type { Schedule } from './schedule.ts';

/** What an invalid transaction does to its block. */
export type InvalidTransactionPolicy =
  /** The block is invalid, as on import. */
  | 'reject-block'
  /** The transaction is left out and recorded, as in t8n. */
  | 'skip';

/** What an engine can do. */
export interface Capabilities {
  readonly forks: readonly Fork[];
  readonly policies: readonly InvalidTransactionPolicy[];
  /** Whether it has a parallel path at all; only then can it be certified under `parallel`. */
  readonly parallel: boolean;
  /** Whether it returns `accesses` on request. */
  readonly accesses: boolean;
  /** Whether it runs the schedule it is asked for, and reports the one it ran. Default false. */
  readonly schedules?: boolean;
  /** Whether it runs on as many lanes as it is asked for. Default false. */
  readonly lanes?: boolean;
  /** Whether it takes several blocks at a time, by `executeSequence`. Default false. */
  readonly sequences?: boolean;
  /** Whether it chooses parts of a block's context itself, and says which by `express`. */
  readonly expresses?: boolean;
  /** Whether it takes transactions that name a sender in place of a signature. Default false. */
  readonly plainSenders?: boolean;
  /** How large a block must be for the parallel path. Default: two transactions are enough. */
  readonly parallelFrom?: ParallelFrom;
}

/** The least of a block that an engine executes in parallel. */
export interface ParallelFrom {
  /** Number of transactions that run code. */
  readonly transactions?: number;
  /** Used by all transactions, in gas. */
  readonly gas?: number;
}

/** Who an engine is. */
export interface EngineInfo {
  /** As on the command line: `serial`, `block-stm`, `stdio:<command>`. */
  readonly name: string;
  readonly version: string;
  readonly capabilities: Capabilities;
}

/** Wishes for one execution; an engine that cannot fulfil one says so in its capabilities. */
export interface ExecuteOptions {
  /** Default `reject-block`. */
  readonly invalidTransactions?: InvalidTransactionPolicy;
  /** Return each transaction's reads and writes. Default false. */
  readonly accesses?: boolean;
  /** Return how each transaction's message ended; engines of ours do. Default false. */
  readonly details?: boolean;
  /** Run these steps, in simulation; wherever the engine runs otherwise. */
  readonly schedule?: Schedule;
  /** Run on so many lanes. Default: as the engine is configured. */
  readonly lanes?: number;
  /** Ends a run early; `execute` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** An execution engine under test or of reference. */
export interface Engine {
  readonly info: EngineInfo;
  /**
   * Executes one block. An invalid transaction or block is a result; the promise rejects only when
   * the engine itself failed: it crashed, broke an invariant or does not know the fork.
   */
  execute(block: Block, preState: Alloc, options?: ExecuteOptions): Promise<ExecutionResult>;
  /**
   * Executes blocks one after the other, each on the state that the last accepted one left, as the
   * engine does on its own chain. One result for each; rejects as `execute` does.
   */
  executeSequence?(
    blocks: readonly Block[],
    preState: Alloc,
    options?: ExecuteOptions,
  ): Promise<readonly ExecutionResult[]>;
  /**
   * Of an engine with a chain of its own, which cannot be given every context: the nearest block
   * that it can be given, and the state before it. What it executes is judged by that block.
   * Rejects with an error named `Unsupported` where there is none.
   */
  express?(input: BlockInput, options?: ExecuteOptions): Promise<BlockInput>;
  /**
   * Of an engine with a process or thread of its own: resolves when it can be asked. Rejects once
   * for each thing that went wrong since its last answer, while nobody was waiting for one.
   */
  ready?(): Promise<void>;
  /** Frees threads, processes and files. The engine is not used afterwards. */
  close?(): Promise<void>;
}
