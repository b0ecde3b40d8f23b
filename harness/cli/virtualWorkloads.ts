/**
 * The blocks of `lockstep simulate`.
 *
 * Owns how a name becomes a block, and the workloads in which no run may beat its lower bound. In
 * the others an incarnation may read by luck what its final one has to read: two writes of one
 * value, or a write that does not depend on every read.
 */
import type { Fork } from '#engine/api/index.js';
import type { VirtualBlock } from '#engine/engines/virtualTime.js';
import { loadShape } from '#fixtures/shapes/loadShapes.js';
import {
  buildMainnetShape,
  buildWorkload,
  isWorkloadName,
  mainnetShapeOf,
  type Workload,
  type WorkloadName,
  WORKLOADS,
} from '#generators/workloads/index.js';
import { requiredFixturesFolder } from './fixturesFolder.ts';
import { ALL_WORKLOADS, TRANSACTIONS_DEFAULT } from './virtualChoice.ts';

const NOTHING_SHARED = 'no transaction reads what another writes';

/** Workloads without luck, and why there is none. */
export const STRICT_WORKLOADS: Readonly<Partial<Record<WorkloadName, string>>> = {
  transfers: NOTHING_SHARED,
  erc20: NOTHING_SHARED,
  swap: NOTHING_SHARED,
  compute: NOTHING_SHARED,
  'transfer-chain': 'a payment that was not funded yet is invalid and writes nothing',
  'hot-counter': 'the count that is written is the count that was read and one more',
  'erc20-hot-holder': 'amounts are positive, so that only the sum of all before is that sum',
  'chain-erc20': 'a payment that was not funded yet reverts',
  staircase: 'behind a false door stands a false number',
};

/** Which block to make. */
export interface VirtualBlockOrder {
  /** A name that the command line accepts, but `all`. */
  readonly name: string;
  /** `undefined` for the default. */
  readonly txs: number | undefined;
  readonly seed: number;
  readonly fork: Fork;
  /** `undefined` for the environment's. */
  readonly fixtures: string | undefined;
  /** In microseconds. */
  readonly coldRead: number;
}

/** Names in order, with `all` written out; none twice. */
export function workloadNames(names: readonly string[]): readonly string[] {
  const spelled = names.flatMap((name) =>
    name === ALL_WORKLOADS ? Object.keys(WORKLOADS) : [name],
  );
  return [...new Set(spelled)];
}

/** Makes the block. Throws `ArgumentError` or `InputError` where a shape cannot be had. */
export async function virtualBlock(order: VirtualBlockOrder): Promise<VirtualBlock> {
  const { name, coldRead } = order;
  const { block, preState, kinds } = await built(order);
  const isStrict = isWorkloadName(name) && STRICT_WORKLOADS[name] !== undefined;
  return { workload: name, block, preState, kinds, isStrict, coldRead };
}

async function built(order: VirtualBlockOrder): Promise<Workload> {
  const { name, txs, seed, fork, fixtures } = order;
  if (isWorkloadName(name)) {
    return buildWorkload(name, { transactions: txs ?? TRANSACTIONS_DEFAULT, seed, fork });
  }
  const shape = await loadShape(requiredFixturesFolder(fixtures), mainnetShapeOf(name) ?? 0);
  return buildMainnetShape(shape, {
    seed,
    fork,
    ...(txs === undefined ? {} : { transactions: txs }),
  });
}
