/**
 * The fields of two post-states: every account, every field, every slot that either side has.
 *
 * Owns the walk in both directions, so that an account or slot too many is found as surely as one
 * too few. An account that exists and is empty is not the same as none: the state root differs.
 */
import type { Alloc, AllocAccount } from '#engine/api/index.js';
import {
  canonicalBytes,
  canonicalMap,
  canonicalQuantity,
  canonicalSlot,
  unionOfKeys,
} from './canonical.ts';
import { type Field, sayQuantity } from './field.ts';

const EXISTS = 'existing';
const ABSENT = 'absent';

/** All fields of two post-states. */
export function* postStateFields(expected: Alloc, actual: Alloc): Generator<Field> {
  const left = canonicalMap(expected, canonicalBytes);
  const right = canonicalMap(actual, canonicalBytes);
  yield {
    path: 'postState',
    subject: 'post-state: the number of accounts spelled twice',
    expected: String(left.repeated),
    actual: String(right.repeated),
  };
  for (const address of unionOfKeys(left.entries, right.entries)) {
    const before = left.entries.get(address);
    const after = right.entries.get(address);
    yield {
      path: `postState.${address}`,
      subject: `post-state: account ${address}`,
      expected: before === undefined ? ABSENT : EXISTS,
      actual: after === undefined ? ABSENT : EXISTS,
    };
    if (before !== undefined && after !== undefined) {
      yield* accountFields(address, before, after);
    }
  }
}

function* accountFields(
  address: string,
  expected: AllocAccount,
  actual: AllocAccount,
): Generator<Field> {
  const path = `postState.${address}`;
  const subject = `post-state: account ${address}:`;
  for (const name of ['balance', 'nonce'] as const) {
    yield {
      path: `${path}.${name}`,
      subject: `${subject} ${name}`,
      expected: canonicalQuantity(expected[name]),
      actual: canonicalQuantity(actual[name]),
      say: sayQuantity,
    };
  }
  yield {
    path: `${path}.code`,
    subject: `${subject} code`,
    expected: canonicalBytes(expected.code),
    actual: canonicalBytes(actual.code),
  };
  yield* storageFields(path, subject, { expected, actual });
}

function* storageFields(
  path: string,
  subject: string,
  account: { readonly expected: AllocAccount; readonly actual: AllocAccount },
): Generator<Field> {
  const left = canonicalMap(account.expected.storage, canonicalSlot);
  const right = canonicalMap(account.actual.storage, canonicalSlot);
  yield {
    path: `${path}.storage`,
    subject: `${subject} the number of slots spelled twice`,
    expected: String(left.repeated),
    actual: String(right.repeated),
  };
  for (const slot of unionOfKeys(left.entries, right.entries)) {
    yield {
      path: `${path}.storage.${slot}`,
      subject: `${subject} slot ${canonicalQuantity(slot)}`,
      // A slot that is absent holds zero.
      expected: canonicalQuantity(left.entries.get(slot)),
      actual: canonicalQuantity(right.entries.get(slot)),
    };
  }
}
