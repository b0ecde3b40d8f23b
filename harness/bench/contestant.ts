/**
 * Who is measured: stock `@ethereumjs/vm`, and engines.
 *
 * Owns what is inside a measured time and what is not. Inside, on both sides: decoding
 * transactions, recovering senders, executing, receipts, state root. Outside: loading the pre-state
 * into stock code. An engine is handed a new block each time, so that nothing it kept by object can
 * help it, and the same pre-state, which it may keep loaded as stock code does.
 */
import type { Alloc, Block, Bytes32, Engine, WallMilliseconds } from '#engine/api/index.js';
import { prepareOracle } from '../adapters/oracle/index.ts';
import { readExecutionResult } from '../input/engineReply.ts';
import { frozen } from '../input/frozen.ts';
import { wallTime } from './wallClock.ts';

/** What two contestants must agree on. */
export interface Outcome {
  readonly stateRoot: Bytes32;
  readonly receiptsRoot: Bytes32;
}

/** One execution of the block: how long it took and what came out. */
export interface Sample {
  readonly milliseconds: WallMilliseconds;
  /** `null` when the block was rejected. */
  readonly outcome: Outcome | null;
  readonly lanes: number;
}

/** Someone who can execute the workload again and again. */
export interface Contestant {
  readonly name: string;
  /** Executes once. Rejects when it fails. */
  sample(): Promise<Sample>;
}

/** The name of stock `@ethereumjs/vm` in rows. */
export const STOCK = 'stock';

/** Stock `@ethereumjs/vm` `runBlock`, with the pre-state loaded. */
export async function stockContestant(block: Block, preState: Alloc): Promise<Contestant> {
  const prepared = await prepareOracle(block, preState);
  return {
    name: STOCK,
    sample: async () => {
      const startedAt = performance.now();
      const { stateRoot, receiptsRoot } = await prepared.run();
      const milliseconds = wallTime(performance.now() - startedAt);
      return { milliseconds, outcome: { stateRoot, receiptsRoot }, lanes: 1 };
    },
  };
}

/** An engine as anybody would call it. */
export function engineContestant(
  name: string,
  engine: Engine,
  { block, preState }: { readonly block: Block; readonly preState: Alloc },
): Contestant {
  const loaded = frozen(structuredClone(preState));
  return {
    name,
    sample: async () => {
      const fresh = frozen(structuredClone(block));
      const startedAt = performance.now();
      const reply = await engine.execute(fresh, loaded);
      const milliseconds = wallTime(performance.now() - startedAt);
      const result = readExecutionResult(reply, '');
      const { lanes } = result.stats;
      if (result.status === 'rejected') return { milliseconds, outcome: null, lanes };
      const { stateRoot, receiptsRoot } = result;
      return { milliseconds, outcome: { stateRoot, receiptsRoot }, lanes };
    },
  };
}
