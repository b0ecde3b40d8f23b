/**
 * Cases as blocks with true headers.
 *
 * Owns who says what is true (two engines, which must agree) and what of a case is left out, with
 * the reason. Each block of a case becomes a test of its own, on the state that those before it
 * left.
 */
import type { Alloc, Engine, Fork } from '#engine/api/index.js';
import type { CorpusCase } from '#fixtures/corpus/case.js';
import { type ChildBlock, childBlock } from '#fixtures/export/childBlock.js';
import { Inexpressible } from '#fixtures/export/inexpressible.js';
import { type Execute, type TrueBlock, trueBlock } from '#fixtures/export/truth.js';
import { firstDifference } from '../compare/index.ts';

/** A block that can be written. */
export interface ExportedBlock {
  /** `family/name/0`: the case, and the block's position in it. */
  readonly name: string;
  readonly fork: Fork;
  readonly summary: string;
  readonly child: ChildBlock;
  readonly block: TrueBlock;
}

/** One that cannot. */
export interface LeftOut {
  readonly name: string;
  readonly fork: Fork;
  /** A phrase without a full stop. */
  readonly reason: string;
}

/** Who is asked. */
export interface Witnesses {
  readonly serial: Engine;
  readonly oracle: Engine;
}

/** What becomes of each block of the case with at least `transactionsMin` transactions. */
export async function* exportedBlocks(
  { id, fork, summary, blocks, preState, policy }: CorpusCase,
  witnesses: Witnesses,
  transactionsMin: number,
): AsyncGenerator<ExportedBlock | LeftOut, void, undefined> {
  const execute = agreed(witnesses);
  let state: Alloc = preState;
  for (const [index, { block }] of blocks.entries()) {
    const name = `${id}/${String(index)}`;
    const input = { block, preState: state };
    if (block.transactions.length >= transactionsMin) {
      try {
        const child = await childBlock(input);
        yield { name, fork, summary, child, block: await trueBlock(child, execute) };
      } catch (error) {
        if (!(error instanceof Inexpressible)) throw error;
        yield { name, fork, reason: error.message };
      }
    }
    if (index === blocks.length - 1) return;
    const result = await witnesses.serial.execute(block, state, { invalidTransactions: policy });
    if (result.status === 'accepted') state = result.postState;
  }
}

/** What both say. Throws `Inexpressible` where they do not say the same. */
function agreed({ serial, oracle }: Witnesses): Execute {
  return async ({ block, preState }, invalidTransactions) => {
    const truth = await oracle.execute(block, preState, { invalidTransactions });
    const said = await serial.execute(block, preState, { invalidTransactions });
    const difference = firstDifference(truth, said);
    if (difference === null) return truth;
    throw new Inexpressible(`serial and oracle do not agree: ${difference.words}`);
  };
}
