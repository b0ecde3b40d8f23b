/**
 * Hints from known kinds of contract.
 *
 * Owns the list of templates and what they share. Every template is asked about every call; one
 * that does not know the selector, or whose probes the contract does not answer, stays silent.
 * Where a contract keeps things is found, never assumed.
 */
import { bytesToHex } from '../primitives/bytes.ts';
import type { DecodedTransaction } from '../evm/decodedTransaction.ts';
import { HintWriter, type Hints } from './hint.ts';
import { concentratedLiquidityTemplate } from './templates/concentratedLiquidity.ts';
import { constantProductTemplate } from './templates/constantProduct.ts';
import { erc1155Template } from './templates/erc1155.ts';
import { erc20Template } from './templates/erc20.ts';
import { erc721Template } from './templates/erc721.ts';
import { ProbeMemory, type ProbeStage, Probes } from './templates/probes.ts';
import { proxyTemplate } from './templates/proxy.ts';
import type { Template } from './templates/template.ts';
import { wrappedEtherTemplate } from './templates/wrappedEther.ts';

const SELECTOR_BYTES = 4;

/** All templates by name. ERC-721 comes before ERC-20, whose selectors it shares. */
const TEMPLATES: readonly Template[] = [
  proxyTemplate,
  erc721Template,
  erc20Template,
  erc1155Template,
  wrappedEtherTemplate,
  constantProductTemplate,
  concentratedLiquidityTemplate,
];

/** Knows contracts by their kind; remembers where they keep things. */
export class TemplateHints {
  readonly #memory = new ProbeMemory();

  /** Expected accesses; none for payments, creations and calls of unknown kind. */
  async of(transaction: DecodedTransaction, stage: ProbeStage): Promise<Hints> {
    const { sender, to, input } = transaction;
    if (sender === null || to === null || input.length < SELECTOR_BYTES) return [];
    const writer = new HintWriter('templates', 'template');
    const call = {
      contract: to,
      caller: sender,
      selector: bytesToHex(input.subarray(0, SELECTOR_BYTES)),
      arguments: input.subarray(SELECTOR_BYTES),
      probes: new Probes(stage, this.#memory),
      writer,
    };
    for (const template of TEMPLATES) {
      await template(call);
    }
    return writer.hints;
  }
}
