/** Conversions at their edges: empty, zero, odd, padded, views into larger buffers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  bigIntToBytes,
  bigIntToHex,
  bytesToBigInt,
  bytesToHex,
  concatBytes,
  hexToBytes,
  padBytes,
  padHex,
  quantity,
} from '#engine/primitives/bytes.js';

const RUNS = { seed: 1 };
const anyBytes = fc.uint8Array({ maxLength: 70 });
const anyNumber = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });

describe('hex and bytes', () => {
  it('go there and back', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(hexToBytes(bytesToHex(bytes))).toEqual(bytes);
      }),
      RUNS,
    );
  });

  it('read an odd number of digits as if a zero stood before', () => {
    expect(hexToBytes('0xabc')).toEqual(Uint8Array.of(0x0a, 0xbc));
  });

  it('read either case and write the lower one', () => {
    expect(bytesToHex(hexToBytes('0xABcD'))).toBe('0xabcd');
  });

  it('of nothing are nothing', () => {
    expect(hexToBytes('0x')).toEqual(new Uint8Array(0));
    expect(bytesToHex(new Uint8Array(0))).toBe('0x');
  });

  it('of a view are those of the view alone', () => {
    const whole = Uint8Array.of(1, 2, 3, 4);
    expect(bytesToHex(whole.subarray(1, 3))).toBe('0x0203');
  });

  it('of two calls share no memory', () => {
    const first = hexToBytes('0x0102');
    hexToBytes('0xffff').fill(9);
    expect(first).toEqual(Uint8Array.of(1, 2));
  });
});

describe('numbers and bytes', () => {
  it('go there and back in the shortest form', () => {
    fc.assert(
      fc.property(anyNumber, (value) => {
        const bytes = bigIntToBytes(value);
        expect(bytesToBigInt(bytes)).toBe(value);
        expect(bytes[0] === 0).toBe(false);
      }),
      RUNS,
    );
  });

  it('spell zero with no byte, as RLP does', () => {
    expect(bigIntToBytes(0n)).toEqual(new Uint8Array(0));
    expect(bytesToBigInt(new Uint8Array(0))).toBe(0n);
  });

  it('ignore leading zero bytes when read', () => {
    expect(bytesToBigInt(Uint8Array.of(0, 0, 1))).toBe(1n);
  });

  it('have a fixed width as hex', () => {
    expect(bigIntToHex(255n, 4)).toBe('0x000000ff');
    expect(quantity(255n)).toBe('0xff');
    expect(quantity(0)).toBe('0x0');
  });
});

describe('padding', () => {
  it('adds zeros on the left of hex and lowers its case', () => {
    expect(padHex('0xAB', 4)).toBe('0x000000ab');
  });

  it('adds zeros on the left of bytes', () => {
    expect(padBytes(Uint8Array.of(1), 3)).toEqual(Uint8Array.of(0, 0, 1));
  });

  it('leaves what is long enough as it is', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    expect(padBytes(bytes, 2)).toBe(bytes);
  });
});

describe('concatenation', () => {
  it('keeps order and content', () => {
    fc.assert(
      fc.property(fc.array(anyBytes, { maxLength: 5 }), (parts) => {
        expect([...concatBytes(...parts)]).toEqual(parts.flatMap((part) => [...part]));
      }),
      RUNS,
    );
  });
});
