/**
 * The chain the stock VM believes it is on: one fork's rules, and the hashes of the ancestors.
 *
 * Owns the translation from fork names to a `Common` of `@ethereumjs/common`, and the small
 * blockchain object BLOCKHASH asks. Does not know headers; the chain rules are not the oracle's.
 */
import { type ChainConfig, Common, Hardfork, Mainnet } from '@ethereumjs/common';
import type { EVMMockBlockchainInterface } from '@ethereumjs/evm';
import { hexToBytes } from '@ethereumjs/util';
import type { Bytes32, Fork, Quantity } from '#engine/api/index.js';
import { kzg } from './kzg.ts';

/** Our fork names in stock spelling. */
const HARDFORK: Readonly<Record<Fork, Hardfork>> = {
  Berlin: Hardfork.Berlin,
  London: Hardfork.London,
  Paris: Hardfork.Paris,
  Shanghai: Hardfork.Shanghai,
  Cancun: Hardfork.Cancun,
  Prague: Hardfork.Prague,
  Osaka: Hardfork.Osaka,
};

/**
 * Mainnet's forks in order, without the DAO fork: it moves balances at one block number and checks
 * extra data, and a block of ours may carry any number.
 */
const HARDFORKS_IN_ORDER: readonly Hardfork[] = [
  Hardfork.Chainstart,
  Hardfork.Homestead,
  Hardfork.TangerineWhistle,
  Hardfork.SpuriousDragon,
  Hardfork.Byzantium,
  Hardfork.Constantinople,
  Hardfork.Petersburg,
  Hardfork.Istanbul,
  Hardfork.MuirGlacier,
  Hardfork.Berlin,
  Hardfork.London,
  Hardfork.ArrowGlacier,
  Hardfork.GrayGlacier,
  Hardfork.Paris,
  Hardfork.Shanghai,
  Hardfork.Cancun,
  Hardfork.Prague,
  Hardfork.Osaka,
];

/** Every fork the oracle executes. */
export const ORACLE_FORKS: readonly Fork[] = [
  'Berlin',
  'London',
  'Paris',
  'Shanghai',
  'Cancun',
  'Prague',
  'Osaka',
];

/**
 * The rules of one fork on one chain. Default crypto: the only slot filled is `kzg`, which has no
 * default and without which stock code refuses blob transactions.
 *
 * @throws Error when the fork is unknown
 */
export function createStockCommon(fork: Fork, chainId: Quantity): Common {
  if (!ORACLE_FORKS.includes(fork)) throw new Error(`the oracle does not know fork ${fork}`);
  const chain: ChainConfig = {
    name: 'lockstep',
    chainId,
    defaultHardfork: HARDFORK[fork],
    consensus: Mainnet.consensus,
    genesis: Mainnet.genesis,
    // Every fork starts at block 0, since a block is executed under the fork it names.
    hardforks: HARDFORKS_IN_ORDER.map((name) => ({ name, block: 0 })),
    bootstrapNodes: [],
    ...(Mainnet.depositContractAddress === undefined
      ? {}
      : { depositContractAddress: Mainnet.depositContractAddress }),
  };
  return new Common({ chain, hardfork: HARDFORK[fork], customCrypto: { kzg } });
}

/**
 * The ancestors as BLOCKHASH sees them. A hash that is asked for and not given is an incomplete
 * input, not a zero: the execution then fails and names the block.
 */
export function createAncestors(
  blockHashes: Readonly<Record<string, Bytes32>>,
): EVMMockBlockchainInterface {
  const ancestors: EVMMockBlockchainInterface = {
    async getBlock(number) {
      const hash = blockHashes[String(number)];
      if (hash === undefined) {
        throw new Error(`env.blockHashes has no block ${number}, and BLOCKHASH asks for it`);
      }
      return { hash: () => hexToBytes(hash) };
    },
    async putBlock() {
      throw new Error('the oracle executes single blocks and keeps no chain');
    },
    shallowCopy: () => ancestors,
  };
  return ancestors;
}
