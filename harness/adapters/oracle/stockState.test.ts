/**
 * Reading a trie back: every leaf, or an error.
 *
 * The stock walks would pass over both cases below in silence.
 */
import { MerklePatriciaTrie } from '@ethereumjs/mpt';
import { hexToBytes } from '@ethereumjs/util';
import { describe, expect, test } from 'vitest';
import { createStockCommon } from '#harness/adapters/oracle/stockChain.js';
import { dumpAlloc, leaves, loadAlloc } from '#harness/adapters/oracle/stockState.js';

async function keysOf(trie: MerklePatriciaTrie): Promise<string[]> {
  const keys: string[] = [];
  for await (const [key] of leaves(trie, trie.root())) keys.push(key);
  return keys.sort();
}

describe('the leaves of a trie', () => {
  test('are none in an empty one', async () => {
    expect(await keysOf(new MerklePatriciaTrie())).toEqual([]);
  });

  test('are found where they are short enough to lie in their parent', async () => {
    const trie = new MerklePatriciaTrie();
    const keys = ['0x0001', '0x0002', '0x1001', '0x1102'] as const;
    for (const key of keys) await trie.put(hexToBytes(key), new Uint8Array([7]));
    expect(await keysOf(trie)).toEqual([...keys]);
  });

  test('are an error where a node is missing', async () => {
    const trie = new MerklePatriciaTrie();
    await trie.put(hexToBytes('0x01'), new Uint8Array(40).fill(1));
    trie.root(new Uint8Array(32).fill(9));
    await expect(keysOf(trie)).rejects.toThrow('Missing node in DB');
  });
});

test('an account that nobody named is an error', async () => {
  const address = `0x${'11'.repeat(20)}` as const;
  const common = createStockCommon('Osaka', '0x1');
  const state = await loadAlloc({ [address]: { balance: '0x1' } }, common);
  const root = await state.manager.getStateRoot();
  await expect(dumpAlloc({ ...state, preimages: new Map() }, root)).rejects.toThrow(
    'the state has a leaf of unknown key',
  );
});

test('accounts that are empty, and slots that are zero, are what they are', async () => {
  const address = `0x${'11'.repeat(20)}` as const;
  const common = createStockCommon('Osaka', '0x1');
  const state = await loadAlloc(
    { [address]: { balance: '0x0', storage: { '0x1': '0x0' } } },
    common,
  );
  const root = await state.manager.getStateRoot();
  expect(await dumpAlloc(state, root)).toEqual({ [address]: { balance: '0x0' } });
});
