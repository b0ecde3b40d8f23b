/**
 * One life of a foreign engine: a process that we started, asked and ended.
 *
 * Owns its streams, its limits and the match of replies to requests. Whatever goes wrong ends that
 * life for one stated reason: a process that broke the protocol once is not believed again. Does
 * not know what requests mean.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { within } from '../../input/patience.ts';
import { describeThrown, printable } from '../../input/printable.ts';
import { Refusal } from '../../input/refusal.ts';
import { LineReader } from '../../protocol/lineReader.ts';
import type { Request } from '../../protocol/messages.ts';
import { readEnvelope } from '../../protocol/readReply.ts';
import type { CommandWords } from './commandWords.ts';
import { LastWords } from './lastWords.ts';
import { engineEnvironment, type Environment, type ProcessLimits } from './limits.ts';
import { watchMemory } from './memoryWatch.ts';

const MIB = 1024 * 1024;
/** Time for the last words of a process that has exited. */
const DRAIN_MILLISECONDS = 250;

interface Waiting {
  resolve(reply: unknown): void;
  reject(error: Error): void;
}

/** What a process is started with. */
export interface Upbringing {
  readonly limits: ProcessLimits;
  /** Variables besides those that every engine sees. */
  readonly environment: Environment;
}

/** A request without its id. */
export type Question = WithoutId<Request>;

type WithoutId<R> = R extends unknown ? Omit<R, 'id'> : never;

/** A running engine. */
export class EngineProcess {
  readonly #child: ChildProcess;
  readonly #limits: ProcessLimits;
  readonly #said: LastWords;
  readonly #exited: Promise<void>;
  readonly #waiting = new Map<number, Waiting>();
  readonly #memory: { stop(): void };
  readonly #endWithUs = (): void => {
    this.#signal('SIGKILL');
  };
  #nextId = 1;
  #goneBecause: string | null = null;
  /** Whether somebody has heard why. */
  #isTold = false;
  /** While one that hangs is being ended. */
  #ending: Promise<void> = Promise.resolve();
  #isLeaving = false;
  #isBuried = false;

  constructor({ program, words }: CommandWords, { limits, environment }: Upbringing) {
    this.#limits = limits;
    this.#said = new LastWords(limits.logBytes, (text) => process.stderr.write(text));
    // In a group of its own, so that what it starts can be ended with it.
    this.#child = spawn(program, words, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: engineEnvironment(process.env, environment),
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.#exited = new Promise((exited) => {
      this.#child.once('exit', () => {
        exited();
      });
      this.#child.once('error', () => {
        exited();
      });
    });
    this.#listen();
    process.once('exit', this.#endWithUs);
    this.#memory = this.#watchMemory();
  }

  /** Whether it can be asked; one that is being ended is waited for. */
  async isThere(): Promise<boolean> {
    await this.#ending;
    return this.#goneBecause === null;
  }

  /** Why it cannot be asked any more, for the first who hears of it; else `null`. */
  takeDeath(): string | null {
    const death = this.#isTold ? null : this.#goneBecause;
    this.#isTold = true;
    return death;
  }

  /** The reply to a request, unchecked. Rejects when this life ends, or the signal says so. */
  async ask(question: Question, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted();
    if (this.#goneBecause !== null) throw new Error(this.#goneBecause);
    const id = this.#nextId;
    this.#nextId += 1;
    const onAbort = (): void => {
      this.#ending = this.#endHung();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await new Promise<unknown>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        this.#child.stdin?.write(`${JSON.stringify({ id, ...question })}\n`);
      });
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#waiting.delete(id);
    }
  }

  /** Says goodbye, and ends the process whether it goes or not. */
  async end(): Promise<void> {
    this.#isLeaving = true;
    if (this.#goneBecause === null) {
      this.#child.stdin?.end(`${JSON.stringify({ id: this.#nextId, type: 'bye' })}\n`);
      await within(this.#limits.leaveMilliseconds, this.#exited);
    }
    this.#die('the engine was closed');
    this.#isTold = true;
    await within(this.#limits.leaveMilliseconds, this.#exited);
  }

  #listen(): void {
    const { stdin, stdout, stderr } = this.#child;
    const lines = new LineReader(this.#limits.lineBytes);
    stdout?.on('data', (chunk: Buffer) => {
      if (this.#goneBecause !== null) return;
      try {
        for (const line of lines.take(chunk)) this.#receive(line);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        this.#die(`wrote ${error.message} on stdout`);
      }
    });
    stdout?.on('end', () => {
      // One that exits closes it too, and its exit says more.
      setTimeout(() => {
        this.#die('closed its stdout, where replies belong');
      }, DRAIN_MILLISECONDS).unref();
    });
    stderr?.on('data', (chunk: Buffer) => {
      this.#said.take(chunk);
    });
    // A process that does not read dies of it by itself, and says so by its exit.
    stdin?.on('error', () => undefined);
    this.#child.once('error', (error) => {
      this.#die(`cannot be started: ${startWords(error)}`);
    });
    this.#child.once('exit', (code, signal) => {
      const words = signal === null ? `exited with code ${String(code)}` : `was ended by ${signal}`;
      // What it wrote last may still be on its way; what it started may hold the stream open.
      const timer = setTimeout(() => {
        this.#bury(words);
      }, DRAIN_MILLISECONDS);
      this.#child.once('close', () => {
        clearTimeout(timer);
        this.#bury(words);
      });
    });
  }

  /** From here on its number may be another's: it is never signalled again. */
  #bury(words: string): void {
    this.#die(words);
    this.#isBuried = true;
  }

  #receive(line: string): void {
    if (this.#goneBecause !== null || this.#isLeaving) return;
    const reply = parsed(line);
    if (reply === undefined) {
      const remedy = 'only replies belong there, and logs on stderr';
      this.#die(`wrote on stdout what is no JSON: "${printable(line, 80)}"; ${remedy}`);
      return;
    }
    try {
      const { id, type } = readEnvelope(reply, '');
      const waiting = id === null ? undefined : this.#waiting.get(id);
      if (waiting !== undefined && id !== null) {
        this.#waiting.delete(id);
        waiting.resolve(reply);
      } else this.#die(this.#strayWords(id, type));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#die(`wrote a reply that cannot be read: ${error.message}`);
    }
  }

  #strayWords(id: number | null, type: string): string {
    if (id === null) return `could not read a request, and replied with ${type} to nobody`;
    return id < this.#nextId
      ? `replied to request ${String(id)} a second time`
      : `replied to request ${String(id)}, which was never made`;
  }

  #watchMemory(): { stop(): void } {
    const { pid } = this.#child;
    const { memoryBytes, memoryLookMilliseconds } = this.#limits;
    if (pid === undefined) return { stop: () => undefined };
    return watchMemory({
      pid,
      bytesMax: memoryBytes,
      everyMilliseconds: memoryLookMilliseconds,
      onExceeded: (bytes) => {
        const [used, most] = [bytes, memoryBytes].map((n) => String(Math.round(n / MIB)));
        this.#die(`used ${String(used)} MiB of memory, more than ${String(most)}`);
      },
    });
  }

  /** Many runtimes say where they hang when they are asked to quit. */
  async #endHung(): Promise<void> {
    this.#isLeaving = true;
    this.#signal('SIGQUIT');
    await within(this.#limits.dumpMilliseconds, this.#exited);
    this.#die('did not answer in time and was ended');
  }

  #die(reason: string): void {
    if (this.#goneBecause === null) {
      const last = this.#said.quoted;
      this.#goneBecause = last === null ? reason : `${reason} (its last words: "${last}")`;
      this.#isTold = this.#waiting.size > 0;
    }
    this.#memory.stop();
    process.off('exit', this.#endWithUs);
    this.#signal('SIGKILL');
    for (const waiting of this.#waiting.values()) waiting.reject(new Error(this.#goneBecause));
    this.#waiting.clear();
  }

  /** Signals our own child and its group, while it is there. */
  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#isBuried) return;
    try {
      if (process.platform === 'win32') this.#child.kill(signal);
      // What it started may outlive it, and has its group.
      else process.kill(-pid, signal);
    } catch {
      // Nobody of the group is left.
    }
  }
}

/** What the system says, for somebody who has mistyped a command. */
function startWords(error: Error): string {
  const code: unknown = Reflect.get(error, 'code');
  if (code === 'ENOENT') return 'there is no such program';
  if (code === 'EACCES') return 'it may not be executed; make it executable (chmod +x)';
  return describeThrown(error);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
