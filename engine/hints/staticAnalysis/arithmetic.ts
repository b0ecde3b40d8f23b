/**
 * The pure instructions, on known words.
 *
 * A table: owns arity and meaning of every instruction that depends on its operands alone (Yellow
 * Paper appendix H). Gas does not exist here.
 */

const WORD = 2n ** 256n;
const SIGN = 2n ** 255n;
const BITS = 256n;

/** The largest word. */
export const MAX_WORD: bigint = WORD - 1n;

/** One instruction. */
export interface PureInstruction {
  readonly arity: number;
  /** Operands from the top of the stack on. */
  apply(operands: readonly bigint[]): bigint;
}

const signed = (word: bigint): bigint => BigInt.asIntN(256, word);
const flag = (condition: boolean): bigint => (condition ? 1n : 0n);

function unary(apply: (a: bigint) => bigint): PureInstruction {
  return { arity: 1, apply: ([a = 0n]) => BigInt.asUintN(256, apply(a)) };
}

function binary(apply: (a: bigint, b: bigint) => bigint): PureInstruction {
  return { arity: 2, apply: ([a = 0n, b = 0n]) => BigInt.asUintN(256, apply(a, b)) };
}

function ternary(apply: (a: bigint, b: bigint, n: bigint) => bigint): PureInstruction {
  return { arity: 3, apply: ([a = 0n, b = 0n, n = 0n]) => (n === 0n ? 0n : apply(a, b, n)) };
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * square) % WORD;
    square = (square * square) % WORD;
  }
  return result;
}

function signExtend(byte: bigint, word: bigint): bigint {
  return byte >= 31n ? word : BigInt.asIntN(8 * (Number(byte) + 1), word);
}

function leadingZeros(word: bigint): bigint {
  return word === 0n ? BITS : BITS - BigInt(word.toString(2).length);
}

/** Instructions by opcode. */
export const PURE: ReadonlyMap<number, PureInstruction> = new Map([
  [0x01, binary((a, b) => a + b)],
  [0x02, binary((a, b) => a * b)],
  [0x03, binary((a, b) => a - b)],
  [0x04, binary((a, b) => (b === 0n ? 0n : a / b))],
  [0x05, binary((a, b) => (b === 0n ? 0n : signed(a) / signed(b)))],
  [0x06, binary((a, b) => (b === 0n ? 0n : a % b))],
  [0x07, binary((a, b) => (b === 0n ? 0n : signed(a) % signed(b)))],
  [0x08, ternary((a, b, n) => (a + b) % n)],
  [0x09, ternary((a, b, n) => (a * b) % n)],
  [0x0a, binary(power)],
  [0x0b, binary(signExtend)],
  [0x10, binary((a, b) => flag(a < b))],
  [0x11, binary((a, b) => flag(a > b))],
  [0x12, binary((a, b) => flag(signed(a) < signed(b)))],
  [0x13, binary((a, b) => flag(signed(a) > signed(b)))],
  [0x14, binary((a, b) => flag(a === b))],
  [0x15, unary((a) => flag(a === 0n))],
  [0x16, binary((a, b) => a & b)],
  [0x17, binary((a, b) => a | b)],
  [0x18, binary((a, b) => a ^ b)],
  [0x19, unary((a) => MAX_WORD ^ a)],
  [0x1a, binary((i, word) => (i >= 32n ? 0n : (word >> (8n * (31n - i))) & 0xffn))],
  [0x1b, binary((shift, word) => (shift >= BITS ? 0n : word << shift))],
  [0x1c, binary((shift, word) => (shift >= BITS ? 0n : word >> shift))],
  [
    0x1d,
    binary((shift, word) => (shift >= BITS ? (word >= SIGN ? -1n : 0n) : signed(word) >> shift)),
  ],
  [0x1e, unary(leadingZeros)],
]);
