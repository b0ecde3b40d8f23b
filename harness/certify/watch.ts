/**
 * One execution under watch.
 *
 * Owns what can go wrong around an answer: an engine that throws, never answers, or answers
 * something that is no result becomes a value here, and a run never waits longer than its limit.
 * Does not judge whether the answer is right. An engine that blocks this thread cannot be timed
 * from inside it; `module:` engines live in a thread of their own for that reason.
 */
import { setImmediate } from 'node:timers/promises';
import type {
  Alloc,
  Block,
  Engine,
  ExecutionResult,
  InvalidTransactionPolicy,
  Schedule,
} from '#engine/api/index.js';
import { readExecutionResult } from '../input/engineReply.ts';
import { frozen } from '../input/frozen.ts';
import { describeThrown } from '../input/printable.ts';
import { Refusal } from '../input/refusal.ts';
import { Unsupported } from '../input/unsupported.ts';

/** Longest wait for one block unless told otherwise, in seconds. */
export const SECONDS_PER_BLOCK_MAX = 60;

/** A block to execute. */
export interface Trial {
  readonly block: Block;
  readonly preState: Alloc;
  readonly policy: InvalidTransactionPolicy;
  /** Default: as the engine is configured. */
  readonly schedule?: Schedule;
  /** The same. */
  readonly lanes?: number;
}

/** How long to wait and when to give up. */
export interface Watch {
  /** For one block. */
  readonly secondsMax: number;
  /** Ends the run. */
  readonly signal?: AbortSignal | undefined;
}

/** How one execution ended; `reason` is a phrase without a full stop. */
export type Answer =
  | { readonly kind: 'result'; readonly result: ExecutionResult }
  | { readonly kind: 'failed'; readonly reason: string }
  /** The engine declines this block, for want of a way to express it. */
  | { readonly kind: 'unsupported'; readonly reason: string }
  | { readonly kind: 'timed-out'; readonly reason: string }
  | { readonly kind: 'interrupted' };

/** Lets the engine execute the trial, and always comes back. The input is frozen on the way in. */
export async function executeWatched(engine: Engine, trial: Trial, watch: Watch): Promise<Answer> {
  const declined = withoutSignatures(engine, trial) ?? (await unready(engine));
  if (declined !== null) return declined;
  return await watched(watch, (signal) => execute(engine, trial, signal));
}

/**
 * What went wrong since the engine's last answer, or keeps it from being asked; else `null`. A
 * process that has to be started again has a limit of its own for that, and none of a block's.
 */
export async function unready(
  engine: Engine,
): Promise<Extract<Answer, { kind: 'failed' | 'unsupported' }> | null> {
  try {
    await engine.ready?.();
    return null;
  } catch (error) {
    return thrown(error);
  }
}

/** How one question after the nearest block ended. */
export type Expression =
  { readonly kind: 'trial'; readonly trial: Trial } | Exclude<Answer, { kind: 'result' }>;

/** The nearest trial that the engine can be given; most engines can be given every one. */
export async function expressWatched(
  engine: Engine,
  trial: Trial,
  watch: Watch,
): Promise<Expression> {
  const declined = withoutSignatures(engine, trial) ?? (await unready(engine));
  if (declined !== null) return declined;
  if (engine.express === undefined) return { kind: 'trial', trial };
  return await watched(watch, (signal) => express(engine, trial, signal));
}

/** To an engine that recovers every sender, a transaction without signature is an invalid one. */
function withoutSignatures(
  { info }: Engine,
  { block }: Trial,
): Extract<Answer, { kind: 'unsupported' }> | null {
  if (info.capabilities.plainSenders === true) return null;
  const isSigned = block.transactions.every(({ sender }) => sender === undefined);
  const reason = 'does not do this: transactions that name a sender in place of a signature';
  return isSigned ? null : { kind: 'unsupported', reason };
}

type GivenUp = Extract<Answer, { kind: 'timed-out' | 'interrupted' }>;

async function watched<T>(
  watch: Watch,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | GivenUp> {
  // Engines may run on microtasks alone: without a turn of the event loop between two executions no
  // interrupt would ever be heard.
  await setImmediate();
  if (watch.signal?.aborted === true) return { kind: 'interrupted' };
  const controller = new AbortController();
  let stopWaiting: (answer: GivenUp) => void = () => undefined;
  const givenUp = new Promise<GivenUp>((stop) => {
    stopWaiting = stop;
  });
  const timer = setTimeout(() => {
    stopWaiting({
      kind: 'timed-out',
      reason: `timed out after ${String(watch.secondsMax)} seconds`,
    });
    controller.abort(new Error('the block took too long'));
  }, watch.secondsMax * 1_000);
  const onInterrupt = (): void => {
    stopWaiting({ kind: 'interrupted' });
    controller.abort(new Error('the run was ended'));
  };
  watch.signal?.addEventListener('abort', onInterrupt, { once: true });
  try {
    return await Promise.race([givenUp, work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    watch.signal?.removeEventListener('abort', onInterrupt);
  }
}

/**
 * The same engine as others may use it, each execution under watch: its failures are plain errors,
 * its answers have been read. `onFailure` hears of each failure first.
 */
export function watchedEngine(
  engine: Engine,
  watch: Watch,
  onFailure: (answer: Exclude<Answer, { kind: 'result' }>) => void = () => undefined,
): Engine {
  return {
    info: engine.info,
    execute: async (block, preState, { invalidTransactions, schedule, lanes } = {}) => {
      const policy = invalidTransactions ?? 'reject-block';
      const asking = { ...(schedule && { schedule }), ...(lanes !== undefined && { lanes }) };
      const trial = { block, preState, policy, ...asking };
      const answer = await executeWatched(engine, trial, watch);
      if (answer.kind === 'result') return answer.result;
      onFailure(answer);
      if (answer.kind === 'unsupported') throw new Unsupported(answer.reason);
      throw new Error(answer.kind === 'interrupted' ? 'the run was ended' : answer.reason);
    },
  };
}

async function execute(
  engine: Engine,
  { block, preState, policy, schedule, lanes }: Trial,
  signal: AbortSignal,
): Promise<Answer> {
  let reply: unknown;
  try {
    reply = await engine.execute(frozen(block), frozen(preState), {
      invalidTransactions: policy,
      signal,
      ...(schedule && { schedule }),
      ...(lanes !== undefined && { lanes }),
    });
  } catch (error) {
    return thrown(error);
  }
  try {
    return { kind: 'result', result: readExecutionResult(reply, '') };
  } catch (error) {
    const words = error instanceof Refusal ? error.message : describeThrown(error);
    return { kind: 'failed', reason: `answered something that is no result: ${words}` };
  }
}

async function express(
  engine: Engine,
  trial: Trial,
  signal: AbortSignal,
): Promise<Exclude<Expression, GivenUp>> {
  const input = { block: frozen(trial.block), preState: frozen(trial.preState) };
  try {
    const nearest = await engine.express?.(input, { invalidTransactions: trial.policy, signal });
    return { kind: 'trial', trial: { ...trial, ...nearest } };
  } catch (error) {
    return thrown(error);
  }
}

function thrown(error: unknown): Extract<Answer, { kind: 'failed' | 'unsupported' }> {
  if (error instanceof Unsupported) {
    return { kind: 'unsupported', reason: `does not do this: ${error.message}` };
  }
  return { kind: 'failed', reason: `failed: ${describeThrown(error)}${hintFor(error)}` };
}

/** What V8 says when frozen input is written to is not a hint to everyone. */
function hintFor(error: unknown): string {
  const isWrite =
    error instanceof Error &&
    /read only property|object is not extensible|Cannot delete property/.test(error.message);
  return isWrite ? ' (blocks and states are frozen: an engine must not change its input)' : '';
}
