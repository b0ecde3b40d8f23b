/**
 * A user's engine from a JavaScript module: `module:<path>`.
 *
 * Owns the thread it lives in. There an engine may hang, exit, run out of memory or write into its
 * input without taking the harness with it; what it prints goes to stderr. Does not judge answers:
 * they pass unchecked as far as `Engine` allows, and the certifier reads them as foreign.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type {
  Alloc,
  Block,
  Engine,
  EngineInfo,
  ExecuteOptions,
  ExecutionResult,
} from '#engine/api/index.js';
import { InputError } from '#fixtures/input/inputError.js';
import { readEngineInfo } from '../../input/engineReply.ts';
import { within } from '../../input/patience.ts';
import { describeThrown, printable, printableLines } from '../../input/printable.ts';
import { Refusal } from '../../input/refusal.ts';
import type { HostOrder, HostReport, HostStart } from './protocol.ts';

/** Time a module has to load and create its engine. */
const START_MILLISECONDS_MAX = 30_000;
/** Time an engine has to close before its thread is ended. */
const CLOSE_MILLISECONDS_MAX = 1_000;

/**
 * Loads an engine from a module that exports `createEngine(): Engine`, by that name or as default.
 * Throws `InputError` when the module is missing, cannot be loaded or offers no engine.
 */
export async function openModuleEngine(path: string): Promise<Engine> {
  const refuse = (problem: string, remedy: string): InputError =>
    new InputError({ file: printable(path), field: '', problem, remedy });
  const file = resolve(path);
  if (!existsSync(file)) throw refuse('there is no such module', 'check the path after module:');
  const thread = new EngineThread({ moduleURL: pathToFileURL(file).href });
  try {
    const first = await thread.firstReport(START_MILLISECONDS_MAX);
    switch (first.kind) {
      case 'ready':
        return engineOn(thread, readEngineInfo(first.info, 'info'));
      case 'unusable':
        throw refuse(first.problem, first.remedy);
      case 'died':
        throw refuse(first.reason, 'mend the engine');
    }
  } catch (error) {
    await thread.end();
    if (!(error instanceof Refusal)) throw error;
    throw refuse(error.message, error.remedy);
  }
}

function engineOn(thread: EngineThread, info: EngineInfo): Engine {
  return {
    info,
    execute: async (block, preState, options) => await thread.execute(block, preState, options),
    ready: async () => {
      await thread.ready();
    },
    close: async () => {
      await thread.end();
    },
  };
}

type FirstReport =
  | Extract<HostReport, { kind: 'ready' | 'unusable' }>
  | { readonly kind: 'died'; readonly reason: string };

interface Waiting {
  resolve(result: ExecutionResult): void;
  reject(error: Error): void;
}

/** The thread's life: started, reporting, and gone for one stated reason. */
class EngineThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  /** Blocks that nobody waits for any more. */
  readonly #givenUp = new Set<number>();
  readonly #exited: Promise<void>;
  #onFirst: ((report: FirstReport) => void) | null = null;
  #nextId = 0;
  #goneBecause: string | null = null;

  constructor(start: HostStart) {
    this.#worker = new Worker(new URL('./moduleHost.js', import.meta.url), {
      workerData: start,
      stdout: true,
      stderr: true,
    });
    // Stdout belongs to the harness: its last line is a contract.
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) {
      stream.on('data', (chunk: Buffer) =>
        process.stderr.write(printableLines(chunk.toString('utf8'))),
      );
    }
    this.#worker.on('message', (report: HostReport) => {
      this.#receive(report);
    });
    this.#worker.on('error', (error) => {
      this.#die(`the engine's thread failed (${describeThrown(error)})`);
    });
    this.#exited = new Promise((exited) => {
      this.#worker.on('exit', (code) => {
        this.#die(`the engine's thread ended with code ${String(code)}`);
        exited();
      });
    });
  }

  /** What the thread says once its module is loaded, or why it never will. */
  async firstReport(millisecondsMax: number): Promise<FirstReport> {
    return await new Promise((settle) => {
      const reason = `is not ready after ${String(millisecondsMax / 1000)} seconds`;
      const timer = setTimeout(() => {
        settle({ kind: 'died', reason });
      }, millisecondsMax);
      this.#onFirst = (report) => {
        clearTimeout(timer);
        settle(report);
      };
      if (this.#goneBecause !== null) this.#die(this.#goneBecause);
    });
  }

  /** Rejects where it has ended, or is still at a block that was given up. */
  async ready(): Promise<void> {
    // What the thread has done since its last answer is heard a turn later.
    await setImmediate();
    if (this.#goneBecause !== null) throw new Error(this.#goneBecause);
    if (this.#givenUp.size > 0) throw new Error('is still busy with a block that took too long');
  }

  async execute(
    block: Block,
    preState: Alloc,
    { signal, ...options }: ExecuteOptions = {},
  ): Promise<ExecutionResult> {
    signal?.throwIfAborted();
    if (this.#goneBecause !== null) throw new Error(this.#goneBecause);
    const id = this.#nextId;
    this.#nextId += 1;
    const onAbort = (): void => {
      this.#givenUp.add(id);
      this.#order({ kind: 'abort', id });
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await new Promise<ExecutionResult>((resolveResult, reject) => {
        this.#waiting.set(id, { resolve: resolveResult, reject });
        this.#order({ kind: 'execute', id, block, preState, options });
      });
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#waiting.delete(id);
    }
  }

  /** Asks the engine to close, then ends its thread whether it did or not. */
  async end(): Promise<void> {
    this.#order({ kind: 'close' });
    await within(CLOSE_MILLISECONDS_MAX, this.#exited);
    await this.#worker.terminate();
  }

  #order(order: HostOrder): void {
    this.#worker.postMessage(order);
  }

  #receive(report: HostReport): void {
    switch (report.kind) {
      case 'ready':
      case 'unusable':
        this.#onFirst?.(report);
        break;
      case 'answered':
        this.#givenUp.delete(report.id);
        // Unchecked on purpose: whoever called reads the answer as foreign.
        this.#waiting.get(report.id)?.resolve(report.result as ExecutionResult);
        break;
      case 'failed':
        this.#givenUp.delete(report.id);
        this.#waiting.get(report.id)?.reject(new Error(report.reason));
        break;
    }
  }

  #die(reason: string): void {
    this.#goneBecause ??= reason;
    this.#onFirst?.({ kind: 'died', reason: this.#goneBecause });
    for (const waiting of this.#waiting.values()) waiting.reject(new Error(this.#goneBecause));
  }
}
