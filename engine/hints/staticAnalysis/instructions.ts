/**
 * The instruction set, as the abstract interpreter sees it.
 *
 * A table: owns which opcode does what, all but jumps and ends, which are the analyser's. What a
 * fork does not have yet is in it all the same; code that uses it does not run there.
 */
import { PURE } from './arithmetic.ts';
import { ENVIRONMENT_CODES } from './environmentCodes.ts';
import {
  UNKNOWN,
  calldata,
  constant,
  environment,
  ofRegion,
  operation,
  outcome,
} from './expressions.ts';
import {
  type Instruction,
  accountAsking,
  asking,
  calling,
  codeContent,
  copying,
  creating,
  doing,
  dupInstruction,
  popMany,
  pushInstruction,
  pushing,
  slotAsking,
  slotWriting,
  storing,
  swapInstruction,
} from './handlers.ts';

const ANY: Instruction = pushing(0, () => UNKNOWN);
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

/** Instructions by opcode; jumps, ends and what no fork knows are missing. */
export const INSTRUCTIONS: ReadonlyMap<number, Instruction> = new Map<number, Instruction>([
  ...[...PURE].map(([opcode, { arity }]): [number, Instruction] => [
    opcode,
    {
      arity,
      run: (cursor, subject) => {
        cursor.stack.push(operation(opcode, popMany(cursor, arity), subject));
      },
    },
  ]),
  ...[...ENVIRONMENT_CODES].map(([opcode, name]): [number, Instruction] => [
    opcode,
    pushing(0, () => environment(name)),
  ]),
  [
    0x20,
    pushing(2, ([at = UNKNOWN, size = UNKNOWN], { memory }) =>
      ofRegion('keccak', memory.region(at, size)),
    ),
  ],
  [0x31, accountAsking('balance')],
  [0x35, pushing(1, ([offset = UNKNOWN]) => calldata(offset))],
  [0x37, copying((from) => ({ kind: 'calldata', from }))],
  [0x39, copying(codeContent)],
  [0x3a, ANY],
  [0x3b, accountAsking('code-size')],
  [
    0x3c,
    doing(4, ([address = UNKNOWN, offset = UNKNOWN, , length = UNKNOWN], cursor) => {
      cursor.path.steps.push({ kind: 'read-account', what: 'code', address });
      cursor.memory = cursor.memory.after({ offset, length, content: { kind: 'unknown' } });
    }),
  ],
  [
    0x3d,
    pushing(0, (_, { lastCall }) => (lastCall === null ? UNKNOWN : outcome(lastCall, 'size'))),
  ],
  [0x3e, copying((from, _, { cursor }) => ({ kind: 'returned', by: cursor.lastCall, from }))],
  [0x3f, accountAsking('code-hash')],
  [0x40, pushing(1, () => UNKNOWN)],
  [
    0x47,
    asking(0, () => ({ kind: 'read-account', what: 'balance', address: environment('address') })),
  ],
  [0x49, pushing(1, () => UNKNOWN)],
  [0x4a, ANY],
  [0x50, doing(1, () => undefined)],
  [0x51, pushing(1, ([offset = UNKNOWN], { memory }) => memory.load(offset))],
  [0x52, storing(32)],
  [0x53, storing(1)],
  [0x54, slotAsking(false)],
  [0x55, slotWriting(false)],
  [0x58, pushing(0, (_, { pc }) => constant(BigInt(pc)))],
  [0x59, ANY],
  [0x5a, ANY],
  [0x5b, doing(0, () => undefined)],
  [0x5c, slotAsking(true)],
  [0x5d, slotWriting(true)],
  [
    0x5e,
    copying((from, length, { cursor }) => ({
      kind: 'memory',
      region: cursor.memory.region(from, length),
    })),
  ],
  ...range(33).map((count): [number, Instruction] => [0x5f + count, pushInstruction(count)]),
  ...range(16).map((i): [number, Instruction] => [0x80 + i, dupInstruction(i + 1)]),
  ...range(16).map((i): [number, Instruction] => [0x90 + i, swapInstruction(i + 1)]),
  ...range(5).map((topics): [number, Instruction] => [
    0xa0 + topics,
    doing(topics + 2, () => undefined),
  ]),
  [0xf0, creating(false)],
  [0xf1, calling('call')],
  [0xf2, calling('callcode')],
  [0xf4, calling('delegatecall')],
  [0xf5, creating(true)],
  [0xfa, calling('staticcall')],
]);
