/** The view: its journal undoes every kind of change, its observations outlive reverts. */
import { beforeEach, describe, expect, it } from 'vitest';

import type { AccountView } from '#engine/evm/accountView.js';
import { RecordingView } from '#engine/evm/recordingView.js';
import type { StateReader } from '#engine/primitives/reader.js';
import { CommittedState } from '#engine/state/committedState.js';

const A = `0x${'aa'.repeat(20)}` as const;
const B = `0x${'bb'.repeat(20)}` as const;
const SLOT = `0x${'00'.repeat(31)}01` as const;
const state = new CommittedState({
  [A]: { balance: '0x5', nonce: '0x1', code: '0x6000', storage: { [SLOT]: '0x9' } },
});

let view: RecordingView;
let account: AccountView;

beforeEach(async () => {
  view = new RecordingView(state);
  account = await view.account(A);
});

const CHANGES: readonly [string, () => void][] = [
  [
    'a payment',
    () => {
      view.move(account, 3n);
    },
  ],
  [
    'a nonce',
    () => {
      view.setNonce(account, 8n);
    },
  ],
  [
    'code',
    () => {
      view.setCode(account, Uint8Array.of(7));
    },
  ],
  [
    'code taken away',
    () => {
      view.setCode(account, new Uint8Array(0));
    },
  ],
  [
    'a slot',
    () => {
      view.setSlot(account, SLOT, 2n);
    },
  ],
  [
    'a slot cleared',
    () => {
      view.setSlot(account, SLOT, 0n);
    },
  ],
  [
    'a creation',
    () => {
      view.create(account);
    },
  ],
];

describe('the journal', () => {
  it.each(CHANGES)('undoes %s', (_, change) => {
    view.checkpoint();
    change();
    expect(account.writes()).not.toEqual([]);
    view.revertCheckpoint();
    expect(account.writes()).toEqual([]);
  });

  it.each(CHANGES)('keeps %s of a frame that succeeds', (_, change) => {
    view.checkpoint();
    change();
    view.commitCheckpoint();
    expect(account.writes()).not.toEqual([]);
  });

  it.each(CHANGES)('undoes %s of an inner frame with the outer one', (_, change) => {
    view.checkpoint();
    view.checkpoint();
    change();
    view.commitCheckpoint();
    view.revertCheckpoint();
    expect(account.writes()).toEqual([]);
  });

  it('undoes the inner frame alone', () => {
    view.checkpoint();
    view.setSlot(account, SLOT, 2n);
    view.checkpoint();
    view.setSlot(account, SLOT, 3n);
    view.revertCheckpoint();
    view.commitCheckpoint();
    expect(view.slot(account, SLOT)).toBe(2n);
  });

  it('undoes several changes of one thing in the right order', () => {
    view.move(account, 1n);
    view.checkpoint();
    view.move(account, 10n);
    view.move(account, 100n);
    view.revertCheckpoint();
    expect(account.delta).toBe(1n);
  });

  it('that is left open at the end is a broken invariant', () => {
    view.checkpoint();
    expect(() => view.finish()).toThrow('every checkpoint is closed');
  });

  it('that was never opened cannot be closed', () => {
    expect(() => {
      view.commitCheckpoint();
    }).toThrow('only while one is open');
  });
});

describe('observations', () => {
  it('of a frame that reverts stay', async () => {
    view.checkpoint();
    account.readBalance();
    account.readNonce();
    await view.slot(account, SLOT);
    view.revertCheckpoint();
    expect(view.finish().reads.map(({ kind }) => kind)).toEqual(['balance', 'nonce', 'storage']);
  });

  it('are none for an account that was only named', async () => {
    await view.account(B);
    const touches = [A, B].map((address) => ({ address, slots: [] }));
    expect(view.finish()).toEqual({ reads: [], writes: [], touches });
  });

  it('leave a log of all that was come by, slots of reverted frames too', async () => {
    view.checkpoint();
    await view.slot(await view.account(A), SLOT);
    view.revertCheckpoint();
    expect(view.finish().touches).toEqual([{ address: A, slots: [SLOT] }]);
  });

  it('come sorted by account', async () => {
    (await view.account(B)).readNonce();
    account.readNonce();
    expect(view.finish().reads.map(({ address }) => address)).toEqual([A, B]);
  });

  it('of a slot are asked of the reader once', async () => {
    const questions: string[] = [];
    const reader: StateReader = {
      account: (address) => Promise.resolve(state.account(address)),
      code: (hash) => state.code(hash),
      slot: (address, slot) => {
        questions.push(slot);
        return Promise.resolve(state.slot(address, slot));
      },
    };
    const late = new RecordingView(reader);
    const same = await late.account(A);
    expect(await late.account(A)).toBe(same);
    expect([await late.slot(same, SLOT), await late.slot(same, SLOT)]).toEqual([9n, 9n]);
    expect(questions).toEqual([SLOT]);
  });
});

describe('a slot', () => {
  it('has its original value beside its current one (EIP-2200)', () => {
    view.setSlot(account, SLOT, 2n);
    expect(view.slot(account, SLOT)).toBe(2n);
    expect(view.originalSlot(account, SLOT)).toBe(9n);
  });

  it('of a created contract begins at zero and is no fact', () => {
    view.create(account);
    expect(view.slot(account, SLOT)).toBe(0n);
    expect(view.finish().reads).toEqual([]);
  });

  it('set to zero reads as zero', () => {
    view.setSlot(account, SLOT, 0n);
    expect(view.slot(account, SLOT)).toBe(0n);
  });
});

describe('touched accounts', () => {
  it('that are empty are removed, others are not', async () => {
    const sparse = new RecordingView(
      new CommittedState({ [A]: { balance: '0x0' }, [B]: { balance: '0x1' } }),
    );
    sparse.touch(A);
    sparse.touch(B);
    await sparse.removeTouchedEmpty();
    expect(sparse.finish().writes).toEqual([{ kind: 'lifecycle', address: A, event: 'destroyed' }]);
  });

  it('that became empty here are removed', async () => {
    const sparse = new RecordingView(new CommittedState({ [B]: { balance: '0x1' } }));
    sparse.move(await sparse.account(B), -1n);
    sparse.touch(B);
    await sparse.removeTouchedEmpty();
    expect(sparse.finish().writes).toEqual([{ kind: 'lifecycle', address: B, event: 'destroyed' }]);
  });
});
