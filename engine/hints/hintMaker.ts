/**
 * Hints of a transaction from several sources at once.
 *
 * Owns which sources are asked and that the envelope always is; what they say becomes one list.
 * Keeps what sources learn about codes and contracts from block to block. Does not know when hints
 * are used: who uses them on a later state says so with `agedHints`.
 */
import { unreachable } from '../primitives/invariant.ts';
import type { StateReader } from '../primitives/reader.ts';
import type { BlockContext } from '../evm/blockContext.ts';
import type { EVMCore } from '../evm/core.ts';
import type { DecodedTransaction } from '../evm/decodedTransaction.ts';
import { accessListHints } from './accessList.ts';
import { type BlockAccessList, blockAccessListHints } from './blockAccessList.ts';
import { envelopeHints } from './envelope.ts';
import { type AskedSource, type Hints, mergeHints } from './hint.ts';
import type { HintIndex } from './hintIndex.ts';
import { simulationHints } from './simulation.ts';
import { StaticHints } from './staticHints.ts';
import { TemplateHints } from './templates.ts';

/** The state and block that hints are made on. */
export interface HintStage {
  readonly reader: StateReader;
  readonly core: EVMCore;
  readonly block: BlockContext;
}

/** What some sources need. */
export interface HintKnowledge {
  /** Default: nothing is learned. */
  readonly index?: HintIndex;
  /** The list that came with the block; default none. */
  readonly blockAccessList?: BlockAccessList;
}

/** Makes hints. */
export class HintMaker {
  readonly #sources: readonly AskedSource[];
  readonly #static = new StaticHints();
  readonly #templates = new TemplateHints();

  constructor(sources: readonly AskedSource[]) {
    this.#sources = sources;
  }

  /** Hints of the transaction at TxIndex `index` of its block. */
  async of(
    { transaction, index }: { readonly transaction: DecodedTransaction; readonly index: number },
    stage: HintStage,
    knowledge: HintKnowledge = {},
  ): Promise<Hints> {
    const lists: Hints[] = [envelopeHints(transaction, stage.block)];
    for (const source of this.#sources) {
      lists.push(await this.#ask(source, { transaction, index, stage, knowledge }));
    }
    return mergeHints(lists);
  }

  async #ask(source: AskedSource, question: Question): Promise<Hints> {
    const { transaction, index, stage, knowledge } = question;
    switch (source) {
      case 'access-list':
        return accessListHints(transaction);
      case 'bal':
        return blockAccessListHints(knowledge.blockAccessList ?? [], index);
      case 'templates':
        return this.#templates.of(transaction, stage);
      case 'static':
        return this.#static.of(transaction, stage.reader, stage.block);
      case 'simulation':
        return simulationHints(transaction, stage.reader, stage);
      case 'index':
        return knowledge.index?.of(transaction) ?? [];
      default:
        return unreachable(source);
    }
  }
}

interface Question {
  readonly transaction: DecodedTransaction;
  readonly index: number;
  readonly stage: HintStage;
  readonly knowledge: HintKnowledge;
}
