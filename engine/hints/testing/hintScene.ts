/**
 * A scene for tests of hints: one block, the state before it, and the truth about its transactions.
 *
 * Owns the plain comparison of predicted with real locations. Serial execution is the judge, by the
 * real executor.
 */
import type { Alloc, Block } from '../../api/index.ts';
import { blockContextOf } from '../../evm/blockContext.ts';
import { type DecodedTransaction, decodeTransaction } from '../../evm/decodedTransaction.ts';
import { EthereumJSCore } from '../../evm/ethereumjsCore.ts';
import { executeTransaction, type Incarnation } from '../../evm/executor.ts';
import { CommittedState } from '../../state/committedState.ts';
import { accessHints } from '../accessHints.ts';
import { type Hints, placeKey } from '../hint.ts';
import type { HintStage } from '../hintMaker.ts';

/** A transaction and what became of it. */
export interface SceneTransaction {
  readonly index: number;
  readonly transaction: DecodedTransaction;
  readonly incarnation: Incarnation;
  /** What it really read and wrote. */
  readonly truth: Hints;
}

/** A block that was run. */
export interface HintScene {
  /** The state before the block. */
  readonly stage: HintStage;
  readonly transactions: readonly SceneTransaction[];
}

/** Runs a block in index order. */
export async function playScene(block: Block, preState: Alloc): Promise<HintScene> {
  const context = blockContextOf(block);
  const core = new EthereumJSCore(context.fork, context.chainId);
  const state = new CommittedState(preState);
  const transactions: SceneTransaction[] = [];
  for (const [index, signed] of block.transactions.entries()) {
    const transaction = decodeTransaction(signed);
    const incarnation = await executeTransaction(transaction, state, { core, block: context });
    state.apply(incarnation.writes);
    const truth = accessHints(incarnation, { source: 'simulation', grade: 'exact' });
    transactions.push({ index, transaction, incarnation, truth });
  }
  return { stage: { reader: new CommittedState(preState), core, block: context }, transactions };
}

/** Counts of locations. */
export interface HintCounts {
  readonly predicted: number;
  readonly real: number;
  readonly both: number;
}

/** Compares, over all locations or over slots alone. */
export function compareHints(
  hints: Hints,
  truth: Hints,
  { onlyStorage }: { readonly onlyStorage: boolean },
): HintCounts {
  const keys = (list: Hints): ReadonlySet<string> =>
    new Set(
      list.flatMap(({ place }) =>
        onlyStorage && place.kind !== 'storage' ? [] : [placeKey(place)],
      ),
    );
  const [predicted, real] = [keys(hints), keys(truth)];
  const both = [...predicted].filter((key) => real.has(key)).length;
  return { predicted: predicted.size, real: real.size, both };
}

/** Adds up. */
export function sumCounts(counts: readonly HintCounts[]): HintCounts {
  return counts.reduce(
    (sum, { predicted, real, both }) => ({
      predicted: sum.predicted + predicted,
      real: sum.real + real,
      both: sum.both + both,
    }),
    { predicted: 0, real: 0, both: 0 },
  );
}
