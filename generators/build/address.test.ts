/**
 * Derived addresses, by the examples of the documents that define them.
 */
import { describe, expect, test } from 'vitest';
import {
  addressNamed,
  create2Address,
  createAddress,
  hashOf,
  mappingSlot,
} from '#generators/build/address.js';
import { bytesToHex, concatHex, hexToBytes, quantity, word } from '#generators/build/hex.js';
import { createRandom } from '#generators/build/random.js';

describe('the address of a contract', () => {
  test.each([
    [0, '0xcd234a471b72ba2f1ccf0a70fcaba648a5eecd8d'],
    [1, '0x343c43a37d37dff08ae8c4a11544c718abb4fcf8'],
    [2, '0xf778b86fa74e846c4f0a1fbd1335fe81c00a0c91'],
  ])('made with nonce %i is the hash of creator and nonce', (nonce, address) => {
    expect(createAddress('0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0', nonce)).toBe(address);
  });

  test('does not depend on how the nonce is given', () => {
    const creator = addressNamed('creator');
    expect(createAddress(creator, 300n)).toBe(createAddress(creator, 300));
  });

  test.each([
    [
      '0x0000000000000000000000000000000000000000',
      0n,
      '0x00',
      '4d1a2e2bb4f88f0250f26ffff098b0b30b26bf38',
    ],
    [
      '0xdeadbeef00000000000000000000000000000000',
      0n,
      '0x00',
      'b928f69bb1d91cd65274e3c79d8986362984fda3',
    ],
    [
      '0x00000000000000000000000000000000deadbeef',
      0xcafebaben,
      '0xdeadbeef',
      '60f3f640a8508fc6a86d45df051962668e1e8ac7',
    ],
    [
      '0x0000000000000000000000000000000000000000',
      0n,
      '0x',
      'e33c0c7f7df4809055c3eba6c09cfe4baf1bd9e0',
    ],
  ] as const)('by CREATE2 of %s follows EIP-1014', (creator, salt, initcode, address) => {
    expect(create2Address(creator, salt, initcode)).toBe(`0x${address}`);
  });
});

test('a mapping slot hashes the key before the base', () => {
  const key = addressNamed('holder');
  expect(mappingSlot(key, 1)).toBe(hashOf(concatHex(word(key), word(1))));
  expect(mappingSlot(key, 1)).not.toBe(mappingSlot(key, 2));
});

describe('hex', () => {
  test('quantities are shortest and words are whole', () => {
    expect(quantity(0n)).toBe('0x0');
    expect(quantity(255)).toBe('0xff');
    expect(word('0xAB')).toBe(`0x${'0'.repeat(62)}ab`);
  });

  test('bytes survive the way there and back', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect(hexToBytes(bytesToHex(bytes))).toEqual(bytes);
    expect(hexToBytes('0xabc')).toEqual(Uint8Array.of(0x0a, 0xbc));
  });

  test('what is not hexadecimal is refused', () => {
    expect(() => hexToBytes('0xzz')).toThrow(TypeError);
    expect(() => quantity(-1)).toThrow(RangeError);
    expect(() => word(2n ** 256n)).toThrow(RangeError);
  });
});

describe('a random stream', () => {
  const draws = (seed: number, name: string): readonly bigint[] => {
    const random = createRandom(seed, name);
    return Array.from({ length: 50 }, () => random(1000n));
  };

  test('is a function of seed and name', () => {
    expect(draws(1, 'a')).toEqual(draws(1, 'a'));
    expect(draws(1, 'a')).not.toEqual(draws(2, 'a'));
    expect(draws(1, 'a')).not.toEqual(draws(1, 'b'));
  });

  test('stays below its end and reaches both halves', () => {
    const values = draws(3, 'range');
    expect(values.every((value) => value >= 0n && value < 1000n)).toBe(true);
    expect(values.some((value) => value < 500n)).toBe(true);
    expect(values.some((value) => value >= 500n)).toBe(true);
  });

  test('cannot draw below nothing', () => {
    expect(() => createRandom(1, 'a')(0n)).toThrow(RangeError);
  });
});
