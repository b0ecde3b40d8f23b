/**
 * Readers of hexadecimal strings: quantities, addresses, words and bytes.
 *
 * Owns what is accepted (padding, upper case) and the one canonical spelling that comes out: lower
 * case, quantities without leading zeros. Does not accept decimal numbers: JSON numbers lose digits
 * above 2^53, and tools disagree about decimal strings.
 * Spelling follows the execution JSON-RPC specification (hex value encoding).
 */
import type { Address, Bytes, Bytes32, Hex, Quantity } from '#engine/api/index.js';
import { type Reader, refuseCount } from './fields.ts';
import { describeValue } from './printable.ts';
import { Refusal } from './refusal.ts';

const DIGITS = /^0x[0-9a-f]*$/i;
// Long enough for a padded 256-bit quantity; longer padding is refused before it is looked at.
const QUANTITY_CHARACTERS_MAX = 2 + 64;

/** Reads a quantity below 2 to the power of `bits`, and spells it in its shortest form. */
export function quantity(bits: 8 | 32 | 64 | 256): Reader<Quantity> {
  return (value, place) => {
    if (typeof value !== 'string') throw notHexadecimal(value, place);
    refuseCount(value.length, { place, countMax: QUANTITY_CHARACTERS_MAX, what: 'characters' });
    if (!isHex(value) || value.length < 3) throw notHexadecimal(value, place);
    const number = BigInt(value);
    if (number >> BigInt(bits) !== 0n) {
      throw new Refusal({
        place,
        problem: `is ${value}, more than 2^${String(bits)} - 1`,
        remedy: `give a number of at most ${String(bits)} bits`,
      });
    }
    return `0x${number.toString(16)}`;
  };
}

/** Reads exactly `length` bytes. */
export function bytesExactly(length: number): Reader<Bytes> {
  return (value, place) => {
    const hex = bytes(length)(value, place);
    if (hex.length === 2 + 2 * length) return hex;
    throw new Refusal({
      place,
      problem: `must be ${String(length)} bytes, is ${String((hex.length - 2) / 2)}`,
      remedy: `write 0x and ${String(2 * length)} digits`,
    });
  };
}

/** Reads bytes of any length up to `lengthMax`. */
export function bytes(lengthMax: number): Reader<Bytes> {
  return (value, place) => {
    if (typeof value !== 'string') throw notHexadecimal(value, place);
    if (value.length > 2 + 2 * lengthMax) {
      throw new Refusal({
        place,
        problem: `has ${String(value.length)} characters, more than ${String(lengthMax)} bytes`,
        remedy: 'make it shorter',
      });
    }
    if (!isHex(value)) throw notHexadecimal(value, place);
    if (value.length % 2 === 0) return lowerCase(value);
    throw new Refusal({
      place,
      problem: 'has an odd number of digits',
      remedy: 'write two digits for each byte',
    });
  };
}

/** Reads 20 bytes. */
export const address: Reader<Address> = bytesExactly(20);

/** Reads 32 bytes. */
export const bytes32: Reader<Bytes32> = bytesExactly(32);

/** Reads a storage slot or value; short forms (`0x1`) are padded to 32 bytes. */
export const storageWord: Reader<Bytes32> = (value, place) =>
  `0x${quantity(256)(value, place).slice(2).padStart(64, '0')}`;

function isHex(value: string): value is Hex {
  return DIGITS.test(value);
}

function lowerCase(value: Hex): Hex {
  return `0x${value.slice(2).toLowerCase()}`;
}

function notHexadecimal(value: unknown, place: string): Refusal {
  return new Refusal({
    place,
    problem: `must be a hexadecimal string, is ${describeValue(value)}`,
    remedy: spellInHex(value),
  });
}

/** Shows the user their own number as it should be written, where there is one. */
function spellInHex(value: unknown): string {
  const isWhole =
    (typeof value === 'number' && Number.isSafeInteger(value)) ||
    (typeof value === 'string' && /^-?[0-9]{1,78}$/.test(value));
  if (!isWhole) return 'write 0x and hexadecimal digits, in double quotes';
  const number = BigInt(value);
  if (number < 0n)
    return 'it cannot be negative; write 0x and hexadecimal digits, in double quotes';
  return `write it as "0x${number.toString(16)}"`;
}
