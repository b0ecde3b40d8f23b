/**
 * State tests as one block.
 *
 * Owns what becomes of their parts: states are laid over one another, nonces go on where a sender
 * comes again, and the system contracts that a block cannot do without are added. Nothing keeps two
 * tests apart that touch the same accounts: that they get in each other's way is what they are
 * packed for.
 */
import type { Address, Alloc, AllocAccount, BlockInput } from '#engine/api/index.js';
import { canonicalAlloc, quantity } from '#fixtures/official/alloc.js';
import { readTriple } from '../t8n/readTriple.ts';
import { requiredContracts } from './requiredContracts.ts';
import type { StateTest } from './stateTest.ts';

/** What tests of one block have in common: all but their state, transaction and gas limit. */
export function groupOf({ fork, chainId, env }: StateTest): string {
  const { currentGasLimit: _room, ...rest } = env;
  return JSON.stringify([fork, chainId, rest]);
}

/** States of tests laid over one another. */
export class MergedState {
  readonly #accounts = new Map<string, AllocAccount>();

  /** Lays a state over the others, or changes nothing and says `false` where they contradict. */
  add(state: Alloc): boolean {
    const entries = Object.entries(canonicalAlloc(state));
    const fits = entries.every(([address, account]) => {
      const there = this.#accounts.get(address);
      return there === undefined || codeAndStorage(there) === codeAndStorage(account);
    });
    if (!fits) return false;
    for (const [address, account] of entries) {
      const there = this.#accounts.get(address);
      const isRicher = there === undefined || BigInt(there.balance) < BigInt(account.balance);
      if (isRicher) this.#accounts.set(address, account);
    }
    return true;
  }

  alloc(): Alloc {
    return Object.fromEntries(this.#accounts);
  }
}

/** All of an account but its balance. */
function codeAndStorage({ nonce, code, storage = {} }: AllocAccount): string {
  const slots = Object.entries(storage).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([nonce, code, slots]);
}

/** A block of these tests, and the system contracts that none of them has. */
export interface StateTestBlock {
  readonly input: BlockInput;
  readonly added: readonly Address[];
}

/** The tests as transactions of one block, in order; all of one group. Throws `Refusal`. */
export function blockOf(tests: readonly StateTest[]): StateTestBlock {
  const [first] = tests;
  if (first === undefined) throw new RangeError('a block of no tests');
  const { fork, chainId, env } = first;
  const merged = new MergedState();
  const sent = new Map<Address, number>();
  const txs = tests.map(({ preState, transaction, sender, nonce }) => {
    merged.add(preState);
    const before = sent.get(sender) ?? 0;
    sent.set(sender, before + 1);
    return { ...transaction, nonce: quantity(nonce + BigInt(before)) };
  });
  const state = merged.alloc();
  const contracts = requiredContracts(fork).filter(([address]) => !(address in state));
  const alloc = { ...state, ...Object.fromEntries(contracts) };
  const rooms = tests.map((test) => BigInt(String(test.env['currentGasLimit'])));
  const currentGasLimit = quantity(rooms.reduce((most, room) => (room > most ? room : most), 0n));
  const triple = { alloc, txs, env: { ...env, currentGasLimit } };
  const added = contracts.map(([address]) => address);
  return { input: readTriple(triple, { fork, chainId }), added };
}
