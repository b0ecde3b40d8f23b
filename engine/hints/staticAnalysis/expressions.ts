/**
 * Symbolic words and bytes: what an operand is made of, before anyone knows the transaction.
 *
 * Owns the expressions, the regions of memory they may hash, and the little that is simplified when
 * they are made (constants, the selector). A recipe for a location is such an expression. Does not
 * evaluate: that takes a transaction and a state.
 */
import { MAX_WORD, PURE } from './arithmetic.ts';
import { ANALYSIS_LIMITS } from './limits.ts';
import type { CallStep, Step } from './paths.ts';

/** What a frame knows without reading anything. */
export type EnvironmentName =
  | 'address'
  | 'origin'
  | 'caller'
  | 'callvalue'
  | 'calldatasize'
  | 'codesize'
  | 'beneficiary'
  | 'timestamp'
  | 'number'
  | 'prevrandao'
  | 'gaslimit'
  | 'chainid'
  | 'basefee';

/** A word of 256 bits. `depth` is the number of levels below it. */
export type Expression =
  | { readonly kind: 'constant'; readonly value: bigint; readonly depth: 0 }
  | { readonly kind: 'environment'; readonly name: EnvironmentName; readonly depth: 0 }
  | { readonly kind: 'calldata'; readonly offset: Expression; readonly depth: number }
  | {
      readonly kind: 'operation';
      readonly opcode: number;
      readonly operands: readonly Expression[];
      readonly depth: number;
    }
  /** The word at the region's beginning, or the hash of it all. */
  | { readonly kind: 'load' | 'keccak'; readonly region: Region; readonly depth: number }
  /** What an earlier step of the path found: a value, a success; or how much a call returned. */
  | {
      readonly kind: 'outcome';
      readonly of: Step;
      readonly part: 'value' | 'size';
      readonly depth: 0;
    }
  | { readonly kind: 'unknown'; readonly depth: 0 };

/** What a write puts into memory. */
export type Content =
  | { readonly kind: 'word' | 'byte'; readonly value: Expression }
  | { readonly kind: 'calldata'; readonly from: Expression }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'returned'; readonly by: CallStep | null; readonly from: Expression }
  | { readonly kind: 'memory'; readonly region: Region }
  | { readonly kind: 'unknown' };

/** One write to memory; both numbers are in bytes. */
export interface MemoryWrite {
  readonly offset: Expression;
  readonly length: Expression;
  readonly content: Content;
}

/** A piece of memory at one moment: the writes that may reach into it, oldest first. */
export interface Region {
  readonly writes: readonly MemoryWrite[];
  readonly offset: Expression;
  readonly length: Expression;
  readonly depth: number;
}

/** What is known of the first four bytes of call data. */
export interface Dispatch {
  /** `null` when they may be any. */
  readonly selector: bigint | null;
  /** Set once they have decided something. */
  usesSelector: boolean;
}

/** Nothing is known. */
export const UNKNOWN: Expression = { kind: 'unknown', depth: 0 };
/** 0. */
export const ZERO: Expression = constant(0n);

/** A known word. */
export function constant(value: bigint): Expression {
  return { kind: 'constant', value, depth: 0 };
}

/** What the frame knows. */
export function environment(name: EnvironmentName): Expression {
  return { kind: 'environment', name, depth: 0 };
}

/** The word of call data at `offset`, zeros beyond the end. */
export function calldata(offset: Expression): Expression {
  return bounded({ kind: 'calldata', offset, depth: offset.depth + 1 });
}

/** What a step found. */
export function outcome(of: Step, part: 'value' | 'size' = 'value'): Expression {
  return { kind: 'outcome', of, part, depth: 0 };
}

/** A word of memory, or the hash of a piece of it. */
export function ofRegion(kind: 'load' | 'keccak', region: Region): Expression {
  return bounded({ kind, region, depth: region.depth + 1 });
}

/** The number, if it is known now. */
export function valueOf(expression: Expression): bigint | null {
  return expression.kind === 'constant' ? expression.value : null;
}

const [DIV, AND, SHR, ADD, SUB, EQ] = [0x04, 0x16, 0x1c, 0x01, 0x03, 0x14];
const SELECTOR_SHIFT = 224n;

/**
 * A pure instruction on its operands, first the top of the stack. With a selector, the first four
 * bytes of call data are known, which decides what dispatchers compare.
 */
export function operation(
  opcode: number,
  operands: readonly Expression[],
  dispatch: Dispatch,
): Expression {
  const known = operands.map(valueOf);
  const values = known.filter((value) => value !== null);
  const pure = PURE.get(opcode);
  if (pure !== undefined && values.length === operands.length) return constant(pure.apply(values));
  return (
    simplified(opcode, operands) ??
    selected(opcode, operands, dispatch) ??
    bounded({ kind: 'operation', opcode, operands, depth: 1 + depthOf(operands) })
  );
}

/** The largest depth. */
export function depthOf(expressions: readonly Expression[]): number {
  return expressions.reduce((deepest, { depth }) => Math.max(deepest, depth), 0);
}

const stateful = new WeakMap<Expression, boolean>();

/** Whether the word is made of something that was read or returned. */
export function dependsOnState(expression: Expression): boolean {
  const known = stateful.get(expression);
  if (known !== undefined) return known;
  const depends = expression.kind === 'outcome' || partsOf(expression).some(dependsOnState);
  stateful.set(expression, depends);
  return depends;
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'calldata':
      return [expression.offset];
    case 'operation':
      return expression.operands;
    case 'load':
    case 'keccak':
      return partsOfRegion(expression.region);
    default:
      return [];
  }
}

function partsOfRegion({ offset, length, writes }: Region): readonly Expression[] {
  return [
    offset,
    length,
    ...writes.flatMap((write) => [write.offset, write.length, ...partsOfContent(write.content)]),
  ];
}

/** What the call returned stands for what it was called with. */
function partsOfContent(content: Content): readonly Expression[] {
  switch (content.kind) {
    case 'word':
    case 'byte':
      return [content.value];
    case 'calldata':
      return [content.from];
    case 'returned':
      return content.by === null ? [content.from] : [outcome(content.by)];
    case 'memory':
      return partsOfRegion(content.region);
    default:
      return [];
  }
}

function bounded(expression: Expression): Expression {
  return expression.depth > ANALYSIS_LIMITS.depth ? UNKNOWN : expression;
}

function simplified(opcode: number, operands: readonly Expression[]): Expression | null {
  const [a = UNKNOWN, b = UNKNOWN] = operands;
  if (opcode === ADD && valueOf(a) === 0n) return b;
  if ((opcode === ADD || opcode === SUB) && valueOf(b) === 0n) return a;
  if (opcode === AND && valueOf(a) === MAX_WORD) return b;
  if (opcode === AND && valueOf(b) === MAX_WORD) return a;
  if (a === b && a.kind !== 'unknown') {
    if (opcode === SUB) return ZERO;
    if (opcode === EQ) return constant(1n);
  }
  return null;
}

/** The first word of call data, shifted so far that only its selector is left. */
function selected(
  opcode: number,
  operands: readonly Expression[],
  dispatch: Dispatch,
): Expression | null {
  const { selector } = dispatch;
  const [a = UNKNOWN, b = UNKNOWN] = operands;
  const isFirstWord = (word: Expression): boolean =>
    word.kind === 'calldata' && valueOf(word.offset) === 0n;
  if (selector === null) return null;
  const shift = valueOf(a);
  if (opcode === SHR && shift !== null && shift >= SELECTOR_SHIFT && isFirstWord(b)) {
    dispatch.usesSelector = true;
    return constant(selector >> (shift - SELECTOR_SHIFT));
  }
  if (opcode === DIV && valueOf(b) === 1n << SELECTOR_SHIFT && isFirstWord(a)) {
    dispatch.usesSelector = true;
    return constant(selector);
  }
  return null;
}
