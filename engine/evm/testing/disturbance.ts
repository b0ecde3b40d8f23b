/**
 * Disturbance: another state in which the same facts hold.
 *
 * Owns the question that makes a read set complete: if everything that a transaction did not record
 * is changed, does it still do the same? Whatever the facts of an account leave open may be
 * replaced: fields, slots, code, the account's existence. Accounts without facts are changed at
 * will.
 */
import type { Address, Alloc, AllocAccount, Bytes, Bytes32 } from '../../api/index.ts';
import { bigIntToHex, quantity } from '../../primitives/bytes.ts';
import type { Fact, ReadSet } from '../../primitives/facts.ts';
import { unreachable } from '../../primitives/invariant.ts';
import { CommittedState } from '../../state/committedState.ts';
import { EMPTY_CODE_HASH } from '../../primitives/emptyCode.ts';
import { type Draw, oneOf } from './draw.ts';

/** Accounts tried in the place of each; most break some fact. */
const TRIALS = 16;

/** Whether `fact` is true of `state`. */
export function holds(fact: Fact, state: CommittedState): boolean {
  const account = state.account(fact.address);
  const { nonce, balance, codeHash, exists } = account;
  const isEmpty = nonce === 0n && balance === 0n && codeHash === EMPTY_CODE_HASH;
  switch (fact.kind) {
    case 'balance':
      return balance === fact.value;
    case 'balance-at-least':
      return balance >= fact.amount === fact.holds;
    case 'nonce':
      return nonce === fact.value;
    case 'code':
      return codeHash === fact.hash;
    case 'storage':
      return state.slot(fact.address, fact.slot) === fact.value;
    case 'empty':
      return isEmpty === fact.holds;
    case 'exists':
      return exists === fact.holds;
    case 'has-storage':
      return account.hasStorage === fact.holds;
    case 'removable':
      return (exists && isEmpty) === fact.holds;
    default:
      return unreachable(fact);
  }
}

/** A state in which `facts` hold as they do in `alloc`, and little else is as it was. */
export function disturb(alloc: Alloc, facts: ReadSet, draw: Draw): Alloc {
  const known = new Map<Address, Known>();
  for (const [address, { storage }] of new CommittedState(alloc).accounts()) {
    known.set(address, { before: alloc[address], slots: [...storage.keys()], facts: [] });
  }
  for (const fact of facts) {
    const { address } = fact;
    const before = known.get(address) ?? { before: undefined, slots: [], facts: [] };
    known.set(address, { ...before, facts: [...before.facts, fact] });
  }
  const disturbed: Record<Address, AllocAccount> = {};
  for (const [address, one] of known) {
    const account = replace(address, one, draw);
    if (account !== undefined) {
      disturbed[address] = account;
    }
  }
  return disturbed;
}

interface Known {
  /** Undefined when the account is absent. */
  readonly before: AllocAccount | undefined;
  /** Slots that are not zero. */
  readonly slots: readonly Bytes32[];
  readonly facts: readonly Fact[];
}

/** An account, or none, of which the same is known and which differs in much of the rest. */
function replace(address: Address, known: Known, draw: Draw): AllocAccount | undefined {
  const trials = known.facts.length === 0 ? 1 : TRIALS;
  const tried = Array.from({ length: trials }, () => candidate(known, draw));
  const fitting = tried.filter((account) => {
    if (known.facts.length === 0) {
      return true;
    }
    const state = new CommittedState(account === undefined ? {} : { [address]: account });
    return known.facts.every((fact) => holds(fact, state));
  });
  // What is known was seen of the account itself, so that it always fits.
  const farthest = [known.before, ...fitting]
    .map((account) => ({ account, distance: distance(account, known.before) }))
    .sort((a, b) => b.distance - a.distance);
  return farthest[0]?.account;
}

/** Any account, or none. */
function candidate(known: Known, draw: Draw): AllocAccount | undefined {
  return draw(12) === 0
    ? undefined
    : {
        nonce: quantity(oneOf(draw, nonces(known))),
        balance: quantity(oneOf(draw, balances(known))),
        code: oneOf(draw, codes(known)),
        storage: oneOf(draw, storages(known)),
      };
}

/** Fields that a fact pins offer nothing but themselves: what is left to try stays small. */
function isPinned({ facts }: Known, kind: Fact['kind']): boolean {
  return facts.some((fact) => fact.kind === kind);
}

function nonces(known: Known): readonly bigint[] {
  const nonce = BigInt(known.before?.nonce ?? '0x0');
  return isPinned(known, 'nonce') ? [nonce] : [...new Set([nonce, 0n, nonce + 3n, 2n ** 64n - 2n])];
}

/** The balance, its neighbours, the edges of what is known, and more than anyone has. */
function balances(known: Known): readonly bigint[] {
  const balance = BigInt(known.before?.balance ?? '0x0');
  if (isPinned(known, 'balance')) {
    return [balance];
  }
  const edges = known.facts.flatMap((fact) =>
    fact.kind === 'balance-at-least' ? [fact.amount, fact.amount - 1n] : [],
  );
  const wanted = [balance, 0n, balance + 1n, 2n ** 120n, ...edges];
  return [...new Set(wanted)].filter((wei) => wei >= 0n);
}

/** The code, none, a store in slot 0, a delegation to an account that is not there. */
function codes(known: Known): readonly Bytes[] {
  const code = known.before?.code ?? '0x';
  const others: readonly Bytes[] = ['0x', '0x60075f5500', `0xef0100${'5a'.repeat(20)}`];
  return isPinned(known, 'code') ? [code] : [...new Set([code, ...others])];
}

/** Slots in facts as they are; all others gone, or changed and joined by new ones. */
function storages({ before, slots, facts }: Known): readonly Readonly<Record<Bytes32, Bytes32>>[] {
  const pinned: Record<Bytes32, Bytes32> = {};
  for (const fact of facts) {
    if (fact.kind === 'storage') {
      pinned[fact.slot] = bigIntToHex(fact.value, 32);
    }
  }
  const changed: Record<Bytes32, Bytes32> = {};
  for (let slot = 0n; slot < 6n; slot += 1n) {
    changed[bigIntToHex(slot, 32)] = bigIntToHex(0x5eedn + slot, 32);
  }
  for (const slot of slots) {
    changed[slot] = bigIntToHex(0x5eedn, 32);
  }
  return [{ ...changed, ...pinned }, pinned, before?.storage ?? {}];
}

/** In how many fields two accounts differ. */
function distance(a: AllocAccount | undefined, b: AllocAccount | undefined): number {
  if (a === undefined || b === undefined) {
    return a === b ? 0 : 4;
  }
  return [
    BigInt(a.nonce ?? '0x0') !== BigInt(b.nonce ?? '0x0'),
    BigInt(a.balance) !== BigInt(b.balance),
    (a.code ?? '0x') !== (b.code ?? '0x'),
    JSON.stringify(a.storage ?? {}) !== JSON.stringify(b.storage ?? {}),
  ].filter(Boolean).length;
}
