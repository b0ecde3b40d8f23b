/**
 * Signed envelopes, judged by `@ethereumjs/tx`: another encoder, another signature library.
 */
import { Common, Hardfork, Mainnet } from '@ethereumjs/common';
import { createTx } from '@ethereumjs/tx';
import { bytesToHex as toHex } from '@ethereumjs/util';
import secp256k1 from 'secp256k1';
import { describe, expect, test } from 'vitest';
import type { Transaction } from '#engine/api/index.js';
import { addressNamed } from '#generators/build/address.js';
import { blobHashes } from '#generators/build/blobs.js';
import { ChainBuilder } from '#generators/build/chain.js';
import type { TransactionRequest } from '#generators/build/chain.js';
import { authorizationHash, encodeTransaction } from '#generators/build/envelope.js';
import { bytesToHex, hexToBytes, word } from '#generators/build/hex.js';
import { keccak256 } from '#generators/build/keccak.js';
import { senderOf, withHighS } from '#generators/build/sign.js';
import { SECP256K1_N, signer } from '#generators/build/signer.js';

const neverCalled = (): never => {
  throw new Error('reading a transaction without its blobs needs no commitments');
};

/** The library wants commitments to be there before it makes a blob transaction. */
const common = new Common({
  chain: Mainnet,
  hardfork: Hardfork.Osaka,
  customCrypto: {
    kzg: {
      blobToKzgCommitment: neverCalled,
      computeBlobProof: neverCalled,
      verifyProof: neverCalled,
      verifyBlobProofBatch: neverCalled,
      computeCells: neverCalled,
      computeCellsAndProofs: neverCalled,
      recoverCellsAndProofs: neverCalled,
      verifyCellKzgProofBatch: neverCalled,
    },
  },
});
const to = addressNamed('receiver');
const accessList = [
  { address: to, storageKeys: [word(1), word(2)] },
  { address: addressNamed('other'), storageKeys: [] },
];

/** What another library makes of a signed transaction. */
function reread(transaction: Transaction): { readonly hash: string; readonly sender: string } {
  const { gas: gasLimit, input: data, to: receiver, ...rest } = transaction;
  const receiverField = receiver === null ? {} : { to: receiver };
  const authorizations =
    transaction.type === '0x4'
      ? {
          authorizationList: transaction.authorizationList.map(({ v: yParity, ...signed }) => ({
            ...signed,
            yParity,
          })),
        }
      : {};
  const fields = { ...rest, ...receiverField, ...authorizations, gasLimit, data };
  const read = createTx(fields, { common });
  return { hash: toHex(read.hash()), sender: read.getSenderAddress().toString() };
}

const chain = new ChainBuilder('Osaka');
const authority = chain.sender();
const authorizationList = [
  chain.authorize(authority, { address: to }),
  chain.authorize(authority, { address: to, chainId: '0x0' }),
];

const requests: Readonly<Record<string, TransactionRequest>> = {
  legacy: { type: '0x0', to, gas: 21_000n, value: 1n },
  'legacy without chain': { type: '0x0', to, gas: 21_000n, replayProtected: false },
  'legacy creation': { type: '0x0', to: null, gas: 100_000n, input: '0x00ff' },
  'access list': { type: '0x1', to, gas: 50_000n, accessList, input: '0x01' },
  'fee market': { type: '0x2', to, gas: 50_000n, accessList, value: 2n ** 70n },
  blob: { type: '0x3', to, gas: 50_000n, accessList, blobVersionedHashes: blobHashes(2) },
  'set code': { type: '0x4', to, gas: 90_000n, accessList, authorizationList },
};

describe('a signed transaction', () => {
  test.each(Object.entries(requests))('of kind %s has the hash others compute', (_, request) => {
    const from = chain.sender();
    // Nonces beyond one byte and of zero are both spelled shortest.
    for (const nonce of [0n, 1n, 300n]) {
      const signed = chain.transaction(from, { ...request, nonce });
      const envelope = encodeTransaction(signed);
      expect(reread(signed)).toEqual({
        hash: bytesToHex(keccak256(envelope)),
        sender: from.address,
      });
    }
  });

  test('is the same in every run', () => {
    const make = (): Transaction => new ChainBuilder('London').anyone({ to, gas: 21_000n });
    expect(make()).toEqual(make());
  });
});

/** Who signed a hash, by the native library directly. */
function recover(hash: Uint8Array, signed: Pick<Transaction, 'v' | 'r' | 's'>): string {
  const parity = BigInt(signed.v) < 27n ? Number(signed.v) : (Number(signed.v) + 1) % 2;
  const signature = hexToBytes(`${word(signed.r)}${word(signed.s).slice(2)}`);
  const key = secp256k1.ecdsaRecover(signature, parity, hash, false);
  return bytesToHex(keccak256(key.subarray(1)).subarray(12));
}

describe('an authorisation', () => {
  test('recovers to its authority', () => {
    for (const authorization of authorizationList) {
      expect(recover(authorizationHash(authorization), authorization)).toBe(authority.address);
    }
  });

  test('counts the nonces of its authority', () => {
    expect(authorizationList.map(({ nonce }) => nonce)).toEqual(['0x0', '0x1']);
  });

  test('with high s recovers to the same authority, from the upper half of the group', () => {
    const [authorization] = authorizationList;
    if (authorization === undefined) throw new Error('no authorisation was made');
    const spoiled = withHighS(authorization);
    expect(BigInt(spoiled.s)).toBeGreaterThan(SECP256K1_N / 2n);
    expect(BigInt(spoiled.s) + BigInt(authorization.s)).toBe(SECP256K1_N);
    expect(spoiled.v).not.toBe(authorization.v);
  });
});

describe('a signature in the upper half', () => {
  test.each(['0x0', '0x1'] as const)('flips the parity of type %s and is refused', (type) => {
    const valid = chain.anyone({ type, to, gas: 21_000n });
    const spoiled = withHighS(valid);
    expect(Math.abs(Number(spoiled.v) - Number(valid.v))).toBe(1);
    expect(() => reread(spoiled)).toThrow(/s-values greater than/);
  });
});

describe('the sender of a transaction', () => {
  test.each(['0x0', '0x1', '0x2', '0x3', '0x4'] as const)('of type %s is who signed it', (type) => {
    const from = chain.sender();
    const request: TransactionRequest = {
      ...{ type, to, gas: 100_000n },
      ...(type === '0x3' && { blobVersionedHashes: blobHashes(1) }),
      ...(type === '0x4' && { authorizationList }),
    };
    expect(senderOf(chain.transaction(from, request))).toBe(from.address);
  });

  test('is nobody where the signature is none', () => {
    const valid = chain.anyone({ type: '0x0', to, gas: 21_000n });
    expect(senderOf(withHighS(valid))).toBeNull();
    expect(senderOf({ ...valid, r: '0x0' })).toBeNull();
    expect(senderOf({ ...valid, v: '0x1d' })).toBeNull();
  });
});

describe('a signer', () => {
  test('of a known key has its known address', () => {
    expect(signer(1).address).toBe('0x7e5f4552091a69125d5dfcb7b8c2659029395bdf');
  });

  test.each([0n, -1n, SECP256K1_N])('does not exist for the key %s', (key) => {
    expect(() => signer(key)).toThrow(RangeError);
  });
});
