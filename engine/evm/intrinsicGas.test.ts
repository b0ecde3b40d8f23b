/** Intrinsic gas and calldata floor against `@ethereumjs/tx`, under every fork. */
import { Common, Mainnet } from '@ethereumjs/common';
import { createTxFromRLP, getCalldataFloorGas } from '@ethereumjs/tx';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Fork } from '#engine/api/index.js';
import { decodeTransaction } from '#engine/evm/decodedTransaction.js';
import { FORKS, rulesOf } from '#engine/evm/forkRules.js';
import { intrinsicGasOf } from '#engine/evm/intrinsicGas.js';
import { LAZY_KZG } from '#engine/evm/kzg.js';
import { bytesToHex } from '#engine/primitives/bytes.js';
import { addressNamed } from '#generators/build/address.js';
import { ChainBuilder, type TransactionRequest } from '#generators/build/chain.js';
import { encodeTransaction } from '#generators/build/envelope.js';
import { word } from '#generators/build/hex.js';
import { signer } from '#generators/build/signer.js';

const A = addressNamed('A');

function gasOf(fork: Fork, request: Partial<TransactionRequest>): { ours: object; stock: object } {
  const chain = new ChainBuilder(fork);
  const transaction = chain.transaction(signer(7), { to: A, gas: 16_000_000n, ...request });
  const common = new Common({
    chain: Mainnet,
    hardfork: fork.toLowerCase(),
    customCrypto: { kzg: LAZY_KZG },
  });
  const stock = createTxFromRLP(encodeTransaction(transaction), {
    common,
    allowUnlimitedInitCodeSize: true,
  });
  return {
    ours: intrinsicGasOf(decodeTransaction(transaction), rulesOf(fork)),
    stock: { intrinsic: stock.getIntrinsicGas(), floor: getCalldataFloorGas(stock) },
  };
}

const input = fc
  .array(fc.constantFrom(0, 0, 1, 255), { maxLength: 200 })
  .map((bytes) => bytesToHex(Uint8Array.from(bytes)));
const accessList = fc.array(
  fc.record({
    address: fc.constant(A),
    storageKeys: fc.array(fc.nat({ max: 3 }).map(word), { maxLength: 4 }),
  }),
  { maxLength: 3 },
);

describe.each(FORKS)('under %s', (fork) => {
  const rules = rulesOf(fork);

  it('data, access lists and creation cost what stock says', () => {
    const to = fc.constantFrom(A, null);
    fc.assert(
      fc.property(input, accessList, to, (bytes, list, receiver) => {
        const request = { type: '0x1', input: bytes, accessList: list, to: receiver } as const;
        const { ours, stock } = gasOf(fork, request);
        expect(ours).toEqual(stock);
      }),
      { numRuns: 25, seed: 1 },
    );
  });

  it.runIf(rules.hasSetCode)('each authorisation costs what stock says', () => {
    for (const count of [1, 3]) {
      const made = new ChainBuilder(fork).authorize(signer(8), { address: A, nonce: 0n });
      const authorizationList = Array.from({ length: count }, () => made);
      const { ours, stock } = gasOf(fork, { type: '0x4', authorizationList });
      expect(ours).toEqual(stock);
    }
  });

  it.runIf(rules.blobs !== null)('blobs cost no gas of this kind', () => {
    const blobVersionedHashes = [`0x01${'00'.repeat(31)}` as const];
    const { ours, stock } = gasOf(fork, { type: '0x3', blobVersionedHashes });
    expect(ours).toEqual(stock);
    expect(ours).toMatchObject({ intrinsic: 21_000n });
  });
});

describe('initcode', () => {
  it.each([0, 1, 31, 32, 33, 64])('of %i bytes is paid by the word from Shanghai on', (size) => {
    const code = bytesToHex(new Uint8Array(size).fill(1));
    for (const fork of ['London', 'Shanghai'] as const) {
      const { ours, stock } = gasOf(fork, { type: '0x0', to: null, input: code });
      expect(ours).toEqual(stock);
    }
  });
});
