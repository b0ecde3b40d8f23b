/**
 * A state as go-ethereum takes it.
 *
 * Owns its freedoms: numbers in decimal, addresses and storage without `0x`, fields that mean
 * nothing. Checks nothing that `harness/input` checks.
 */
import { readObject } from '../input/fields.ts';
import { prefixed, saidFields } from './dialectFields.ts';
import { readNumber } from './normalizeEnv.ts';

/** The state in our spelling; nothing is an empty one. Throws `Refusal`. */
export function readAllocDialect(value: unknown): object {
  if (value === null) return {};
  const accounts = Object.entries(readObject(value, 'alloc'));
  return Object.fromEntries(
    accounts.map(([address, account]) => [
      prefixed(address),
      readAccount(account, `alloc.${address}`),
    ]),
  );
}

function readAccount(value: unknown, place: string): object {
  const { balance, nonce, code, storage } = saidFields(readObject(value, place));
  return {
    ...(balance !== undefined && { balance: readNumber(balance, `${place}.balance`) }),
    ...(nonce !== undefined && { nonce: readNumber(nonce, `${place}.nonce`) }),
    ...(code !== undefined && { code }),
    ...(storage !== undefined && { storage: readStorage(storage, `${place}.storage`) }),
  };
}

function readStorage(value: unknown, place: string): object {
  const slots = Object.entries(readObject(value, place));
  return Object.fromEntries(slots.map(([slot, word]) => [prefixed(slot), prefixed(word)]));
}
