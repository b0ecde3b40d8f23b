/**
 * Hints from reading the code: what its instructions would touch for this transaction.
 *
 * Owns the way in: the outermost message or creation, over analyses that are kept between blocks.
 * Finds what follows from the transaction, the block and the state it is given; a hint is only
 * likely, since a branch may go another way once transactions before it have run.
 */
import type { StateReader } from '../primitives/reader.ts';
import type { BlockContext } from '../evm/blockContext.ts';
import type { DecodedTransaction } from '../evm/decodedTransaction.ts';
import { HintWriter, type Hints } from './hint.ts';
import { Analyses } from './staticAnalysis/analyses.ts';
import { Calls } from './staticAnalysis/calls.ts';
import { createdAddress } from './staticAnalysis/contractAddress.ts';
import { ExpectedState } from './staticAnalysis/expectedState.ts';
import { WALK_LIMITS } from './staticAnalysis/limits.ts';
import { PartialBytes } from './staticAnalysis/partialBytes.ts';

/** Analyses codes, once each, and instantiates what it found for transactions. */
export class StaticHints {
  readonly #analyses = new Analyses();

  /** Expected accesses on the state that `reader` shows. Changes nothing. */
  async of(
    transaction: DecodedTransaction,
    reader: StateReader,
    block: BlockContext,
  ): Promise<Hints> {
    const { sender, to, value, input, nonce } = transaction;
    if (sender === null) return [];
    const writer = new HintWriter('static', 'likely');
    const state = new ExpectedState(reader, writer);
    const { steps, evaluations, forks } = WALK_LIMITS;
    const budget = { steps, evaluations, forks };
    const calls = new Calls({ state, analyses: this.#analyses, budget });
    const common = { caller: sender, origin: sender, value, block };
    const before = state.snapshot();
    const end =
      to === null
        ? await calls.creation(
            createdAddress(sender, nonce),
            {
              ...common,
              address: createdAddress(sender, nonce),
              input: PartialBytes.zeros(0),
              code: input,
            },
            0,
          )
        : await calls.message(
            {
              target: to,
              frame: { ...common, address: to, input: PartialBytes.of(input) },
              why: 'the transaction calls it',
            },
            0,
          );
    if (end.kind === 'reverted') state.restore(before);
    state.close();
    return writer.hints;
  }
}
