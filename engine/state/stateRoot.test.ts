/** State roots against `MerkleStateManager` of ethereumjs, on random states. */
import { MerkleStateManager } from '@ethereumjs/statemanager';
import { createAccount, createAddressFromString, hexToBytes } from '@ethereumjs/util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Alloc, AllocAccount, Bytes32 } from '#engine/api/index.js';
import { bigIntToBytes, bigIntToHex, bytesToHex, quantity } from '#engine/primitives/bytes.js';
import { CommittedState } from '#engine/state/committedState.js';
import { stateRoot } from '#engine/state/stateRoot.js';

async function stockRoot(alloc: Alloc): Promise<string> {
  const manager = new MerkleStateManager();
  for (const [key, { balance, nonce = '0x0', code = '0x', storage = {} }] of Object.entries(
    alloc,
  )) {
    const address = createAddressFromString(key);
    const fields = { balance: BigInt(balance), nonce: BigInt(nonce) };
    await manager.putAccount(address, createAccount(fields));
    if (code !== '0x') {
      await manager.putCode(address, hexToBytes(code));
    }
    for (const [slot, value] of Object.entries(storage)) {
      if (BigInt(value) !== 0n) {
        await manager.putStorage(
          address,
          hexToBytes(`0x${slot.slice(2)}`),
          bigIntToBytes(BigInt(value)),
        );
      }
    }
  }
  await manager.flush();
  return bytesToHex(await manager.getStateRoot());
}

/** The later of two values of one slot counts. */
function storageOf(slots: readonly [bigint, bigint][]): Record<Bytes32, Bytes32> {
  const storage: Record<Bytes32, Bytes32> = {};
  for (const [slot, value] of slots) {
    storage[bigIntToHex(slot, 32)] = bigIntToHex(value, 32);
  }
  return storage;
}

const word = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
const smallWord = fc.oneof(fc.bigInt({ min: 0n, max: 3n }), word);
const account: fc.Arbitrary<AllocAccount> = fc.record({
  balance: smallWord.map(quantity),
  nonce: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(quantity),
  code: fc.uint8Array({ maxLength: 40 }).map(bytesToHex),
  storage: fc.array(fc.tuple(smallWord, smallWord), { maxLength: 12 }).map(storageOf),
});
const alloc: fc.Arbitrary<Alloc> = fc
  .array(fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 160n - 1n }), account), { maxLength: 12 })
  .map((pairs) => Object.fromEntries(pairs.map(([n, content]) => [bigIntToHex(n, 20), content])));

describe('the state root', () => {
  it('of random states equals stock', async () => {
    await fc.assert(
      fc.asyncProperty(alloc, async (state) => {
        expect(stateRoot(new CommittedState(state))).toBe(await stockRoot(state));
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('of the state without accounts is that of the empty trie', () => {
    expect(stateRoot(new CommittedState({}))).toBe(
      '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
    );
  });

  it('commits to an account that exists although it is empty', () => {
    const empty = new CommittedState({ '0x11': { balance: '0x0' } });
    expect(stateRoot(empty)).not.toBe(stateRoot(new CommittedState({})));
  });

  it('does not see slots that hold zero', () => {
    const address = `0x${'11'.repeat(20)}` as const;
    const slot = `0x${'22'.repeat(32)}` as const;
    const zero = new CommittedState({ [address]: { balance: '0x1', storage: { [slot]: '0x0' } } });
    expect(stateRoot(zero)).toBe(stateRoot(new CommittedState({ [address]: { balance: '0x1' } })));
  });
});
