/**
 * Blocks of one workload, one after the other: the same accounts send again to the same contracts.
 *
 * Owns the state before the first of them. Each block is the workload of another seed, with amounts
 * and receivers of its own, while nonces and block numbers go on; the state holds what all blocks
 * need. Trades and calls that depend on what was there before find what earlier blocks left.
 */
import type { Alloc, AllocAccount, Block, Bytes32, Hex } from '#engine/api/index.js';
import { ChainBuilder } from '../build/chain.ts';
import { quantity, word } from '../build/hex.ts';
import { WORKLOADS, type WorkloadName } from './index.ts';
import { workloadOn, type WorkloadOptions } from './workload.ts';

const WORD_END = 2n ** 256n;
/** Slots below this are fields: they are the same in every block. Above are entries of mappings. */
const FIELDS_END = 2n ** 64n;

/** Blocks, and the state before the first. */
export interface WorkloadSequence {
  readonly blocks: readonly Block[];
  readonly preState: Alloc;
}

/** Builds `blockCount` blocks of a workload; the same arguments give the same bytes. */
export function buildWorkloadSequence(
  name: WorkloadName,
  options: WorkloadOptions,
  blockCount: number,
): WorkloadSequence {
  const { builder } = WORKLOADS[name];
  const blocks: Block[] = [];
  let preState: Alloc = {};
  let before: ChainBuilder | null = null;
  for (let index = 0; index < blockCount; index += 1) {
    const chain: ChainBuilder = new ChainBuilder(options.fork, before);
    const seed = options.seed + index;
    const made = workloadOn(chain, { name, builder }, { ...options, seed });
    blocks.push(made.block);
    preState = joined(preState, made.preState);
    before = chain;
  }
  return { blocks, preState };
}

/** A state with what both have: ether and entries of mappings add up. */
function joined(one: Alloc, other: Alloc): Alloc {
  const accounts = new Map<string, AllocAccount>(Object.entries(one));
  for (const [address, account] of Object.entries(other)) {
    const known = accounts.get(address);
    accounts.set(address, known === undefined ? account : joinedAccount(known, account));
  }
  return Object.fromEntries(accounts);
}

function joinedAccount(one: AllocAccount, other: AllocAccount): AllocAccount {
  const slots = new Map<string, Bytes32>(Object.entries(one.storage ?? {}));
  for (const [slot, value] of Object.entries(other.storage ?? {})) {
    const known = slots.get(slot);
    const isField = BigInt(slot) < FIELDS_END;
    slots.set(slot, known === undefined ? value : isField ? known : sum(known, value));
  }
  return {
    ...one,
    balance: quantity(BigInt(one.balance) + BigInt(other.balance)),
    storage: Object.fromEntries(slots),
  };
}

function sum(one: Hex, other: Hex): Bytes32 {
  return word((BigInt(one) + BigInt(other)) % WORD_END);
}
