/** Receipts: bloom and root against ethereumjs, cumulative gas, and the edge form. */
import { MerklePatriciaTrie } from '@ethereumjs/mpt';
import { RLP } from '@ethereumjs/rlp';
import { Bloom, encodeReceipt } from '@ethereumjs/vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { EmittedLog } from '#engine/evm/core.js';
import { decodeTransaction } from '#engine/evm/decodedTransaction.js';
import { type CommittedTransaction, receiptsOf } from '#engine/evm/receipts.js';
import { bytesToHex, quantity } from '#engine/primitives/bytes.js';
import { addressNamed } from '#generators/build/address.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { NO_MESSAGE } from '#engine/evm/testing/messageEnd.js';

const chain = new ChainBuilder('Osaka');
const TRANSACTIONS = (['0x0', '0x1', '0x2', '0x3', '0x4'] as const).map((type) =>
  decodeTransaction(chain.anyone({ type, to: addressNamed('A'), gas: 21_000n })),
);

const bytesOf = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });
const log: fc.Arbitrary<EmittedLog> = fc.record({
  address: bytesOf(20),
  topics: fc.array(bytesOf(32), { maxLength: 4 }),
  data: fc.uint8Array({ maxLength: 40 }),
});
const committed: fc.Arbitrary<CommittedTransaction[]> = fc
  .array(
    fc.record({
      transaction: fc.constantFrom(...TRANSACTIONS),
      isSuccess: fc.boolean(),
      gasUsed: fc.bigInt({ min: 0n, max: 2n ** 40n }),
      logs: fc.array(log, { maxLength: 3 }),
    }),
    { maxLength: 12 },
  )
  .map((entries) =>
    entries.map(({ transaction, ...outcome }, at) => ({
      index: 2 * at,
      transaction,
      outcome: { kind: 'executed', contractAddress: null, message: NO_MESSAGE, ...outcome },
    })),
  );

/** The type as stock code spells it. */
function typeOf({ type }: CommittedTransaction['transaction']): 0 | 1 | 2 | 3 | 4 {
  const known = ([0, 1, 2, 3, 4] as const).find((one) => one === type);
  if (known === undefined) {
    throw new RangeError(`no transaction type: ${type}`);
  }
  return known;
}

describe('the receipts of a block', () => {
  it('have the root and the blooms of stock', async () => {
    const property = fc.asyncProperty(committed, async (entries) => {
      const ours = receiptsOf(entries);
      const trie = new MerklePatriciaTrie();
      const blockBloom = new Bloom();
      let cumulativeBlockGasUsed = 0n;
      for (const [at, { transaction, outcome }] of entries.entries()) {
        cumulativeBlockGasUsed += outcome.gasUsed;
        const bloom = new Bloom();
        for (const { address, topics } of outcome.logs) {
          [address, ...topics].forEach((element) => {
            bloom.add(element);
          });
        }
        blockBloom.or(bloom);
        const receipt = {
          status: outcome.isSuccess ? (1 as const) : (0 as const),
          cumulativeBlockGasUsed,
          bitvector: bloom.bitvector,
          logs: outcome.logs.map((one): [Uint8Array, Uint8Array[], Uint8Array] => [
            one.address,
            [...one.topics],
            one.data,
          ]),
        };
        await trie.put(RLP.encode(at), encodeReceipt(receipt, typeOf(transaction)));
        expect(ours.receipts[at]?.logsBloom).toBe(bytesToHex(bloom.bitvector));
      }
      expect(ours.receiptsRoot).toBe(bytesToHex(trie.root()));
      expect(ours.logsBloom).toBe(bytesToHex(blockBloom.bitvector));
    });
    await fc.assert(property, { numRuns: 30, seed: 1 });
  });

  it('keep the index as given and count gas over those that are there', () => {
    const outcome = {
      kind: 'executed',
      isSuccess: true,
      logs: [],
      contractAddress: null,
      message: NO_MESSAGE,
    } as const;
    const entries = TRANSACTIONS.slice(0, 2).map((transaction, at) => ({
      index: 5 * at,
      transaction,
      outcome: { ...outcome, gasUsed: 10n + BigInt(at) },
    }));
    expect(receiptsOf(entries).receipts).toMatchObject([
      { type: '0x0', transactionIndex: 0, gasUsed: '0xa', cumulativeGasUsed: '0xa', status: '0x1' },
      { type: '0x1', transactionIndex: 5, gasUsed: '0xb', cumulativeGasUsed: quantity(21) },
    ]);
  });

  it('of no transaction have the empty root', () => {
    const { receiptsRoot, logsBloom, receipts } = receiptsOf([]);
    expect(receipts).toEqual([]);
    expect(logsBloom).toBe(`0x${'00'.repeat(256)}`);
    expect(receiptsRoot).toBe('0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421');
  });
});
