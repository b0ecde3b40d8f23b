/**
 * The interpreter: one contract that runs whatever program its call data holds.
 *
 * Owns the encoding, one word an instruction: 1 byte which, 1 unused, 2 `a`, 4 `b`, 20 an address,
 * 4 `c`. What a call hands over follows it. Zeros end a program, so that any piece of one is one.
 * Static analysis cannot see through it, which is the point: the compiler makes the fair twin.
 */
import type { Address, Bytes } from '#engine/api/index.js';
import { assemble } from '../assembly/assemble.ts';
import { byteLength, concatHex } from '../build/hex.ts';
import { instructionOf } from './instructions.ts';
import { ENDINGS, type InstructionName, KERNELS, type Operands } from './kernels.ts';
import type { Operation, Program, Who } from './operation.ts';

/** Says where an account of the pool is. */
export type Resolve = (who: Who) => Address;

const POINTER = '0';
const INSTRUCTION = '0x20';
const TABLE = '0x80';
const WORD_BYTES = 32;

const A = `${INSTRUCTION} MLOAD 0xe0 SHR 0xffff AND`;
const B = `${INSTRUCTION} MLOAD 0xc0 SHR 0xffffffff AND`;
const C = `${INSTRUCTION} MLOAD 0xffffffff AND`;
/** What is above the address stays there: the machine has to cut it off. */
const WHO = `${INSTRUCTION} MLOAD 0x20 SHR`;
const GO_ON_BY = `${POINTER} MLOAD ADD ${POINTER} MSTORE`;

const OPERANDS: Omit<Operands, 'label'> = {
  a: A,
  b: B,
  c: C,
  who: WHO,
  body: `${B} ${POINTER} MLOAD 0x0100 CALLDATACOPY ${B} ${GO_ON_BY}`,
};

/** Jumps over `c` bytes. */
const SKIP = 'skip';
/** The same, unless the slot `a` holds `b`. */
const UNLESS = 'unless';

const JUMPS: Readonly<Record<typeof SKIP | typeof UNLESS, string>> = {
  [SKIP]: `${C} ${GO_ON_BY}`,
  [UNLESS]: `${A} SLOAD ${B} EQ @loop JUMPI ${C} ${GO_ON_BY}`,
};

type Code = InstructionName | keyof typeof JUMPS;

const HANDLERS: readonly (readonly [Code, string])[] = [
  ...namesOf(KERNELS).map((name): readonly [Code, string] => {
    const label = (part: string): string => `${labelOf(name)}${part}`;
    return [name, KERNELS[name]({ ...OPERANDS, label })];
  }),
  [SKIP, JUMPS[SKIP]],
  [UNLESS, JUMPS[UNLESS]],
];

/** 0 is the end. */
const NUMBERS: ReadonlyMap<Code, number> = new Map(
  HANDLERS.map(([name], index) => [name, index + 1]),
);

/** The contract. */
export const INTERPRETER: Bytes = assemble(`
  ${2 * (HANDLERS.length + 1)} @table 1 ADD ${TABLE} CODECOPY
  0
loop:
  ${POINTER} MLOAD CALLDATALOAD DUP1 ${INSTRUCTION} MSTORE
  ${WORD_BYTES} ${GO_ON_BY}
  0 BYTE 1 SHL ${TABLE} ADD MLOAD 0xf0 SHR JUMP
  ${HANDLERS.map(([name, code]) => `${labelOf(name)}: ${code} @loop JUMP`).join('\n')}
  ${ENDINGS}
  table: ~end ${HANDLERS.map(([name]) => `~${labelOf(name)}`).join(' ')}
`);

/** A program as call data of the interpreter. */
export function encodeProgram(program: Program, resolve: Resolve): Bytes {
  return concatHex(...program.map((operation) => encodeOperation(operation, resolve)));
}

function encodeOperation(operation: Operation, resolve: Resolve): Bytes {
  if (operation.op === 'if') {
    const yes = encodeProgram(operation.yes, resolve);
    const no = encodeProgram(operation.no, resolve);
    const { slot: a, equals: b } = operation;
    return concatHex(
      // Over the branch and the jump at its end.
      encoded(UNLESS, { a, b, c: byteLength(yes) + WORD_BYTES }),
      yes,
      encoded(SKIP, { a: 0, b: 0, c: byteLength(no) }),
      no,
    );
  }
  const body = operation.op === 'call' ? encodeProgram(operation.body, resolve) : '0x';
  const { name, who, ...numbers } = instructionOf(operation, byteLength(body));
  return concatHex(encoded(name, numbers, who === null ? undefined : resolve(who)), body);
}

function encoded(
  name: Code,
  { a, b, c }: { readonly a: number; readonly b: number; readonly c: number },
  address: Address = `0x${'0'.repeat(40)}`,
): Bytes {
  const number = NUMBERS.get(name) ?? 0;
  return concatHex(bytes(number, 1), bytes(0, 1), bytes(a, 2), bytes(b, 4), address, bytes(c, 4));
}

function bytes(value: number, count: number): Bytes {
  const digits = value.toString(16);
  if (digits.length > 2 * count) throw new RangeError(`does not fit ${count} bytes: ${value}`);
  return `0x${digits.padStart(2 * count, '0')}`;
}

/** A label of the assembler out of an instruction's name. */
function labelOf(name: Code): string {
  return `do${name.replaceAll('-', '')}`;
}

function namesOf<Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(record).filter((name): name is Name => name in record);
}
