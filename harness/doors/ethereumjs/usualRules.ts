/**
 * Whether the rules of a VM are those of mainnet.
 *
 * Owns the comparison of parameters: a `Common` may say other prices and limits for a fork of the
 * same name, and an engine of ours knows none but the fork's own. A VM, a block and each of its
 * transactions have a `Common` of their own.
 */
import { type Block as StockBlock, createBlock } from '@ethereumjs/block';
import { Common, Mainnet } from '@ethereumjs/common';
import { createLegacyTx } from '@ethereumjs/tx';
import { createVM, type VM } from '@ethereumjs/vm';
import { StockOnly } from './stockOnly.ts';

/** As each package makes them for mainnet. */
interface Usual {
  readonly vm: Common;
  readonly block: Common;
  readonly transaction: Common;
}

const usual = new Map<string, Promise<Usual>>();

/** Throws `StockOnly` where they are others, or the block is of another fork than the VM. */
export async function checkRules({ common }: VM, block: StockBlock): Promise<void> {
  const hardfork = common.hardfork();
  if (block.common.hardfork() !== hardfork) {
    throw new StockOnly('the block is of another fork than the VM');
  }
  const known = usual.get(hardfork) ?? mainnetAt(hardfork);
  usual.set(hardfork, known);
  const mainnet = await known;
  const { depositContractAddress: deposits } = chainOf(common);
  if (deposits !== undefined && deposits !== chainOf(mainnet.vm).depositContractAddress) {
    throw new StockOnly('its deposit contract is not that of mainnet');
  }
  checkParams(common, mainnet.vm);
  checkParams(block.common, mainnet.block);
  for (const transaction of block.transactions) {
    if (transaction.common.hardfork() !== hardfork) {
      throw new StockOnly('a transaction is of another fork than the block');
    }
    checkParams(transaction.common, mainnet.transaction);
  }
}

async function mainnetAt(hardfork: string): Promise<Usual> {
  const make = (): Common => new Common({ chain: Mainnet, hardfork });
  const { common: vm } = await createVM({ common: make() });
  const { common: block } = createBlock({}, { common: make() });
  const { common: transaction } = createLegacyTx({}, { common: make() });
  return { vm, block, transaction };
}

function checkParams(common: Common, mainnet: Common): void {
  for (const name of Object.keys(paramsOf(mainnet))) {
    if (common.param(name) === mainnet.param(name)) continue;
    throw new StockOnly(`the parameter ${name} is not that of mainnet`);
  }
}

function chainOf(common: Common): { readonly depositContractAddress?: unknown } {
  const params: unknown = Reflect.get(common, '_chainParams');
  return typeof params === 'object' && params !== null ? params : {};
}

/** Everything that is priced or limited under the fork. */
function paramsOf(common: Common): object {
  const params: unknown = Reflect.get(common, '_paramsCache');
  if (typeof params === 'object' && params !== null) return params;
  throw new StockOnly('the parameters of the VM cannot be read');
}
