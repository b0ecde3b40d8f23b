/**
 * One pursuit on a thread, within limits of time and memory.
 *
 * Owns what becomes of an engine that answers no more: that is found out, too. Seconds are
 * wall-clock, from the first block on.
 */
import { Worker } from 'node:worker_threads';
import type { Example } from './example.ts';
import { type Facts, NO_FACTS } from './facts.ts';
import type { Kill } from './pursuit.ts';
import type { PursuitMessage, PursuitOrder } from './pursuitThread.ts';

/** How a pursuit ended. */
export interface Chase {
  readonly kill: Kill | null;
  readonly blocks: number;
  /** Up to what showed it, or to the end. */
  readonly seconds: number;
  readonly isInterrupted: boolean;
  /** Of the blocks that broke nothing, where they are counted. */
  readonly facts: Facts;
  /** The block that showed it, made smaller where that was asked for. */
  readonly example: Example | null;
  /** How long it took to make it smaller. */
  readonly shrinkSeconds: number;
}

/** Limits of a pursuit. */
export interface ChaseLimits {
  readonly budgetSeconds: number;
  readonly signal: AbortSignal;
  /** Hears how many blocks were tried. */
  readonly onBlock?: (blocks: number) => void;
}

const THREAD = new URL('./pursuitThread.js', import.meta.url);
/** No block of these takes a second. */
const HANG_SECONDS = 15;
/** In which it should be clear which other laws a block breaks. */
const AFTERWARDS_SECONDS = 10;
const MEMORY_MIB = 1_024;
const LOOK_EVERY_MS = 100;

/** Pursues. Rejects only where the thread cannot be started at all. */
export async function chase(order: PursuitOrder, limits: ChaseLimits): Promise<Chase> {
  const resourceLimits = { maxOldGenerationSizeMb: MEMORY_MIB };
  // What a broken engine prints is nobody's business.
  const worker = new Worker(THREAD, {
    workerData: order,
    resourceLimits,
    stdout: true,
    stderr: true,
  });
  try {
    return await new Watch(order, limits).until(worker);
  } finally {
    await worker.terminate();
  }
}

class Watch {
  readonly #order: PursuitOrder;
  readonly #limits: ChaseLimits;
  #startedAt: number | null = null;
  #heardAt = performance.now();
  #blocks = 0;
  /** What it was found out by, and when. */
  #found: { readonly kill: Kill; readonly seconds: number } | null = null;
  #example: Example | null = null;

  constructor(order: PursuitOrder, limits: ChaseLimits) {
    this.#order = order;
    this.#limits = limits;
  }

  until(worker: Worker): Promise<Chase> {
    return new Promise((resolve) => {
      const end = (kill: Kill | null, rest: Partial<Chase> = {}): void => {
        clearInterval(timer);
        // The block that shows it counts.
        const blocks = kill === null ? this.#blocks : kill.index - this.#order.first + 1;
        const seconds = this.#found?.seconds ?? this.#seconds;
        const shrinkSeconds = this.#seconds - seconds;
        const sums = { kill, blocks, seconds, shrinkSeconds, example: this.#example };
        resolve({ ...sums, isInterrupted: false, facts: NO_FACTS, ...rest });
      };
      const timer = setInterval(() => {
        const overdue = this.#overdue();
        if (this.#limits.signal.aborted) end(null, { isInterrupted: true });
        else if (overdue !== null) end(overdue.kill);
      }, LOOK_EVERY_MS);
      worker.on('message', (message: PursuitMessage) => {
        this.#hear(message, end);
      });
      worker.on('error', (error) => {
        end(this.#lost('crash', String(error)));
      });
      worker.on('exit', () => {
        end(this.#lost('crash', 'its thread ended'));
      });
    });
  }

  #hear(message: PursuitMessage, end: (kill: Kill | null, rest: Partial<Chase>) => void): void {
    this.#heardAt = performance.now();
    switch (message.kind) {
      case 'ready':
        this.#startedAt = this.#heardAt;
        return;
      case 'block':
        this.#blocks = message.blocks;
        this.#limits.onBlock?.(message.blocks);
        return;
      case 'found':
        this.#found = { kill: message.kill, seconds: this.#seconds };
        return;
      case 'example':
        this.#example = message.example;
        return;
      case 'ended':
        end(message.kill, { facts: message.facts });
        return;
      default:
        message satisfies never;
    }
  }

  /** What to end with because the time is over; `null` while it is not. */
  #overdue(): { readonly kill: Kill | null } | null {
    const silentSeconds = (performance.now() - this.#heardAt) / 1_000;
    if (this.#found !== null) {
      const secondsMax = AFTERWARDS_SECONDS + this.#order.shrinkSeconds;
      return silentSeconds > secondsMax ? { kill: this.#found.kill } : null;
    }
    if (silentSeconds > HANG_SECONDS) {
      return { kill: this.#lost('hang', `no answer for ${HANG_SECONDS} s`) };
    }
    return this.#seconds > this.#limits.budgetSeconds ? { kill: null } : null;
  }

  get #seconds(): number {
    return this.#startedAt === null ? 0 : (performance.now() - this.#startedAt) / 1_000;
  }

  #lost(how: Kill['how'], words: string): Kill {
    if (this.#found !== null) return this.#found.kill;
    const index = this.#order.first + this.#blocks;
    return { how, laws: [], generator: null, index, schedule: null, words };
  }
}
