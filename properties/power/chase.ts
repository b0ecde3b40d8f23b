/**
 * One pursuit on a thread, within limits of time and memory.
 *
 * Owns what becomes of an engine that answers no more: that is found out, too. Seconds are
 * wall-clock, from the first block on.
 */
import { Worker } from 'node:worker_threads';
import type { Kill } from './pursuit.ts';
import type { PursuitMessage, PursuitOrder } from './pursuitThread.ts';

/** How a pursuit ended. */
export interface Chase {
  readonly kill: Kill | null;
  readonly blocks: number;
  readonly seconds: number;
  readonly isInterrupted: boolean;
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

  constructor(order: PursuitOrder, limits: ChaseLimits) {
    this.#order = order;
    this.#limits = limits;
  }

  until(worker: Worker): Promise<Chase> {
    return new Promise((resolve) => {
      const end = (kill: Kill | null, isInterrupted = false): void => {
        clearInterval(timer);
        resolve({ kill, blocks: this.#blocks, seconds: this.#seconds, isInterrupted });
      };
      const timer = setInterval(() => {
        if (this.#limits.signal.aborted) end(null, true);
        else if (performance.now() - this.#heardAt > 1_000 * HANG_SECONDS) {
          end(this.#lost('hang', `no answer for ${HANG_SECONDS} s`));
        } else if (this.#seconds > this.#limits.budgetSeconds) end(null);
      }, LOOK_EVERY_MS);
      worker.on('message', (message: PursuitMessage) => {
        this.#heardAt = performance.now();
        if (message.kind === 'ready') this.#startedAt = this.#heardAt;
        else if (message.kind === 'ended') this.#ended(message.kill, end);
        else {
          this.#blocks = message.blocks;
          this.#limits.onBlock?.(message.blocks);
        }
      });
      worker.on('error', (error) => {
        end(this.#lost('crash', String(error)));
      });
      worker.on('exit', () => {
        end(this.#lost('crash', 'its thread ended'));
      });
    });
  }

  #ended(kill: Kill | null, end: (kill: Kill | null) => void): void {
    // The block that shows it counts.
    if (kill !== null) this.#blocks = kill.index - this.#order.first + 1;
    end(kill);
  }

  get #seconds(): number {
    return this.#startedAt === null ? 0 : (performance.now() - this.#startedAt) / 1_000;
  }

  #lost(how: Kill['how'], words: string): Kill {
    const index = this.#order.first + this.#blocks;
    return { how, generator: null, index, schedule: null, words };
  }
}
