/**
 * Reads a state as t8n writes it in `alloc.json`.
 *
 * Owns the shape of accounts. Does not know forks: which accounts may exist is not a question of
 * form.
 */
import type { Alloc, AllocAccount, Bytes32 } from '#engine/api/index.js';
import { fieldsOf, type Reader, recordOf } from './fields.ts';
import { address, bytes, quantity, storageWord } from './hexadecimal.ts';

const ACCOUNT_COUNT_MAX = 1 << 22;
const SLOT_COUNT_MAX = 1 << 22;
// EIP-170 limits deployed code to 24,576 bytes; a pre-state may hold more by decree.
const CODE_BYTES_MAX = 1 << 22;
const ZERO_WORD = `0x${'0'.repeat(64)}`;

/** Reads a whole state. Throws `Refusal`. */
export const readAlloc: Reader<Alloc> = (value, place) =>
  recordOf(address, readAccount, ACCOUNT_COUNT_MAX)(value, place);

const readAccount: Reader<AllocAccount> = (value, place) => {
  const from = fieldsOf(value, place, {
    known: ['balance', 'nonce', 'code', 'storage'],
    ignored: ['secretKey'],
  });
  return {
    balance: from.required('balance', quantity(256)),
    ...from.optional('nonce', quantity(64)),
    ...from.optional('code', bytes(CODE_BYTES_MAX)),
    ...from.optional('storage', readStorage),
  };
};

/** A slot set to zero is a slot that is not there. */
const readStorage: Reader<Readonly<Record<Bytes32, Bytes32>>> = (value, place) => {
  const storage = recordOf(storageWord, storageWord, SLOT_COUNT_MAX)(value, place);
  return Object.fromEntries(Object.entries(storage).filter(([, word]) => word !== ZERO_WORD));
};
