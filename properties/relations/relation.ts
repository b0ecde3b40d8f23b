/**
 * Metamorphic relations: what an engine must say of a block that was changed, given what it says of
 * the block as it was.
 *
 * Owns what a relation is. No truth and no second engine is needed: an engine is held to itself.
 * (Chen et al., "Metamorphic testing: a review of challenges and opportunities", 2018.)
 */
import type {
  AcceptedBlock,
  Alloc,
  Block,
  ExecuteOptions,
  ExecutionResult,
  Receipt,
} from '#engine/api/index.js';
import { firstDifference, TRUTH_SAYS } from '#harness/compare/index.js';

/** A block and the state before it. */
export interface Subject {
  readonly block: Block;
  readonly preState: Alloc;
}

/** How the engine is asked; whoever asks decides under which schedule. */
export type Ask = (
  block: Block,
  preState: Alloc,
  options?: Pick<ExecuteOptions, 'accesses' | 'invalidTransactions'>,
) => Promise<ExecutionResult>;

/** What a relation says. */
export type Finding =
  | { readonly kind: 'held' }
  /** The block is none that could be changed so, or nothing would change. */
  | { readonly kind: 'vacuous' }
  | { readonly kind: 'broken'; readonly words: string };

/** A relation. `number` decides what is chosen at random. */
export interface Relation {
  readonly name: string;
  readonly why: string;
  readonly examine: (ask: Ask, subject: Subject, number: number) => Promise<Finding>;
}

/** There is nothing to change. */
export const NOTHING: Finding = { kind: 'vacuous' };

/** Whether two results are the same; `said` comes before the difference. */
export function same(said: string, expected: ExecutionResult, actual: ExecutionResult): Finding {
  const difference = firstDifference(expected, actual);
  if (difference === null) return { kind: 'held' };
  const words = difference.words.replace(TRUTH_SAYS, 'the block as it was says');
  return { kind: 'broken', words: `${said}: ${words}` };
}

/** The result where a block is valid, every transaction of it too. */
export function whole(result: ExecutionResult): AcceptedBlock | null {
  return result.status === 'accepted' && result.rejected.length === 0 ? result : null;
}

/** What a transaction asks for, and what it uses, in gas. */
export interface GasDemand {
  readonly gas: bigint;
  readonly gasUsed: bigint;
}

/** Whether the block admits them in that order: the gas left is the one thing that all share. */
export function hasRoom({ env }: Block, demands: readonly GasDemand[]): boolean {
  let room = BigInt(env.currentGasLimit);
  return demands.every(({ gas, gasUsed }) => {
    const isAdmitted = gas <= room;
    room -= gasUsed;
    return isAdmitted;
  });
}

/** What the transactions of a block ask for and use, in its order. */
export function demandsOf(
  { transactions }: Block,
  receipts: readonly Receipt[],
): readonly GasDemand[] {
  return transactions.map(({ gas }, position) => ({
    gas: BigInt(gas),
    gasUsed: BigInt(receipts[position]?.gasUsed ?? 0),
  }));
}

/** Receipts in places that are not theirs any more: with their numbers, and gas as in `like`. */
export function placed(
  receipts: readonly Receipt[],
  like: readonly Receipt[] = receipts,
): readonly Receipt[] {
  return receipts.map((receipt, index) => ({
    ...receipt,
    transactionIndex: index,
    cumulativeGasUsed: like[index]?.cumulativeGasUsed ?? receipt.cumulativeGasUsed,
  }));
}
