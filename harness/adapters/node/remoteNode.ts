/**
 * A development node that somebody else has started: `rpc:<url>`.
 *
 * Owns how such a node is brought to a state and back: a snapshot, accounts set one by one with the
 * methods that Hardhat introduced and anvil took over, a block, and the snapshot again. What the
 * node holds besides becomes part of the state before the block.
 */
import type { Address, Alloc, AllocAccount, Bytes, Quantity } from '#engine/api/index.js';
import {
  BEACON_ROOTS_ADDRESS,
  HISTORY_STORAGE_ADDRESS,
  predeploys,
} from '#generators/build/predeploys.js';
import { listOf, text } from '../../input/fields.ts';
import { address, bytes, quantity } from '../../input/hexadecimal.ts';
import { printable } from '../../input/printable.ts';
import { Unsupported } from '../../input/unsupported.ts';
import type { DevNode, Genesis, NodeKind } from './devNode.ts';
import { HttpRpc, METHOD_NOT_FOUND, RpcError } from './jsonRpc.ts';

const OWN_COUNT_MAX = 1_000;
const CODE_BYTES_MAX = 1 << 20;
const VERSION_MAX = 200;

/** Opens the node. Rejects where nobody answers there. */
export async function openRemoteNode(url: string): Promise<NodeKind> {
  const rpc = new HttpRpc(url);
  const version = text(VERSION_MAX)(await rpc.ask('web3_clientVersion'), 'web3_clientVersion');
  const chainId = quantity(256)(await rpc.ask('eth_chainId'), 'eth_chainId');
  return {
    name: `rpc ${printable(url)}`,
    version: printable(version),
    forks: ['Cancun', 'Prague', 'Osaka'],
    neverCalled: [BEACON_ROOTS_ADDRESS, HISTORY_STORAGE_ADDRESS],
    stateBy: (await knows(rpc, 'anvil_dumpState')) ? 'dump' : 'root',
    alwaysThere: () => [],
    ownAccounts: async () => await ownAccounts(rpc),
    start: async (genesis) => await start(rpc, genesis, chainId),
    close: async () => {},
  };
}

async function knows(rpc: HttpRpc, method: string): Promise<boolean> {
  try {
    await rpc.ask(method);
    return true;
  } catch (error) {
    if (error instanceof RpcError && error.code === METHOD_NOT_FOUND) return false;
    throw error;
  }
}

async function start(rpc: HttpRpc, genesis: Genesis, chainId: Quantity): Promise<DevNode> {
  if (BigInt(genesis.chainId) !== BigInt(chainId)) {
    const wanted = BigInt(genesis.chainId).toString();
    throw new Unsupported(`it runs another chain: start it with the chain id ${wanted}`);
  }
  const snapshot = await rpc.ask('evm_snapshot');
  for (const [where, account] of Object.entries(genesis.alloc)) await set(rpc, where, account);
  await rpc.ask('evm_setBlockGasLimit', genesis.gasLimit);
  const sent: unknown[] = [];
  return {
    ask: async (method, ...params) => {
      const answer = await rpc.ask(method, ...params);
      if (method === 'eth_sendRawTransaction') sent.push(answer);
      return answer;
    },
    close: async () => {
      await rpc.ask('evm_revert', snapshot);
      // What was not mined would be in the next block's way, and what was is in the pool again.
      for (const hash of sent) await drop(rpc, hash);
    },
  };
}

async function drop(rpc: HttpRpc, hash: unknown): Promise<void> {
  try {
    await rpc.ask('hardhat_dropTransaction', hash);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
  }
}

async function set(rpc: HttpRpc, where: string, account: AllocAccount): Promise<void> {
  const { balance, nonce = '0x0', code, storage = {} } = account;
  await rpc.ask('hardhat_setBalance', where, balance);
  await rpc.ask('hardhat_setNonce', where, nonce);
  if (code !== undefined) await rpc.ask('hardhat_setCode', where, code);
  for (const [slot, value] of Object.entries(storage)) {
    await rpc.ask('hardhat_setStorageAt', where, `0x${BigInt(slot).toString(16)}`, value);
  }
}

/** Its dev accounts, and the system contracts that it brings. */
async function ownAccounts(rpc: HttpRpc): Promise<Alloc> {
  const known = listOf(address, OWN_COUNT_MAX)(await rpc.ask('eth_accounts'), 'eth_accounts');
  const candidates = [...known, DETERMINISTIC_DEPLOYER, ...predeploys('Osaka').keys()];
  const found: Record<Address, AllocAccount> = {};
  for (const where of candidates) {
    const account = await accountAt(rpc, where);
    if (account !== null) found[where] = account;
  }
  return found;
}

/** Of `CREATE2` from transactions without a key; anvil always has it. */
const DETERMINISTIC_DEPLOYER: Address = '0x4e59b44847b379578588920ca78fbf26c0b4956c';

async function accountAt(rpc: HttpRpc, where: Address): Promise<AllocAccount | null> {
  const read = quantity(256);
  const balance = read(await rpc.ask('eth_getBalance', where, 'latest'), 'eth_getBalance');
  const nonce = read(
    await rpc.ask('eth_getTransactionCount', where, 'latest'),
    'eth_getTransactionCount',
  );
  const code: Bytes = bytes(CODE_BYTES_MAX)(
    await rpc.ask('eth_getCode', where, 'latest'),
    'eth_getCode',
  );
  if (balance === '0x0' && nonce === '0x0' && code === '0x') return null;
  return { balance, nonce, ...(code !== '0x' && { code }) };
}
