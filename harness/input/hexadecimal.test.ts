import { expect, test } from 'vitest';
import { address, bytes, bytes32, quantity, storageWord } from '#harness/input/hexadecimal.js';
import { Refusal } from '#harness/input/refusal.js';

test('a quantity comes out in its shortest spelling', () => {
  expect(quantity(64)('0x00005208', 'gas')).toBe('0x5208');
  expect(quantity(64)('0x0', 'gas')).toBe('0x0');
  expect(quantity(256)(`0x${'F'.repeat(64)}`, 'value')).toBe(`0x${'f'.repeat(64)}`);
});

test('the largest nonce fits and one more does not', () => {
  expect(quantity(64)('0xffffffffffffffff', 'nonce')).toBe('0xffffffffffffffff');
  expect(() => quantity(64)('0x10000000000000000', 'nonce')).toThrow(
    'nonce: is 0x10000000000000000, more than 2^64 - 1',
  );
});

test.each([
  [21000, 'is the number 21000', 'write it as "0x5208"'],
  ['21000', 'is the string "21000"', 'write it as "0x5208"'],
  [-1, 'is the number -1', 'it cannot be negative'],
  ['-0x1', 'is the string "-0x1"', 'write 0x and hexadecimal digits'],
  ['0x', 'is the string "0x"', 'write 0x and hexadecimal digits'],
  ['0xzz', 'is the string "0xzz"', 'write 0x and hexadecimal digits'],
  [1e300, 'is the number 1e+300', 'write 0x and hexadecimal digits'],
  [null, 'is null', 'write 0x and hexadecimal digits'],
])('the quantity %j is refused with a remedy', (value, problem, remedy) => {
  const refusal = refusalOf(() => quantity(256)(value, 'env.currentNumber'));
  expect(refusal.place).toBe('env.currentNumber');
  expect(refusal.problem).toContain(problem);
  expect(refusal.remedy).toContain(remedy);
});

test('an endless string is refused by its length', () => {
  const endless = `0x${'0'.repeat(10_000_000)}`;
  expect(() => quantity(256)(endless, 'gas')).toThrow('gas: has 10000002 characters');
  expect(() => bytes32(endless, 'root')).toThrow('root: has 10000002 characters');
});

test('an address is 20 bytes in lower case', () => {
  const upper = `0x${'AB'.repeat(20)}`;
  expect(address(upper, 'to')).toBe(`0x${'ab'.repeat(20)}`);
  expect(() => address('0xab', 'to')).toThrow('to: must be 20 bytes, is 1');
});

test('bytes have two digits each', () => {
  expect(bytes(4)('0x', 'input')).toBe('0x');
  expect(() => bytes(4)('0xabc', 'input')).toThrow('input: has an odd number of digits');
  expect(() => bytes(4)('0x0102030405', 'input')).toThrow('more than 4 bytes');
});

test('a short storage word is padded', () => {
  expect(storageWord('0x1', 'slot')).toBe(`0x${'0'.repeat(63)}1`);
});

function refusalOf(read: () => unknown): Refusal {
  try {
    read();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
