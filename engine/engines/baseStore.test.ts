/**
 * State on disk from block to block, where putting it there fails.
 */
import { afterAll, describe, expect, test } from 'vitest';

import type { Alloc, Quantity } from '#engine/api/index.js';
import { BaseStore } from '#engine/engines/baseStore.js';
import { CommittedState } from '#engine/state/committedState.js';

const ACCOUNT = `0x${'a1'.repeat(20)}` as const;

/** A state that ends in the middle of being read. */
class BrokenState extends CommittedState {
  override *accounts(): ReturnType<CommittedState['accounts']> {
    yield* super.accounts();
    throw new Error('this state has an end that nobody sees');
  }
}

function alloc(balance: Quantity): Alloc {
  return { [ACCOUNT]: { nonce: '0x1', balance, code: '0x', storage: {} } };
}

describe('a state that cannot be put into the store', () => {
  const store = new BaseStore({ cacheEntries: 64, preload: false });
  afterAll(() => store.close());

  test('leaves nothing behind that a later block sees', async () => {
    const first = store.base(store.begin(new CommittedState(alloc('0x5'))));
    expect(first.account(ACCOUNT).balance).toBe(5n);
    await store.end(false);
    expect(() => store.begin(new BrokenState(alloc('0x7')))).toThrow('nobody sees');
    const later = store.base(store.begin(new CommittedState(alloc('0x7'))));
    expect(later.account(ACCOUNT).balance).toBe(7n);
    const again = store.base(store.begin(new CommittedState(alloc('0x5'))));
    expect(again.account(ACCOUNT).balance).toBe(5n);
  });
});
