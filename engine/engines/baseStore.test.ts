/**
 * State on disk from block to block, where putting it there fails.
 */
import { afterAll, describe, expect, test } from 'vitest';

import { BaseStore } from '#engine/engines/baseStore.js';
import { CommittedState } from '#engine/state/committedState.js';

const ACCOUNT = `0x${'a1'.repeat(20)}` as const;
const OTHER = `0x${'a2'.repeat(20)}` as const;

/** A state that ends in the middle of being read. */
class BrokenState extends CommittedState {
  override *accounts(): ReturnType<CommittedState['accounts']> {
    yield* super.accounts();
    throw new Error('this state has an end that nobody sees');
  }
}

function alloc(wei: string): ConstructorParameters<typeof CommittedState>[0] {
  const account = { nonce: '0x1', balance: wei, code: '0x', storage: {} } as const;
  return {
    [ACCOUNT]: { ...account, balance: `0x${wei}` },
    [OTHER]: { ...account, balance: '0x1' },
  };
}

describe('a state that cannot be put into the store', () => {
  const store = new BaseStore({ cacheEntries: 64, preload: false });
  afterAll(() => store.close());

  test('leaves nothing behind that a later block sees', async () => {
    const first = store.base(store.begin(new CommittedState(alloc('5'))));
    expect(first.account(ACCOUNT).balance).toBe(5n);
    await store.end(false);
    expect(() => store.begin(new BrokenState(alloc('7')))).toThrow('nobody sees');
    const later = store.base(store.begin(new CommittedState(alloc('7'))));
    expect(later.account(ACCOUNT).balance).toBe(7n);
    const again = store.base(store.begin(new CommittedState(alloc('5'))));
    expect(again.account(ACCOUNT).balance).toBe(5n);
  });
});
