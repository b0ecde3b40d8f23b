/**
 * Shapes: small scripted blocks, each with one way in which transactions meet.
 *
 * Owns what `explore --shape` offers. Exhaustive exploration is for blocks of three or four
 * transactions; which block it is matters more than how large it is.
 */
import type { Alloc } from '../api/index.ts';
import {
  type Operation,
  SCRIPT_CONTRACT,
  type Script,
  scriptAccount,
  scriptSlot,
} from '../lanes/scriptedBody.ts';

/** The state that all shapes begin with: a contract with two slots, and accounts with 5 wei. */
export const SHAPE_ALLOC: Alloc = {
  [SCRIPT_CONTRACT]: {
    balance: '0x0',
    nonce: '0x1',
    storage: { [scriptSlot(0)]: '0x1', [scriptSlot(1)]: '0x1' },
  },
  [scriptAccount(0)]: { balance: '0x5', nonce: '0x1' },
  [scriptAccount(1)]: { balance: '0x5', nonce: '0x1' },
};

/** Name of a shape. */
export type ShapeName =
  | 'independent'
  | 'chain'
  | 'dynamic'
  | 'late-write'
  | 'ping-pong'
  | 'narrowing'
  | 'lifecycle'
  | 'beneficiary';

/** The transaction at an index of each shape. */
const SHAPES: Readonly<Record<ShapeName, (index: number) => Script>> = {
  /** Each reads and writes a slot of its own. */
  independent: (index: number): Script => [read(index), write(index, 1)],
  /** Each reads and writes the same slot. */
  chain: (): Script => [read(0), write(0, 1)],
  /** Which slots are read and written depends on what was read. */
  dynamic: (index: number): Script => [
    read(0),
    { kind: 'read-chosen', slot: 1, choices: 2 },
    { kind: 'write-chosen', slot: index % 2, choices: 3, plus: index },
  ],
  /** Writes that come late, and only if what was read is odd. */
  'late-write': (index: number): Script => lateWrite(index),
  /** Even ones write a slot by the parity of another, odd ones that one by the parity of this. */
  'ping-pong': (index: number): Script => [
    read(index % 2),
    { kind: 'write-if-odd', slot: (index + 1) % 2, plus: 1 },
    write(2 + index, 0),
  ],
  /** What is written at first, and read by the next, is not written any more by who knows more. */
  narrowing: (index: number): Script => narrowing(index),
  /** The contract is destroyed, made anew and written, read. */
  lifecycle: (index: number): Script => lifecycle(index),
  /** Every transaction pays one account, and every second looks at it first. */
  beneficiary: (index: number): Script =>
    index % 2 === 0
      ? [credit(1 + index)]
      : [{ kind: 'look', account: 0 }, write(index, 0), credit(1 + index)],
};

/** All of them. */
export const SHAPE_NAMES: readonly ShapeName[] = [
  'independent',
  'chain',
  'dynamic',
  'late-write',
  'ping-pong',
  'narrowing',
  'lifecycle',
  'beneficiary',
];

/** A block of that shape. */
export function shapedScripts(shape: ShapeName, txCount: number): readonly Script[] {
  return Array.from({ length: txCount }, (_, index) => SHAPES[shape](index));
}

function lateWrite(index: number): Script {
  switch (index % 3) {
    case 0:
      return [read(0), write(0, 1)];
    case 1:
      return [read(0), read(2), { kind: 'write-if-odd', slot: 1, plus: index }];
    default:
      return [read(1), read(0), write(2, index)];
  }
}

/** Of four; the third is told of twice, by the first and by the second. */
function narrowing(index: number): Script {
  switch (index % 4) {
    case 0:
      return [read(0), write(0, 1)];
    case 1:
      return [write(3, 2)];
    case 2:
      return [read(3), read(0), { kind: 'write-if-odd', slot: 2, plus: 1 }];
    default:
      return [read(2), write(1, 3)];
  }
}

function lifecycle(index: number): Script {
  switch (index % 3) {
    case 0:
      return [read(0), { kind: 'destroy' }];
    case 1:
      return [{ kind: 'create' }, read(1), write(0, 1 + index)];
    default:
      return [read(0), read(1), write(1, index)];
  }
}

function read(slot: number): Operation {
  return { kind: 'read', slot };
}

function write(slot: number, plus: number): Operation {
  return { kind: 'write', slot, plus };
}

function credit(amount: number): Operation {
  return { kind: 'credit', account: 0, amount };
}
