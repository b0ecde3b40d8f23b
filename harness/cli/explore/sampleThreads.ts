/**
 * One sample on several threads.
 *
 * Owns the threads: each runs a share of the schedules on a stage of its own. A schedule is a
 * function of its place in the sample, so that it does not matter how many there are.
 */
import { Worker } from 'node:worker_threads';
import { joined, type Sample } from '#engine/simulation/sampler.js';
import type { ExploreFlags } from '../flags.ts';
import type { ShareMessage, ShareOrder } from './sampleThread.ts';

/** What to sample. */
export interface ThreadedSample {
  readonly engine: ShareOrder['engine'];
  readonly flags: ExploreFlags;
  readonly seed: number;
  readonly schedules: number;
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Hears how many are done, of all threads together. */
  readonly onProgress: (done: number) => void;
}

const THREAD = new URL('./sampleThread.js', import.meta.url);

/** Samples on threads. Rejects when one of them breaks. */
export async function sampleOnThreads(task: ThreadedSample): Promise<Sample> {
  const { engine, flags, seed, schedules, threads } = task;
  const done = Array.from({ length: threads }, () => 0);
  const shares = done.map((_, first) => {
    const order: ShareOrder = { engine, flags, seed, schedules, first, of: threads };
    return runShare(order, task.signal, (count) => {
      done[first] = count;
      task.onProgress(done.reduce((sum, one) => sum + one, 0));
    });
  });
  return joined(await Promise.all(shares));
}

async function runShare(
  order: ShareOrder,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<Sample> {
  const worker = new Worker(THREAD, { workerData: order });
  const stop = (): void => {
    worker.postMessage('stop');
  };
  signal.addEventListener('abort', stop, { once: true });
  // It may have been aborted while the block was made ready.
  if (signal.aborted) stop();
  try {
    return await new Promise<Sample>((resolve, reject) => {
      worker.on('message', (message: ShareMessage) => {
        if (message.kind === 'progress') onProgress(message.done);
        else resolve(message.sample);
      });
      worker.on('error', reject);
      worker.on('exit', (code) => {
        reject(new Error(`a thread that samples ended with ${String(code)}`));
      });
    });
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
