/**
 * A state in which everything is otherwise that an incarnation has not recorded.
 *
 * Owns what may be otherwise without a fact being false: facts are weak, so that a balance that was
 * only rich enough may be any that is.
 */
import type { Address, Bytes32 } from '#engine/api/index.js';
import type { Fact, ReadSet } from '#engine/primitives/facts.js';
import type { AccountSnapshot, StateReader } from '#engine/primitives/reader.js';

/** In wei: a payment that nobody has asked about. */
const MORE = 7n;
const OTHER_NONCE = 1_000n;
/** Of code that nobody has looked at, one byte long: it stops. */
const OTHER_CODE = Uint8Array.of(0);
const OTHER_CODE_HASH: Bytes32 =
  '0xbc36789e7a1e281436464229828f817d6612f7b477d66591ff96a9e064bcc98a';

/** Reads of such a state. */
export class OtherwiseReader implements StateReader {
  readonly #state: StateReader;
  readonly #facts = new Map<Address, Fact[]>();

  /** `reads` are what is the same in both states. */
  constructor(state: StateReader, reads: ReadSet) {
    this.#state = state;
    for (const fact of reads) {
      this.#facts.set(fact.address, [...(this.#facts.get(fact.address) ?? []), fact]);
    }
  }

  async account(address: Address): Promise<AccountSnapshot> {
    const snapshot = await this.#state.account(address);
    const facts = this.#facts.get(address) ?? [];
    if (facts.some(isDelicate)) return snapshot;
    const isKnown = (kind: Fact['kind']): boolean => facts.some((fact) => fact.kind === kind);
    return {
      ...snapshot,
      exists: true,
      nonce: isKnown('nonce') ? snapshot.nonce : snapshot.nonce + OTHER_NONCE,
      balance: isKnown('balance') ? snapshot.balance : snapshot.balance + MORE,
      codeHash: isKnown('code') ? snapshot.codeHash : OTHER_CODE_HASH,
      hasStorage: isKnown('has-storage') ? snapshot.hasStorage : !snapshot.hasStorage,
    };
  }

  async slot(address: Address, slot: Bytes32): Promise<bigint> {
    const value = await this.#state.slot(address, slot);
    const facts = this.#facts.get(address) ?? [];
    const isKnown = facts.some((fact) => fact.kind === 'storage' && fact.slot === slot);
    return isKnown ? value : value + 1n;
  }

  code(hash: Bytes32): Uint8Array | Promise<Uint8Array> {
    return hash === OTHER_CODE_HASH ? OTHER_CODE : this.#state.code(hash);
  }
}

/** Facts that more wei, a nonce or code could make false: then all of the account stays. */
function isDelicate(fact: Fact): boolean {
  switch (fact.kind) {
    case 'balance-at-least':
    case 'exists':
      return !fact.holds;
    case 'empty':
    case 'removable':
      return fact.holds;
    case 'balance':
    case 'nonce':
    case 'code':
    case 'storage':
    case 'has-storage':
      return false;
    default:
      return fact satisfies never;
  }
}
