import { expect, test } from 'vitest';
import { accessListHints } from '#engine/hints/accessList.js';
import { blockAccessListHints, unattributedReads } from '#engine/hints/blockAccessList.js';
import { envelopeHints } from '#engine/hints/envelope.js';
import { type Hint, placeKey } from '#engine/hints/hint.js';
import { playScene } from '#engine/hints/testing/hintScene.js';
import { addressNamed } from '#generators/build/address.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { word } from '#generators/build/hex.js';
import { buildWorkload } from '#generators/workloads/index.js';

const [A, B] = [addressNamed('A'), addressNamed('B')];

const short = ({ place, access, isDelta }: Hint): string =>
  `${placeKey(place)} ${isDelta ? 'delta' : access}`;

test('an access list says where, not that anything is written', async () => {
  const chain = new ChainBuilder('Osaka');
  const accessList = [{ address: A, storageKeys: [word(7)] }];
  const block = chain.block([chain.anyone({ to: B, gas: 100_000n, accessList })]);
  const { transactions } = await playScene(block, chain.preState);
  const [declared] = transactions.map(({ transaction }) => accessListHints(transaction));
  expect(declared?.map(short)).toEqual([`${A} code read`, `${A} storage ${word(7)} read`]);
  expect(declared?.every(({ grade }) => grade === 'exact')).toBe(true);
});

test('the list of a block says who changed what, and what was only read', () => {
  const list = [
    {
      address: A,
      storageChanges: [
        { slot: word(1), changes: [{ accessIndex: 0, value: word(5) }] },
        { slot: word(2), changes: [{ accessIndex: 1, value: word(6) }] },
      ],
      storageReads: [word(3)],
      balanceChanges: [{ accessIndex: 2, value: '0x5' as const }],
      nonceChanges: [{ accessIndex: 1, value: '0x1' as const }],
      codeChanges: [{ accessIndex: 1, value: '0x00' as const }],
    },
  ];
  expect(blockAccessListHints(list, 0).map(short)).toEqual([
    `${A} code read-write`,
    `${A} nonce read-write`,
    `${A} storage ${word(2)} read-write`,
  ]);
  expect(blockAccessListHints(list, 1).map(short)).toEqual([`${A} balance delta`]);
  expect(blockAccessListHints(list, 2)).toEqual([]);
  expect(unattributedReads(list).map(placeKey)).toEqual([`${A} storage ${word(3)}`]);
});

test('the envelope is all there is to a payment', async () => {
  const { block, preState } = buildWorkload('transfers', {
    transactions: 3,
    seed: 1,
    fork: 'Osaka',
  });
  const { stage, transactions } = await playScene(block, preState);
  for (const { transaction, truth } of transactions) {
    expect(envelopeHints(transaction, stage.block).map(short)).toEqual(truth.map(short));
  }
});
