/** Native cryptography against ethereumjs' defaults, on hostile input above all. */
import { ecrecover as stockRecover } from '@ethereumjs/util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { CUSTOM_CRYPTO, recoverAddress } from '#engine/evm/crypto.js';
import { LAZY_KZG } from '#engine/evm/kzg.js';
import { bigIntToHex, bytesToHex, hexToBytes } from '#engine/primitives/bytes.js';
import { SECP256K1_N, signHash, signer } from '#generators/build/signer.js';

/** The order of the field that the coordinates of the curve lie in. */
const FIELD = 2n ** 256n - 2n ** 32n - 977n;
const N = SECP256K1_N;

const anyHash = fc.uint8Array({ minLength: 32, maxLength: 32 });
const edge = fc.constantFrom(
  0n,
  1n,
  2n,
  N / 2n,
  N / 2n + 1n,
  N - 1n,
  N,
  N + 1n,
  FIELD - N,
  FIELD,
  2n ** 256n - 1n,
);
const scalar = fc.oneof(edge, fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }));
const RUNS = { seed: 1, numRuns: 80 };

type Recover = (hash: Uint8Array, v: bigint, r: Uint8Array, s: Uint8Array) => Uint8Array;

/** The key, or that there is none: how a refusal is worded does not matter to a precompile. */
function outcomeOf(
  recover: Recover,
  hash: Uint8Array,
  [v, r, s]: [bigint, bigint, bigint],
): string {
  try {
    return bytesToHex(recover(hash, v, word(r), word(s)));
  } catch {
    return 'no key';
  }
}

function word(value: bigint): Uint8Array {
  return hexToBytes(bigIntToHex(value, 32));
}

function ours(...[hash, v, r, s]: Parameters<Recover>): Uint8Array {
  const recover = CUSTOM_CRYPTO.ecrecover;
  if (recover === undefined) {
    throw new Error('there is one');
  }
  return recover(hash, v, r, s);
}

describe('recovery for the precompile', () => {
  it('answers hostile signatures as the default does', () => {
    fc.assert(
      fc.property(anyHash, fc.constantFrom(27n, 28n), scalar, scalar, (hash, v, r, s) => {
        const signature: [bigint, bigint, bigint] = [v, r, s];
        expect(outcomeOf(ours, hash, signature)).toBe(outcomeOf(stockRecover, hash, signature));
      }),
      RUNS,
    );
  });

  it('answers good signatures as the default does, with high s too', () => {
    fc.assert(
      fc.property(anyHash, fc.integer({ min: 1, max: 50 }), fc.boolean(), (hash, key, isHigh) => {
        const { yParity, r, s } = signHash(hash, signer(key).privateKey);
        const parity = BigInt(isHigh ? 1 - yParity : yParity);
        const signature: [bigint, bigint, bigint] = [27n + parity, r, isHigh ? N - s : s];
        const key64 = outcomeOf(ours, hash, signature);
        expect(key64).toBe(outcomeOf(stockRecover, hash, signature));
        expect(key64).toHaveLength(130);
      }),
      { ...RUNS, numRuns: 30 },
    );
  });
});

describe('the address behind a signature', () => {
  const hash = new Uint8Array(32).fill(7);
  const { yParity, r, s } = signHash(hash, signer(3).privateKey);

  it('is the signer', () => {
    expect(recoverAddress({ hash, yParity, r: word(r), s: word(s) })).toBe(signer(3).address);
  });

  it.each([-1, 2, 3, 27, Number.NaN])('is none for parity %s', (parity) => {
    expect(recoverAddress({ hash, yParity: parity, r: word(r), s: word(s) })).toBeNull();
  });

  it('is none for numbers that are too long', () => {
    const long = new Uint8Array(33).fill(1);
    expect(recoverAddress({ hash, yParity, r: long, s: word(s) })).toBeNull();
    expect(recoverAddress({ hash, yParity, r: word(r), s: long })).toBeNull();
  });

  it('is found for numbers without leading zeros', () => {
    expect(recoverAddress({ hash, yParity, r: Uint8Array.of(0x01), s: Uint8Array.of(0x02) })).toBe(
      recoverAddress({ hash, yParity, r: word(1n), s: word(2n) }),
    );
  });
});

describe('point evaluation', () => {
  const infinity = `0xc0${'00'.repeat(47)}` as const;
  const zero = `0x${'00'.repeat(32)}` as const;
  const one = `0x${'00'.repeat(31)}01` as const;
  /** The order of the scalar field: the first number that is not an element. */
  const modulus = '0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001';

  it('accepts the zero polynomial and refuses a wrong value of it', () => {
    expect(LAZY_KZG.verifyProof(infinity, one, zero, infinity)).toBe(true);
    expect(LAZY_KZG.verifyProof(infinity, one, one, infinity)).toBe(false);
  });

  it.each<[string, [string, string, string, string]]>([
    ['a commitment off the curve', [`0x80${'00'.repeat(46)}01`, zero, zero, infinity]],
    ['a commitment of ones', [`0x${'ff'.repeat(48)}`, zero, zero, infinity]],
    ['a point that is not an element', [infinity, modulus, zero, infinity]],
    ['a value that is not an element', [infinity, zero, modulus, infinity]],
    ['a proof that is too short', [infinity, zero, zero, '0xc0']],
  ])('refuses %s', (_, [commitment, z, y, proof]) => {
    expect(LAZY_KZG.verifyProof(commitment, z, y, proof)).toBe(false);
  });

  it('is all that there is: blobs never reach execution', () => {
    expect(() => LAZY_KZG.blobToKzgCommitment('0x')).toThrow('never blobs');
  });
});
