/**
 * A thread that pursues one engine.
 *
 * Owns the messages to whoever started it. A broken engine may loop for ever or eat all memory: it
 * does so here, where it can be ended.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { createSerialEngine } from '#engine/index.js';
import { Accused, type Charge } from './accused.ts';
import { type Example, shrink } from './example.ts';
import { addUp, type Facts, factsOf, NO_FACTS } from './facts.ts';
import { type Kill, pursue, type PursuitOptions } from './pursuit.ts';

/** What the thread is to do. */
export interface PursuitOrder
  extends
    Charge,
    Pick<PursuitOptions, 'forks' | 'seed' | 'transactionsMax' | 'blocksMax' | 'first'> {
  /** Of the suspect. */
  readonly id: string;
  /** Whether blocks are counted, which takes time. */
  readonly isCounted: boolean;
  /** How long a block that shows something is made smaller; 0 leaves it. */
  readonly shrinkSeconds: number;
}

/** What the thread says. */
export type PursuitMessage =
  /** The engine is there, and the first block begins. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'block'; readonly blocks: number }
  /** It is found out; which other laws the block breaks is still looked at. */
  | { readonly kind: 'found'; readonly kill: Kill }
  /** The block, as small as it is by now. */
  | { readonly kind: 'example'; readonly example: Example }
  | { readonly kind: 'ended'; readonly kill: Kill | null; readonly facts: Facts };

if (parentPort !== null) {
  const port = parentPort;
  const order: unknown = workerData;
  if (!isOrder(order)) throw new TypeError('a thread that pursues is given an order');
  const say = (message: PursuitMessage): void => {
    port.postMessage(message);
  };
  const accused = await Accused.open(order);
  let facts = NO_FACTS;
  let example: Example | null = null;
  say({ kind: 'ready' });
  const kill = await pursue({
    ...order,
    accused,
    onBlock: (blocks) => {
      say({ kind: 'block', blocks });
    },
    onKill: (found, { spec, next, number }) => {
      say({ kind: 'found', kill: found });
      const [law] = found.laws;
      if (found.how === 'hang' || law === undefined) return;
      const { how, words } = found;
      example = { id: order.id, law, how, number, spec, next: next(), words };
      say({ kind: 'example', example });
    },
    onHeld: async (scene, held) => {
      if (order.isCounted) facts = addUp([facts, await factsOf(scene, held)]);
    },
  });
  const { shrinkSeconds: seconds } = order;
  if (example !== null && seconds > 0) {
    const onSmaller = (smaller: Example): void => {
      say({ kind: 'example', example: smaller });
    };
    await shrink(example, { accused, serial: createSerialEngine() }, { seconds, onSmaller });
  }
  await accused.close();
  say({ kind: 'ended', kill, facts });
}

/** Orders come from `chase.ts` alone; this tells one from something else. */
function isOrder(value: unknown): value is PursuitOrder {
  return typeof value === 'object' && value !== null && 'folder' in value && 'build' in value;
}
