/**
 * Paths through code: what it reads, writes and calls, branch by branch.
 *
 * Owns the shape of an analysis: a tree of paths, whose steps have operands that are expressions.
 * Steps are what the outside can notice; everything else has become part of some expression. Does
 * not know any transaction.
 */
import type { Expression, Region } from './expressions.ts';

/** A call of another account. */
export interface CallStep {
  readonly kind: 'call';
  readonly how: 'call' | 'callcode' | 'delegatecall' | 'staticcall';
  readonly target: Expression;
  /** In wei; zero where the instruction has none. */
  readonly value: Expression;
  readonly input: Region;
}

/** One thing that code does to the state, or asks of it. */
export type Step =
  | { readonly kind: 'read-slot'; readonly slot: Expression; readonly isTransient: boolean }
  | {
      readonly kind: 'write-slot';
      readonly slot: Expression;
      readonly value: Expression;
      readonly isTransient: boolean;
    }
  | {
      readonly kind: 'read-account';
      readonly what: 'balance' | 'code-size' | 'code-hash' | 'code';
      readonly address: Expression;
    }
  | CallStep
  | {
      readonly kind: 'create';
      /** In wei. */
      readonly value: Expression;
      readonly initCode: Region;
      /** `null` for CREATE. */
      readonly salt: Expression | null;
    }
  | { readonly kind: 'destroy'; readonly heir: Expression };

/** How a path ends. */
export type Ending =
  | { readonly kind: 'returned' | 'reverted'; readonly output: Region | null }
  | {
      readonly kind: 'branch';
      readonly condition: Expression;
      /** Where the condition is not zero; `null` when it was not followed. */
      readonly taken: Path | null;
      readonly fallen: Path | null;
    }
  /** A bound was met, or a jump whose target is not known. */
  | { readonly kind: 'cut' };

/** Steps up to a branch or an end. */
export interface Path {
  readonly steps: Step[];
  ending: Ending;
}

/** A path that nothing is known of yet; left so, it is a path that was cut. */
export function openPath(): Path {
  return { steps: [], ending: { kind: 'cut' } };
}

const failing = new WeakMap<Path, boolean>();

/** Whether every way on ends in a revert or is not known: transactions are expected to succeed. */
export function onlyFails(path: Path): boolean {
  const known = failing.get(path);
  if (known !== undefined) return known;
  const { ending } = path;
  const fails =
    ending.kind === 'branch'
      ? [ending.taken, ending.fallen].every((next) => next === null || onlyFails(next))
      : ending.kind !== 'returned';
  failing.set(path, fails);
  return fails;
}
