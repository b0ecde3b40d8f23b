/**
 * A block that a node has mined, read back from it.
 *
 * Owns the words of Ethereum's JSON-RPC for what t8n calls a result. What a node does not say stays
 * unsaid. Values are read where they are used.
 */
import { gunzipSync } from 'node:zlib';
import type { Address, AllocAccount, Bytes, Bytes32, Quantity } from '#engine/api/index.js';
import {
  asIs,
  fieldsOf,
  listOf,
  nullable,
  type Reader,
  readObject,
  recordOf,
  text,
} from '../../input/fields.ts';
import { address, bytes, bytes32, quantity } from '../../input/hexadecimal.ts';
import { isEmptyAccount } from './emptyAccount.ts';
import type { DevNode, NodeKind } from './devNode.ts';

const HASH_COUNT_MAX = 1 << 16;
const NONCE_DIGITS_MAX = 20;
const ACCOUNT_COUNT_MAX = 1 << 20;
const DUMP_BYTES_MAX = 64 * 1024 * 1024;

/** The parts of its header that say which block it is. */
export interface MinedHeader {
  readonly number: Quantity;
  readonly parentHash: Bytes32;
  readonly miner: Address;
  readonly gasLimit: Quantity;
  readonly timestamp: Quantity;
  readonly baseFeePerGas: Quantity | null;
  readonly excessBlobGas: Quantity | null;
  readonly mixHash: Bytes32;
  readonly parentBeaconBlockRoot: Bytes32 | null;
}

/** What came of a block. */
export interface MinedBlock {
  readonly header: MinedHeader;
  /** Of its transactions, in order. */
  readonly hashes: readonly Bytes32[];
  /** In t8n's words, unread. */
  readonly payload: { readonly result: object; readonly alloc?: unknown };
  /** Of all transactions. */
  readonly logAddresses: readonly Address[];
}

/** Reads the newest block. Throws `Refusal` for an answer that is none. */
export async function readMinedBlock(
  node: DevNode,
  { stateBy }: Pick<NodeKind, 'stateBy'>,
): Promise<MinedBlock> {
  const answer = await node.ask('eth_getBlockByNumber', 'latest', false);
  const from = fieldsOf(answer, 'eth_getBlockByNumber');
  const hashes = from.required('transactions', listOf(bytes32, HASH_COUNT_MAX));
  const receipts: unknown[] = [];
  for (const hash of hashes) {
    receipts.push(withoutGap(await node.ask('eth_getTransactionReceipt', hash)));
  }
  const stated = <T>(name: string, read: Reader<T>): T | null =>
    from.has(name) ? from.required(name, nullable(read)) : null;
  const header: MinedHeader = {
    number: from.required('number', quantity(64)),
    parentHash: from.required('parentHash', bytes32),
    miner: from.required('miner', address),
    gasLimit: from.required('gasLimit', quantity(256)),
    timestamp: from.required('timestamp', quantity(256)),
    baseFeePerGas: stated('baseFeePerGas', quantity(256)),
    excessBlobGas: stated('excessBlobGas', quantity(256)),
    mixHash: from.required('mixHash', bytes32),
    parentBeaconBlockRoot: stated('parentBeaconBlockRoot', bytes32),
  };
  const names = ['receiptsRoot', 'logsBloom', 'gasUsed', 'blobGasUsed', 'requestsHash'];
  const commitments = Object.fromEntries(
    names.filter((name) => from.has(name)).map((name) => [name, from.required(name, asIs)]),
  );
  return {
    header,
    hashes,
    payload: {
      result: {
        ...commitments,
        ...(stateBy === 'root' && { stateRoot: from.required('stateRoot', asIs) }),
        receipts,
      },
      ...(stateBy === 'dump' && { alloc: await dumpedState(node) }),
    },
    logAddresses: receipts.flatMap(logAddressesOf),
  };
}

/** Nodes name the contract of a creation only where it has come to be. */
function withoutGap(receipt: unknown): unknown {
  const from = fieldsOf(receipt, 'eth_getTransactionReceipt');
  if (from.required('status', asIs) === '0x1') return receipt;
  return { ...readObject(receipt, 'eth_getTransactionReceipt'), contractAddress: undefined };
}

function logAddressesOf(receipt: unknown): readonly Address[] {
  const readLogAddress: Reader<Address> = (log, place) =>
    fieldsOf(log, place).required('address', address);
  return fieldsOf(receipt, 'eth_getTransactionReceipt').required(
    'logs',
    listOf(readLogAddress, HASH_COUNT_MAX),
  );
}

/** All accounts of a dump, which is gzipped JSON. Empty ones do not exist (EIP-161). */
async function dumpedState(node: DevNode): Promise<object> {
  const dump = await node.ask('anvil_dumpState');
  const packed = bytes(DUMP_BYTES_MAX)(dump, 'anvil_dumpState');
  const dumped = gunzipSync(toBuffer(packed), { maxOutputLength: DUMP_BYTES_MAX }).toString('utf8');
  // Its nonces are plain numbers, of up to 64 bits.
  const content: unknown = JSON.parse(dumped.replaceAll(/"nonce":\s*(\d+)/g, '"nonce":"$1"'));
  const read = recordOf(address, readDumped, ACCOUNT_COUNT_MAX);
  const accounts = fieldsOf(content, 'anvil_dumpState').required('accounts', read);
  return Object.fromEntries(
    Object.entries(accounts).filter(([, account]) => !isEmptyAccount(account)),
  );
}

/** Of an account in a dump; its storage is read where the state is. */
type DumpedAccount = Omit<AllocAccount, 'storage'> & { readonly storage: unknown };

const readDumped: Reader<DumpedAccount> = (value, place) => {
  const from = fieldsOf(value, place);
  return {
    balance: from.required('balance', quantity(256)),
    nonce: `0x${BigInt(from.required('nonce', text(NONCE_DIGITS_MAX))).toString(16)}`,
    code: from.required('code', bytes(DUMP_BYTES_MAX)),
    storage: from.required('storage', asIs),
  };
};

function toBuffer(hex: Bytes): Buffer {
  return Buffer.from(hex.slice(2), 'hex');
}
