/**
 * Roots of tries against `@ethereumjs/mpt`, which builds every node and shares no code with ours.
 */
import { MerklePatriciaTrie } from '@ethereumjs/mpt';
import { RLP } from '@ethereumjs/rlp';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bytesToHex } from '#engine/primitives/bytes.js';
import { keccak256 } from '#engine/state/keccak.js';
import { EMPTY_TRIE_ROOT, type Leaf, trieRoot } from '#engine/state/trie.js';

async function stockRoot(leaves: readonly Leaf[]): Promise<string> {
  const trie = new MerklePatriciaTrie();
  for (const { key, value } of leaves) {
    await trie.put(key, value);
  }
  return bytesToHex(trie.root());
}

async function expectStockRoot(leaves: readonly Leaf[]): Promise<void> {
  expect(bytesToHex(trieRoot(leaves))).toBe(await stockRoot(leaves));
}

/** Keys of one length, so that none begins another; few symbols, so that many begin alike. */
function leavesOf(keyLength: number, valueMax: number): fc.Arbitrary<Leaf[]> {
  const symbol = fc.constantFrom(0x00, 0x01, 0x10, 0x11, 0xff);
  const key = fc.array(symbol, { minLength: keyLength, maxLength: keyLength });
  const value = fc.uint8Array({ minLength: 1, maxLength: valueMax });
  return fc
    .uniqueArray(fc.tuple(key, value), { maxLength: 40, selector: ([bytes]) => bytes.join() })
    .map((pairs) =>
      pairs.map(([bytes, content]) => ({ key: Uint8Array.from(bytes), value: content })),
    );
}

describe('the root of a trie', () => {
  it('without leaves is the known constant', () => {
    expect(bytesToHex(trieRoot([]))).toBe(bytesToHex(EMPTY_TRIE_ROOT));
    expect(bytesToHex(EMPTY_TRIE_ROOT)).toBe(
      '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
    );
  });

  it('with one leaf equals stock', async () => {
    await expectStockRoot([{ key: Uint8Array.of(0x12, 0x34), value: Uint8Array.of(1) }]);
  });

  it('with two leaves that part at the first nibble equals stock', async () => {
    await expectStockRoot([
      { key: Uint8Array.of(0x12), value: Uint8Array.of(1) },
      { key: Uint8Array.of(0x22), value: Uint8Array.of(2) },
    ]);
  });

  it('with two leaves that part at the last nibble equals stock', async () => {
    await expectStockRoot([
      { key: Uint8Array.of(0x12, 0x34), value: new Uint8Array(40).fill(1) },
      { key: Uint8Array.of(0x12, 0x35), value: new Uint8Array(40).fill(2) },
    ]);
  });

  it.each([30, 31, 32, 33])(
    'with nodes of about %i bytes, inline or hashed, equals stock',
    async (size) => {
      for (let length = size - 12; length < size + 4; length += 1) {
        await expectStockRoot([
          { key: Uint8Array.of(0xaa, 0x11), value: new Uint8Array(length).fill(7) },
          { key: Uint8Array.of(0xaa, 0x12), value: Uint8Array.of(8) },
          { key: Uint8Array.of(0xab, 0x12), value: Uint8Array.of(9) },
        ]);
      }
    },
  );

  it.each([2, 4, 32])('of random leaves with keys of %i bytes equals stock', async (length) => {
    await fc.assert(fc.asyncProperty(leavesOf(length, 40), expectStockRoot), {
      numRuns: 60,
      seed: 1,
    });
  });

  it('of short values, whose nodes stay inline, equals stock', async () => {
    await fc.assert(fc.asyncProperty(leavesOf(3, 2), expectStockRoot), { numRuns: 60, seed: 1 });
  });

  it('over the encoded indexes of lists of up to 300 entries equals stock', async () => {
    const trie = new MerklePatriciaTrie();
    const leaves: Leaf[] = [];
    const roots: [string, string][] = [];
    for (let index = 0; index <= 300; index += 1) {
      const leaf = { key: RLP.encode(index), value: keccak256(Uint8Array.of(index & 0xff)) };
      leaves.push(leaf);
      await trie.put(leaf.key, leaf.value);
      roots.push([bytesToHex(trieRoot(leaves)), bytesToHex(trie.root())]);
    }
    expect(roots.map(([ours]) => ours)).toEqual(roots.map(([, stock]) => stock));
  });

  it('does not depend on the order in which leaves are given', () => {
    fc.assert(
      fc.property(leavesOf(4, 40), (leaves) => {
        expect(trieRoot([...leaves].reverse())).toEqual(trieRoot(leaves));
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it('leaves the given list as it was', () => {
    const leaves = [2, 1].map((byte) => ({ key: Uint8Array.of(byte), value: Uint8Array.of(byte) }));
    trieRoot(leaves);
    expect(leaves.map(({ key }) => key[0])).toEqual([2, 1]);
  });
});
