/**
 * For tests of static analysis: what reading code says of a whole block, beside the truth.
 *
 * Owns the question alone: no template, no index and no simulation is asked.
 */
import type { Alloc, Block } from '../../api/index.ts';
import { envelopeHints } from '../envelope.ts';
import { type Hints, mergeHints } from '../hint.ts';
import { StaticHints } from '../staticHints.ts';
import { playScene } from './hintScene.ts';

/** What reading code says of a transaction. */
export interface CodeReading {
  readonly hints: Hints;
  readonly truth: Hints;
  readonly isSuccess: boolean;
}

/** Hints for every transaction of a block on the state before it, by reading code alone. */
export async function readCode(block: Block, preState: Alloc): Promise<readonly CodeReading[]> {
  const { stage, transactions } = await playScene(block, preState);
  const source = new StaticHints();
  const found: CodeReading[] = [];
  for (const { transaction, truth, incarnation } of transactions) {
    const hints = mergeHints([
      envelopeHints(transaction, stage.block),
      await source.of(transaction, stage.reader, stage.block),
    ]);
    const { outcome } = incarnation;
    found.push({ hints, truth, isSuccess: outcome.kind === 'executed' && outcome.isSuccess });
  }
  return found;
}
