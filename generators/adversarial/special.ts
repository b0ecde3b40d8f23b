/**
 * What a trick is: blocks around one thing that engines get wrong.
 *
 * Owns the type and what authors of tricks need. A trick says what each transaction of a block is,
 * from its index and two random numbers, and what is special about the block itself.
 */
import type { Program } from '../gadgets/operation.ts';
import { type BlockSpec, PLAIN, type TransactionSpec } from './blockSpec.ts';

/** Numbers that decide what a transaction is; each shrinks to 0. */
export interface Draw {
  readonly detail: number;
  readonly other: number;
}

/** A trick. */
export interface Special {
  readonly name: string;
  readonly why: string;
  readonly transaction: (index: number, draw: Draw) => TransactionSpec;
  /** Who is paid the fees; default nobody else. */
  readonly beneficiary?: number | null;
  /** What is special about the block, by the numbers of its first transaction. */
  readonly block?: (draw: Draw) => Partial<Pick<BlockSpec, 'header' | 'withdrawals'>>;
}

/** Takes long: in time, and in steps, each of which reads a place of its own. */
export const SLOWLY: Program = [
  { op: 'burn', rounds: 300 },
  ...Array.from({ length: 16 }, (_, index) => ({ op: 'read', slot: 100 + index }) as const),
];

/** One in three transactions is of a sender that others share. */
export function fromOf(number: number): TransactionSpec['from'] {
  return number % 3 === 2 ? number % 4 : 'own';
}

/** A transaction that has runner 0 run a program. */
export function runs(program: Program, rest: Partial<TransactionSpec> = {}): TransactionSpec {
  return { ...PLAIN, action: { kind: 'interpreted', by: 0 }, program, ...rest };
}

/** One of several, by a number of any size. */
export function at<Item>(items: readonly [Item, ...Item[]], index: number): Item {
  return items[index % items.length] ?? items[0];
}
