/**
 * EDR, Hardhat's node on revm, from its npm package.
 *
 * Owns how a provider is made for each chain, in this process: there is nothing to start and no
 * port. The package is native code, which is why this module is only ever loaded by the bridge.
 */
import {
  ContractDecoder,
  EdrContext,
  L1_CHAIN_TYPE,
  l1ProviderFactory,
  MineOrdering,
  type Provider,
  type ProviderConfig,
} from '@nomicfoundation/edr';
import { BEACON_ROOTS_ADDRESS, HISTORY_STORAGE_ADDRESS } from '#generators/build/predeploys.js';
import type { AllocAccount, Quantity } from '#engine/api/index.js';
import type { DevNode, Genesis, NodeKind } from './devNode.ts';
import { requestText, resultOf } from './jsonRpc.ts';

/** Opens EDR. Rejects where its native part is missing. */
export async function openEdr(): Promise<NodeKind> {
  const context = new EdrContext();
  await context.registerProviderFactory(L1_CHAIN_TYPE, l1ProviderFactory());
  const start = async (genesis: Genesis): Promise<DevNode> => {
    const provider = await context.createProvider(
      L1_CHAIN_TYPE,
      configOf(genesis),
      { enable: false, decodeConsoleLogInputsCallback: () => [], printLineCallback: ignore },
      { subscriptionCallback: ignore },
      new ContractDecoder(),
    );
    const node = nodeOf(provider);
    await setStorage(node, genesis);
    return node;
  };
  return {
    name: 'edr',
    version: await versionOf(start),
    forks: ['Cancun', 'Prague', 'Osaka'],
    neverCalled: [BEACON_ROOTS_ADDRESS, HISTORY_STORAGE_ADDRESS],
    stateBy: 'root',
    alwaysThere: () => [],
    start,
    close: async () => {},
  };
}

function ignore(): void {}

function nodeOf(provider: Provider): DevNode {
  let nextId = 1;
  return {
    ask: async (method, ...params) => {
      const id = nextId;
      nextId += 1;
      const response = await provider.handleRequest(requestText(id, method, params));
      const data: unknown = response.data;
      const answer: unknown = typeof data === 'string' ? JSON.parse(data) : data;
      return resultOf(answer, method);
    },
    close: async () => {},
  };
}

async function versionOf(start: NodeKind['start']): Promise<string> {
  const node = await start({
    fork: 'Prague',
    chainId: '0x1',
    alloc: {},
    timestamp: '0x1',
    gasLimit: '0x1c9c380',
    baseFee: '0x1',
    coinbase: `0x${'00'.repeat(20)}`,
    beaconRoot: null,
  });
  return String(await node.ask('web3_clientVersion'));
}

function configOf(genesis: Genesis): ProviderConfig {
  const { fork, alloc, chainId, gasLimit, timestamp, beaconRoot } = genesis;
  return {
    allowBlocksWithSameTimestamp: false,
    allowUnlimitedContractSize: false,
    bailOnCallFailure: false,
    bailOnTransactionFailure: false,
    chainId: BigInt(chainId),
    coinbase: bytesOf(genesis.coinbase),
    defaultTransactionGasLimit: BigInt(gasLimit),
    genesisState: Object.entries(alloc).map(([address, account]) => overrideOf(address, account)),
    hardfork: fork,
    initialBaseFeePerGas: BigInt(genesis.baseFee),
    ...(beaconRoot !== null && { initialParentBeaconBlockRoot: bytesOf(beaconRoot) }),
    minGasPrice: 0n,
    mining: {
      autoMine: false,
      blockGasLimit: BigInt(gasLimit),
      memPool: { order: MineOrdering.Fifo },
    },
    network: {
      genesisBlockGasLimit: BigInt(gasLimit),
      genesisBlockTime: BigInt(timestamp),
      genesisBlobGas: { gasUsed: 0n, excessGas: 0n },
    },
    networkId: BigInt(chainId),
    observability: {},
    ownedAccounts: [],
    precompileOverrides: [],
  };
}

function overrideOf(address: string, account: AllocAccount) {
  const { balance, nonce, code } = account;
  return {
    address: bytesOf(address),
    balance: BigInt(balance),
    nonce: BigInt(nonce ?? 0),
    ...(code !== undefined && { code: bytesOf(code) }),
  };
}

/** The genesis state takes no storage, so that it is written before the first block. */
async function setStorage(node: DevNode, { alloc }: Genesis): Promise<void> {
  for (const [address, { storage = {} }] of Object.entries(alloc)) {
    for (const [slot, value] of Object.entries(storage)) {
      await node.ask('hardhat_setStorageAt', address, shortQuantity(slot), value);
    }
  }
}

function shortQuantity(slot: string): Quantity {
  return `0x${BigInt(slot).toString(16)}`;
}

function bytesOf(hex: string): Uint8Array {
  return Buffer.from(hex.slice(2), 'hex');
}
