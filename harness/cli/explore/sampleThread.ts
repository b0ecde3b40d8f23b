/**
 * A thread that samples a share of the schedules.
 *
 * Owns its stage and the messages to whoever started it; hears when to stop at its next breath.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { sample, type Sample } from '#engine/simulation/sampler.js';
import type { VirtualEngineName } from '#engine/simulation/virtualEngineNames.js';
import type { ExploreFlags } from '../flags.ts';
import { subjectOf } from './subject.ts';
import { TimeLimit } from './timeLimit.ts';

/** What the thread is to do. */
export interface ShareOrder {
  readonly engine: VirtualEngineName;
  readonly flags: ExploreFlags;
  readonly seed: number;
  readonly schedules: number;
  readonly first: number;
  readonly of: number;
}

/** What the thread says. */
export type ShareMessage =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'sampled'; readonly sample: Sample };

if (parentPort !== null) {
  const port = parentPort;
  const stopped = new AbortController();
  port.on('message', () => {
    stopped.abort();
  });
  const say = (message: ShareMessage): void => {
    port.postMessage(message);
  };
  const data: unknown = workerData;
  if (!isOrder(data)) throw new TypeError('a thread that samples is given an order');
  say({ kind: 'sampled', sample: await sampleShare(data, stopped.signal, say) });
}

/** Orders come from `sampleThreads.ts` alone; this tells one from something else. */
function isOrder(value: unknown): value is ShareOrder {
  return typeof value === 'object' && value !== null && 'flags' in value && 'of' in value;
}

async function sampleShare(
  { engine, flags, seed, schedules, first, of }: ShareOrder,
  stopped: AbortSignal,
  say: (message: ShareMessage) => void,
): Promise<Sample> {
  const subject = await subjectOf(engine, flags);
  const limit = new TimeLimit(stopped, flags.budget ?? null);
  const { picker } = flags;
  return await sample(await subject.stageOn(flags.lanes), {
    seed: BigInt(seed),
    schedules,
    share: { first, of },
    signal: limit.signal,
    ...(picker !== undefined && { picker }),
    onProgress: (done) => {
      const breath = limit.breathe();
      if (breath !== undefined) say({ kind: 'progress', done });
      return breath;
    },
  });
}
