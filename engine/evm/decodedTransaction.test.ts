/** Hashes and senders against `@ethereumjs/tx`, for all five types, and what has no sender. */
import { Common, Hardfork, Mainnet } from '@ethereumjs/common';
import { createTxFromRLP } from '@ethereumjs/tx';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Transaction } from '#engine/api/index.js';
import { LAZY_KZG } from '#engine/evm/kzg.js';
import { bytesToHex, quantity } from '#engine/primitives/bytes.js';
import { decodeTransaction } from '#engine/evm/decodedTransaction.js';
import { addressNamed } from '#generators/build/address.js';
import { ChainBuilder, type TransactionRequest } from '#generators/build/chain.js';
import { encodeTransaction } from '#generators/build/envelope.js';
import { word } from '#generators/build/hex.js';
import { withHighS } from '#generators/build/sign.js';
import { SECP256K1_N, signer } from '#generators/build/signer.js';

const TYPES = ['0x0', '0x1', '0x2', '0x3', '0x4'] as const;
const A = addressNamed('A');
const chain = new ChainBuilder('Osaka');
const sender = signer(7);

function sign(request: Partial<TransactionRequest> = {}): Transaction {
  return chain.transaction(sender, { to: A, gas: 21_000n, nonce: 0n, ...request });
}

/** Hash and sender as stock code finds them in the bytes of the envelope. */
function stockView(transaction: Transaction): { hash: string; sender: string } {
  const common = new Common({
    chain: Mainnet,
    hardfork: Hardfork.Osaka,
    customCrypto: { kzg: LAZY_KZG },
  });
  const stock = createTxFromRLP(encodeTransaction(transaction), { common });
  return { hash: bytesToHex(stock.hash()), sender: stock.getSenderAddress().toString() };
}

const amount = fc.bigInt({ min: 0n, max: 2n ** 100n });
const request: fc.Arbitrary<Partial<TransactionRequest>> = fc.record({
  type: fc.constantFrom(...TYPES),
  nonce: fc.oneof(fc.bigInt({ min: 0n, max: 300n }), fc.constant(2n ** 64n - 2n)),
  gas: fc.bigInt({ min: 0n, max: 2n ** 24n }),
  value: amount,
  input: fc.uint8Array({ maxLength: 70 }).map(bytesToHex),
  gasPrice: amount,
  maxFeePerGas: fc.constant(2n ** 100n),
  maxPriorityFeePerGas: amount,
  accessList: fc.array(
    fc.record({
      address: fc.constant(A),
      storageKeys: fc.array(amount.map(word), { maxLength: 3 }),
    }),
    { maxLength: 2 },
  ),
  blobVersionedHashes: fc.array(fc.constant(`0x01${'ab'.repeat(31)}` as const), {
    minLength: 1,
    maxLength: 2,
  }),
  authorizationList: fc.constant([chain.authorize(signer(8), { address: A, nonce: 1n })]),
  replayProtected: fc.boolean(),
});

describe('a signed transaction', () => {
  it('of any type has the hash and the sender that stock finds', () => {
    fc.assert(
      fc.property(request, (fields) => {
        const transaction = sign(fields);
        const { hash, sender: from } = decodeTransaction(transaction);
        expect({ hash, sender: from }).toEqual(stockView(transaction));
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it.each(['0x0', '0x1', '0x2'] as const)('of type %s that creates has them too', (type) => {
    const transaction = sign({ type, to: null, input: '0x00' });
    const { hash, sender: from, to } = decodeTransaction(transaction);
    expect({ hash, sender: from }).toEqual(stockView(transaction));
    expect(to).toBeNull();
  });

  it('shows its numbers', () => {
    const fields = {
      type: '0x2',
      nonce: 3n,
      value: 4n,
      maxFeePerGas: 9n,
      maxPriorityFeePerGas: 2n,
    } as const;
    expect(decodeTransaction(sign(fields))).toMatchObject({
      type: 2,
      chainId: 1n,
      nonce: 3n,
      gas: 21_000n,
      to: A,
      value: 4n,
      fee: { maxFee: 9n, maxPriorityFee: 2n },
    });
  });

  it('without an EIP-1559 fee offers its price as both', () => {
    const { fee } = decodeTransaction(sign({ type: '0x1', gasPrice: 5n }));
    expect(fee).toEqual({ maxFee: 5n, maxPriorityFee: 5n });
  });

  it('is read the same from padded and upper-case hex', () => {
    const transaction = sign({ type: '0x2', value: 0xabn });
    const odd: Transaction = {
      ...transaction,
      value: '0x00AB',
      nonce: '0x00',
      to: `0x${A.slice(2).toUpperCase()}`,
    };
    expect(decodeTransaction(odd)).toEqual(decodeTransaction(transaction));
  });
});

describe('a legacy transaction', () => {
  it('without replay protection is bound to no chain', () => {
    const decoded = decodeTransaction(sign({ type: '0x0', replayProtected: false }));
    expect(decoded).toMatchObject({ chainId: null, sender: sender.address });
  });

  it.each([0n, 1n, 2n ** 53n + 1n, 2n ** 64n, 2n ** 200n])('is bound to chain %s by v', (id) => {
    const decoded = decodeTransaction(sign({ type: '0x0', chainId: quantity(id) }));
    expect(decoded).toMatchObject({ chainId: id, sender: sender.address });
  });

  it.each(['0x0', '0x1', '0x1a', '0x1d', '0x22'] as const)('with v %s has no sender', (v) => {
    const transaction: Transaction = { ...sign({ type: '0x0', replayProtected: false }), v };
    expect(decodeTransaction(transaction)).toMatchObject({ sender: null, chainId: null });
  });

  it('with the other parity has another sender, not none', () => {
    const transaction = sign({ type: '0x0', replayProtected: false });
    const flipped: Transaction = { ...transaction, v: transaction.v === '0x1b' ? '0x1c' : '0x1b' };
    const { sender: from } = decodeTransaction(flipped);
    expect(from).not.toBe(sender.address);
    expect(from).toBe(stockView(flipped).sender);
  });
});

describe('a signature', () => {
  it.each(TYPES)('with a high s makes no sender of type %s (EIP-2)', (type) => {
    expect(decodeTransaction(withHighS(sign({ type }))).sender).toBeNull();
  });

  const half = SECP256K1_N / 2n;
  it.each([
    ['r zero', { r: quantity(0n) }],
    ['s zero', { s: quantity(0n) }],
    ['r the order of the group', { r: quantity(SECP256K1_N) }],
    ['r the largest word', { r: quantity(2n ** 256n - 1n) }],
    ['r too long', { r: quantity(2n ** 256n) }],
    ['s half the order and one', { s: quantity(half + 1n) }],
    ['s too long', { s: quantity(2n ** 256n) }],
  ])('with %s makes no sender', (_, spoiled) => {
    for (const type of TYPES) {
      const transaction: Transaction = { ...sign({ type }), ...spoiled };
      expect(decodeTransaction(transaction).sender).toBeNull();
    }
  });

  it('whose s is exactly half the order still counts', () => {
    const transaction: Transaction = { ...sign({ type: '0x2' }), s: quantity(half) };
    expect(decodeTransaction(transaction).sender).not.toBeNull();
  });

  it.each(['0x2', '0x1b', '0xff'] as const)('with parity %s makes no typed sender', (v) => {
    for (const type of TYPES.slice(1)) {
      const transaction: Transaction = { ...sign({ type }), v };
      expect(decodeTransaction(transaction).sender).toBeNull();
    }
  });
});
