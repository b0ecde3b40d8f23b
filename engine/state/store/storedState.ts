/**
 * What the store keeps of a state, and under which names.
 *
 * Owns keys and values as text: an account under its address, a slot under both names. Slots that
 * are zero and accounts that do not exist are not there.
 */
import type { Address, Bytes32 } from '../../api/index.ts';
import { EMPTY_CODE_HASH } from '../../primitives/emptyCode.ts';
import { invariant } from '../../primitives/invariant.ts';
import { type AccountSnapshot, RICH_FROM } from '../../primitives/reader.ts';

/** Something that is read at once: an account, or a slot of one. */
export interface StatePlace {
  readonly address: Address;
  /** `null` for the account itself. */
  readonly slot: Bytes32 | null;
}

const HEX = 16;

/** What stands for an account that does not exist. */
export const ABSENT_ACCOUNT: AccountSnapshot = {
  exists: false,
  nonce: 0n,
  balance: 0n,
  codeHash: EMPTY_CODE_HASH,
  hasStorage: false,
  isRich: false,
};

/** The name of a place. */
export function keyOf({ address, slot }: StatePlace): string {
  return slot === null ? address : address + slot;
}

/** An account that exists. */
export function accountText(account: Omit<AccountSnapshot, 'exists' | 'isRich'>): string {
  const { nonce, balance, codeHash, hasStorage } = account;
  return `${nonce.toString(HEX)} ${balance.toString(HEX)} ${codeHash} ${hasStorage ? '1' : '0'}`;
}

/** The account behind a text, or the absent one. */
export function accountOf(text: string | undefined): AccountSnapshot {
  if (text === undefined) return ABSENT_ACCOUNT;
  const [nonce, wei, codeHash, hasStorage] = text.split(' ');
  invariant(codeHash?.startsWith('0x') === true, 'the store holds what was put into it', { text });
  const balance = BigInt(`0x${wei ?? ''}`);
  return {
    exists: true,
    nonce: BigInt(`0x${nonce ?? ''}`),
    balance,
    codeHash: `0x${codeHash.slice(2)}`,
    hasStorage: hasStorage === '1',
    isRich: balance >= RICH_FROM,
  };
}

/** A slot that is not zero. */
export function slotText(value: bigint): string {
  return value.toString(HEX);
}

/** The value behind a text, or zero. */
export function slotValue(text: string | undefined): bigint {
  return text === undefined ? 0n : BigInt(`0x${text}`);
}
