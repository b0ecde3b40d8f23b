/**
 * How instructions act on a path, by kind of instruction.
 *
 * Owns the cursor that a path is followed with, and what kinds of instruction do to its stack, its
 * memory and its steps. Which opcode is of which kind is in the table next door. Results of steps
 * are outcomes of these: nothing is evaluated here.
 */
import { padBytes } from '../../primitives/bytes.ts';
import {
  type Content,
  type Dispatch,
  type Expression,
  UNKNOWN,
  ZERO,
  constant,
  outcome,
  valueOf,
} from './expressions.ts';
import type { Memory } from './memory.ts';
import type { CallStep, Path, Step } from './paths.ts';

/** Code under analysis. */
export interface Subject extends Dispatch {
  readonly code: Uint8Array;
}

/** Where one path stands. */
export interface Cursor {
  pc: number;
  readonly stack: Expression[];
  memory: Memory;
  /** The call whose output is at hand. */
  lastCall: CallStep | null;
  path: Path;
}

/** Bytes of code longer than this are not copied. */
const COPY_MAX = 16_384n;

/** Takes an operand off the stack; there is one, or the path has ended before. */
function pop({ stack }: Cursor): Expression {
  return stack.pop() ?? UNKNOWN;
}

/** Takes operands off the stack, the top first. */
export function popMany(cursor: Cursor, count: number): Expression[] {
  return Array.from({ length: count }, () => pop(cursor));
}

type Handler = (cursor: Cursor, subject: Subject) => void;

/** One instruction. */
export interface Instruction {
  /** Operands that it takes. */
  readonly arity: number;
  readonly run: Handler;
}

/** Takes operands and pushes what is made of them. */
export function pushing(
  arity: number,
  make: (operands: Expression[], cursor: Cursor) => Expression,
): Instruction {
  return {
    arity,
    run: (cursor) => {
      const operands = popMany(cursor, arity);
      cursor.stack.push(make(operands, cursor));
    },
  };
}

/** A step whose outcome is pushed. */
export function asking(
  arity: number,
  make: (operands: Expression[], cursor: Cursor) => Step,
): Instruction {
  return pushing(arity, (operands, cursor) => {
    const step = make(operands, cursor);
    cursor.path.steps.push(step);
    return outcome(step);
  });
}

/** Takes operands and pushes nothing. */
export function doing(
  arity: number,
  run: (operands: Expression[], cursor: Cursor, subject: Subject) => void,
): Instruction {
  return {
    arity,
    run: (cursor, subject) => {
      run(popMany(cursor, arity), cursor, subject);
    },
  };
}

/** A copy into memory: destination, source, length. */
export function copying(
  contentOf: (
    from: Expression,
    length: Expression,
    context: { cursor: Cursor; subject: Subject },
  ) => Content,
): Instruction {
  return doing(3, ([offset = UNKNOWN, from = UNKNOWN, length = UNKNOWN], cursor, subject) => {
    const content = contentOf(from, length, { cursor, subject });
    cursor.memory = cursor.memory.after({ offset, length, content });
  });
}

/** A store of one byte, the last of a word, or of all of it. */
export function storing(size: 1 | 32): Instruction {
  return doing(2, ([offset = UNKNOWN, value = UNKNOWN], cursor) => {
    const content: Content = { kind: size === 32 ? 'word' : 'byte', value };
    cursor.memory = cursor.memory.after({ offset, length: constant(BigInt(size)), content });
  });
}

/** What a copy of the running code finds. */
export function codeContent(
  from: Expression,
  length: Expression,
  { subject }: { subject: Subject },
): Content {
  const [start, size] = [valueOf(from), valueOf(length)];
  if (start === null || size === null || size > COPY_MAX) return { kind: 'unknown' };
  const bytes = new Uint8Array(Number(size));
  if (start < BigInt(subject.code.length)) {
    bytes.set(subject.code.subarray(Number(start), Number(start) + Number(size)));
  }
  return { kind: 'bytes', bytes };
}

/** A load from storage. */
export function slotAsking(isTransient: boolean): Instruction {
  return asking(1, ([slot = UNKNOWN]) => ({ kind: 'read-slot', slot, isTransient }));
}

/** A store to storage. */
export function slotWriting(isTransient: boolean): Instruction {
  return doing(2, ([slot = UNKNOWN, value = UNKNOWN], { path }) => {
    path.steps.push({ kind: 'write-slot', slot, value, isTransient });
  });
}

/** A question about another account. */
export function accountAsking(what: Extract<Step, { kind: 'read-account' }>['what']): Instruction {
  return asking(1, ([address = UNKNOWN]) => ({ kind: 'read-account', what, address }));
}

/** Gas, target, value where there is one, then where input and output stand. */
export function calling(how: CallStep['how']): Instruction {
  const hasValue = how === 'call' || how === 'callcode';
  return pushing(hasValue ? 7 : 6, (operands, cursor) => {
    const [, target = UNKNOWN, ...rest] = operands;
    const value = hasValue ? (rest.shift() ?? UNKNOWN) : ZERO;
    const [from = UNKNOWN, size = UNKNOWN, offset = UNKNOWN, length = UNKNOWN] = rest;
    const input = cursor.memory.region(from, size);
    const step: CallStep = { kind: 'call', how, target, value, input };
    cursor.path.steps.push(step);
    cursor.lastCall = step;
    const content: Content = { kind: 'returned', by: step, from: ZERO };
    cursor.memory = cursor.memory.after({ offset, length, content });
    return outcome(step);
  });
}

/** Value, where the init code stands, and a salt where there is one. */
export function creating(hasSalt: boolean): Instruction {
  return asking(
    hasSalt ? 4 : 3,
    ([value = UNKNOWN, from = UNKNOWN, size = UNKNOWN, salt], cursor) => {
      cursor.lastCall = null;
      const initCode = cursor.memory.region(from, size);
      return { kind: 'create', value, initCode, salt: hasSalt ? (salt ?? UNKNOWN) : null };
    },
  );
}

/** Pushes `count` bytes of code; zeros beyond its end. */
export function pushInstruction(count: number): Instruction {
  return {
    arity: 0,
    run: (cursor, { code }) => {
      const bytes = code.subarray(cursor.pc + 1, cursor.pc + 1 + count);
      const cut = new Uint8Array(count);
      cut.set(bytes);
      cursor.stack.push(constant(wordOf(cut)));
      cursor.pc += count;
    },
  };
}

function wordOf(bytes: Uint8Array): bigint {
  const padded = padBytes(bytes, 32);
  const view = new DataView(padded.buffer, padded.byteOffset, 32);
  return [0, 8, 16, 24].reduce((word, at) => (word << 64n) | view.getBigUint64(at), 0n);
}

/** Pushes the entry `depth` below the top, which counts as 1. */
export function dupInstruction(depth: number): Instruction {
  return {
    arity: depth,
    run: ({ stack }) => void stack.push(stack[stack.length - depth] ?? UNKNOWN),
  };
}

/** Swaps the top with the entry `depth` below it. */
export function swapInstruction(depth: number): Instruction {
  return {
    arity: depth + 1,
    run: ({ stack }) => {
      const [top, other] = [stack.length - 1, stack.length - 1 - depth];
      const kept = stack[top] ?? UNKNOWN;
      stack[top] = stack[other] ?? UNKNOWN;
      stack[other] = kept;
    },
  };
}
