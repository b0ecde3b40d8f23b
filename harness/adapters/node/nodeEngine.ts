/**
 * An engine that is a development node.
 *
 * Owns the way of one block through a node: a chain that begins at its state, transactions into the
 * pool, one block mined, and what came of it read back. A node decides about parts of the context
 * itself, so that a block is run once to see them (`express`) and judged as it then is. What a node
 * cannot be given, or does not take into its block, is declined and never guessed.
 */
import { isDeepStrictEqual } from 'node:util';
import type {
  Alloc,
  Block,
  BlockInput,
  Engine,
  Env,
  ExecutionResult,
  Quantity,
} from '#engine/api/index.js';
import { predeploys } from '#generators/build/predeploys.js';
import { Unsupported } from '../../input/unsupported.ts';
import { readExecution } from '../../protocol/readResult.ts';
import type { DevNode, NodeKind } from './devNode.ts';
import { type MinedBlock, readMinedBlock } from './minedBlock.ts';
import { envelopeOf } from './envelope.ts';
import { METHOD_NOT_FOUND, RpcError } from './jsonRpc.ts';
import {
  refuseContracts,
  refuseEmptyAccounts,
  refuseRequests,
  refuseSenders,
} from './unlikeChains.ts';

/** Makes an engine of a node. Closing it closes the node. */
export function createNodeEngine(kind: NodeKind): Engine {
  /** What the last block came to, while nobody has asked for it. */
  let ahead: { readonly input: BlockInput; readonly result: ExecutionResult } | null = null;
  return {
    info: {
      name: kind.name,
      version: kind.version,
      capabilities: {
        forks: kind.forks,
        policies: ['reject-block'],
        parallel: false,
        accesses: false,
        expresses: true,
      },
    },
    express: async (asked) => {
      const own = (await kind.ownAccounts?.()) ?? {};
      const input = { ...asked, preState: { ...own, ...nearestState(kind, asked) } };
      const mined = await mine(kind, input);
      const nearest = { ...input, block: nearestBlock(input.block, mined) };
      ahead = { input: nearest, result: resultOf(nearest.block, mined) };
      return nearest;
    },
    execute: async (block, preState) => {
      const input = { block, preState };
      if (ahead !== null && isDeepStrictEqual(ahead.input, input)) {
        const { result } = ahead;
        ahead = null;
        return result;
      }
      const mined = await mine(kind, input);
      refuseOtherChoice(block.env, nearestBlock(block, mined).env);
      return resultOf(block, mined);
    },
    close: async () => {
      await kind.close();
    },
  };
}

/** A system contract that is not there is called by nobody, whatever the rules say. */
function nearestState(
  { neverCalled, alwaysThere }: NodeKind,
  { block: { fork }, preState }: BlockInput,
): Alloc {
  const without: readonly string[] = neverCalled;
  const kept = Object.entries(preState).filter(([address]) => !without.includes(address));
  const there = alwaysThere(fork);
  const added = [...predeploys(fork)].filter(([address]) => there.includes(address));
  return { ...Object.fromEntries(added), ...Object.fromEntries(kept) };
}

/** The block as the node ran it. */
function nearestBlock(block: Block, { header }: MinedBlock): Block {
  const { currentRandom: _random, parentBeaconBlockRoot: _root, ...env } = block.env;
  const number = BigInt(header.number);
  return {
    ...block,
    env: {
      ...env,
      currentNumber: header.number,
      ...(block.env.currentRandom !== undefined && { currentRandom: header.mixHash }),
      ...(header.parentBeaconBlockRoot !== null && {
        parentBeaconBlockRoot: header.parentBeaconBlockRoot,
      }),
      blockHashes: { [String(number - 1n)]: header.parentHash },
    },
  };
}

function resultOf(block: Block, { payload }: MinedBlock): ExecutionResult {
  const { fork, transactions } = block;
  return readExecution({ fork, policy: 'reject-block', txCount: transactions.length })(payload, '');
}

/** Seconds between the genesis block and the first one. */
const GENESIS_AGE = 12n;

async function mine(kind: NodeKind, { block, preState }: BlockInput): Promise<MinedBlock> {
  refuseContext(block);
  refuseSenders(block, preState);
  refuseEmptyAccounts(kind, preState);
  refuseContracts(kind, { block, preState });
  const { fork, chainId, env } = block;
  const node = await kind.start({
    fork,
    chainId,
    alloc: preState,
    timestamp: hex(BigInt(env.currentTimestamp) - GENESIS_AGE),
    gasLimit: env.currentGasLimit,
    baseFee: env.currentBaseFee ?? '0x0',
    coinbase: env.currentCoinbase,
    beaconRoot: env.parentBeaconBlockRoot ?? null,
  });
  try {
    await setContext(node, env);
    const wanted = await fillPool(node, block);
    await declining('it does not mine the block', node.ask('evm_mine'));
    const mined = await readMinedBlock(node, kind);
    refuseOtherContext(block.env, mined);
    refuseOtherTransactions(wanted, mined);
    refuseRequests(mined);
    return mined;
  } finally {
    await node.close();
  }
}

function hex(value: bigint): Quantity {
  return `0x${value.toString(16)}`;
}

/** Declines what no development node can be given. */
function refuseContext({ env, withdrawals = [], transactions }: Block): void {
  if (withdrawals.length > 0) throw new Unsupported('a node takes no withdrawals');
  if (transactions.some(({ type }) => type === '0x3')) {
    throw new Unsupported(
      'a node wants the blobs of a blob transaction, and there are hashes only',
    );
  }
  if (BigInt(env.currentExcessBlobGas ?? 0) > 0n) {
    throw new Unsupported('a node counts excess blob gas itself');
  }
}

async function setContext(node: DevNode, env: Env): Promise<void> {
  const timestamp = Number(env.currentTimestamp);
  await declining('it takes no such time', node.ask('evm_setNextBlockTimestamp', timestamp));
  if (env.currentBaseFee !== undefined) {
    await node.ask('hardhat_setNextBlockBaseFeePerGas', env.currentBaseFee);
  }
  await node.ask('hardhat_setCoinbase', env.currentCoinbase);
  if (env.currentRandom !== undefined) {
    await askIfThere(node, 'hardhat_setPrevRandao', env.currentRandom);
  }
}

async function askIfThere(node: DevNode, method: string, param: unknown): Promise<void> {
  try {
    await node.ask(method, param);
  } catch (error) {
    if (!(error instanceof RpcError) || error.code !== METHOD_NOT_FOUND) throw error;
  }
}

/**
 * Resolves with the hashes of the transactions. A pool refuses by the state before the block, and
 * may be wrong about the state within it.
 */
async function fillPool(node: DevNode, { transactions }: Block): Promise<readonly unknown[]> {
  const hashes: unknown[] = [];
  for (const [index, transaction] of transactions.entries()) {
    const sent = node.ask('eth_sendRawTransaction', envelopeOf(transaction).raw);
    hashes.push(await declining(`its pool refuses transaction ${String(index)}`, sent));
  }
  return hashes;
}

/** What the node says no to is declined; `words` is a phrase that says what. */
async function declining<T>(words: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    throw new Unsupported(`${words}: ${error.message}`, { cause: error });
  }
}

/** Declines a block whose context is another than asked for. */
function refuseOtherContext(env: Env, { header }: MinedBlock): void {
  const settings: readonly (readonly [string, string | undefined, string | null])[] = [
    ['currentCoinbase', env.currentCoinbase, header.miner],
    ['currentGasLimit', env.currentGasLimit, header.gasLimit],
    ['currentTimestamp', env.currentTimestamp, header.timestamp],
    ['currentBaseFee', env.currentBaseFee, header.baseFeePerGas],
    ['currentExcessBlobGas', env.currentExcessBlobGas, header.excessBlobGas],
  ];
  for (const [name, asked, given] of settings) {
    if (asked === undefined || asked === given) continue;
    throw new Unsupported(`it mined with ${name} ${String(given)} where ${asked} was asked for`);
  }
}

/** Declines a block of other transactions: a node takes what it likes, and in its own order. */
function refuseOtherTransactions(wanted: readonly unknown[], { hashes }: MinedBlock): void {
  if (isDeepStrictEqual(wanted, hashes)) return;
  const first = wanted.findIndex((hash, index) => hashes[index] !== hash);
  throw new Unsupported(`it left transaction ${String(first)} out of its block, or moved it`);
}

/** What the node chooses must come again, or the judges have judged another block. */
function refuseOtherChoice(asked: Env, given: Env): void {
  if (isDeepStrictEqual(asked, given)) return;
  const names = Object.keys(asked).filter(
    (name) => !isDeepStrictEqual(Reflect.get(asked, name), Reflect.get(given, name)),
  );
  throw new Unsupported(`it chooses ${names.join(', ')} itself, and otherwise than asked for`);
}
