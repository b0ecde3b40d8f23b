/**
 * What generators really make.
 *
 * Owns the counts and their table: how much meets, is aborted, fails, is refused.
 */

import { columns } from '#harness/report/words.js';

/** Counts over the blocks of one generator. */
export interface GeneratorFacts {
  blocks: number;
  transactions: number;
  /** Blocks in which a transaction needs what another wrote. */
  conflicting: number;
  /** Blocks that are refused. */
  rejected: number;
  /** Transactions that ran and failed. */
  failed: number;
  /** Incarnations that gave up or waited, over all engines. */
  aborts: number;
}

/** Nothing counted yet. */
export function noFacts(): GeneratorFacts {
  return { blocks: 0, transactions: 0, conflicting: 0, rejected: 0, failed: 0, aborts: 0 };
}

/** One row a generator. */
export function generatorTable(rows: ReadonlyMap<string, GeneratorFacts>): string {
  const cells = [...rows].map(([name, facts]) => {
    const { blocks, transactions, conflicting, rejected, failed, aborts } = facts;
    return [
      name,
      String(blocks),
      String(transactions),
      percent(conflicting, blocks),
      percent(rejected, blocks),
      percent(failed, transactions),
      (aborts / Math.max(1, transactions)).toFixed(1),
    ];
  });
  const heads = ['generator', 'blocks', 'txs', 'conflict', 'refused', 'failed', 'aborts/tx'];
  return columns([heads, ...cells]);
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${Math.round((100 * part) / whole)} %`;
}
