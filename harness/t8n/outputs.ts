/**
 * What a transition comes to, in go-ethereum's words, and where it goes.
 *
 * Owns the roots that a result has besides the engine's own (transactions, withdrawals, logs), the
 * fields that are always the same, those that go-ethereum leaves out, and files and streams.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { RLP } from '@ethereumjs/rlp';
import { bytesToHex, hexToBytes } from '@ethereumjs/util';
import type {
  AcceptedBlock,
  Alloc,
  BlobTransaction,
  Block,
  Receipt,
  Transaction,
} from '#engine/api/index.js';
import { blobGasPrice } from '#fixtures/official/childHeader.js';
import { canonicalAlloc, quantity } from '#fixtures/official/alloc.js';
import { bodyRootsOf } from '#fixtures/official/encodeBlock.js';
import { encodeTransaction } from '#generators/build/envelope.js';
import { keccak256 } from '#generators/build/keccak.js';
import { executionPayload } from '../protocol/resultPayload.ts';
import { bodyRLP } from './normalizeTxs.ts';
import { rulesOfFork } from './ruleset.ts';
import { scratchHeader } from './scratchHeader.ts';
import { T8nError } from './t8nError.ts';

/** Names of files, `stdout`, `stderr`, or empty for nowhere. */
export interface OutputPlaces {
  readonly alloc: string;
  readonly result: string;
  readonly body: string;
  /** Files are written here; empty for where we are. It is made where it is not there. */
  readonly basedir: string;
}

/** The parts of an output. */
export type Outputs = Readonly<Record<'alloc' | 'result' | 'body', unknown>>;

/** Where parts of an output may be shown. */
export type OutputStreams = Readonly<Record<'stdout' | 'stderr', Writable>>;

/** What go-ethereum calls a block that has no header. */
const BLOCK_HASH = `0x1337${'00'.repeat(30)}`;
/** EIP-4844. */
const GAS_PER_BLOB = 131_072n;
const NO_ADDRESS = `0x${'00'.repeat(20)}`;

/** All of it. */
export async function outputsOf(block: Block, accepted: AcceptedBlock): Promise<Outputs> {
  const { env, withdrawals = null } = block;
  const left = new Set(accepted.rejected.map(({ index }) => index));
  const included = block.transactions.filter((_, index) => !left.has(index));
  const roots = await bodyRootsOf({ transactions: included, uncles: [], withdrawals });
  const { result } = executionPayload(accepted);
  const noneRejected = accepted.rejected.length === 0 && { rejected: undefined };
  return {
    alloc: allocOf(accepted.postState),
    result: {
      ...result,
      ...noneRejected,
      txRoot: roots.transactions,
      logsHash: logsHashOf(accepted.receipts),
      receipts: receiptsOf(accepted.receipts, { block, transactions: included }),
      currentDifficulty: env.currentDifficulty ?? null,
      ...(env.currentBaseFee !== undefined && { currentBaseFee: env.currentBaseFee }),
      ...(roots.withdrawals !== null && { withdrawalsRoot: roots.withdrawals }),
      ...(env.currentExcessBlobGas !== undefined && {
        currentExcessBlobGas: env.currentExcessBlobGas,
      }),
      requests: accepted.requests,
    },
    body: bytesToHex(bodyRLP(included.map(encodeTransaction))),
  };
}

/** An account has the fields that say something, and its balance. */
function allocOf(state: Alloc): object {
  const accounts = Object.entries(canonicalAlloc(state)).map(([address, account]) => {
    const { balance, nonce, code, storage } = account;
    const said = {
      ...(code !== '0x' && { code }),
      ...(Object.keys(storage).length > 0 && { storage }),
      balance,
      ...(nonce !== '0x0' && { nonce }),
    };
    return [address, said] as const;
  });
  return Object.fromEntries<object>(accounts);
}

/** A block and those of its transactions that are in it after all. */
interface Included {
  readonly block: Block;
  readonly transactions: readonly Transaction[];
}

/** Where there is nothing to say go-ethereum writes zeros, and of the price `null`. */
function receiptsOf(receipts: readonly Receipt[], included: Included): readonly object[] {
  const { env } = included.block;
  const blockNumber = env.currentNumber;
  let logIndex = 0;
  return receipts.map(({ type, ...receipt }, position) => {
    const transaction = included.transactions[position];
    const place = {
      blockHash: BLOCK_HASH,
      blockNumber,
      transactionIndex: quantity(BigInt(position)),
    };
    const logs = receipt.logs.map((log) => ({
      ...log,
      ...place,
      transactionHash: receipt.transactionHash,
      blockTimestamp: env.currentTimestamp,
      logIndex: quantity(BigInt(logIndex++)),
      removed: false,
    }));
    return {
      ...(type !== '0x0' && { type }),
      ...receipt,
      root: '0x',
      logs,
      contractAddress: receipt.contractAddress ?? NO_ADDRESS,
      effectiveGasPrice: null,
      ...(transaction?.type === '0x3' && blobFieldsOf(transaction, included)),
      ...place,
    };
  });
}

/** Blobs pay by the block, not by the transaction. */
function blobFieldsOf({ blobVersionedHashes }: BlobTransaction, { block }: Included): object {
  const { fork, env } = block;
  const header = scratchHeader({ excessBlobGas: BigInt(env.currentExcessBlobGas ?? '0x0') });
  return {
    blobGasUsed: quantity(BigInt(blobVersionedHashes.length) * GAS_PER_BLOB),
    blobGasPrice: quantity(blobGasPrice(header, rulesOfFork(fork))),
  };
}

function logsHashOf(receipts: readonly Receipt[]): string {
  const logs = receipts.flatMap((receipt) => receipt.logs);
  const items = logs.map(({ address, topics, data }) => [
    hexToBytes(address),
    topics.map((topic) => hexToBytes(topic)),
    hexToBytes(data),
  ]);
  return bytesToHex(keccak256(RLP.encode(items)));
}

/** Makes the folder for files, where one is named. Throws `T8nError`. */
export async function makeFolder(folder: string): Promise<void> {
  if (folder === '') return;
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new T8nError('io', `failed creating output basedir ${folder}`, { cause: error });
  }
}

/** Writes each part to its place. Throws `T8nError`. */
export async function writeOutputs(
  outputs: Outputs,
  { basedir, ...places }: OutputPlaces,
  streams: OutputStreams,
): Promise<void> {
  const shown: Record<keyof OutputStreams, Record<string, unknown>> = { stdout: {}, stderr: {} };
  for (const part of ['alloc', 'result', 'body'] as const) {
    const place = places[part];
    if (place === 'stdout' || place === 'stderr') shown[place][part] = outputs[part];
    else if (place !== '') await writeJSON(join(basedir, place), outputs[part]);
  }
  for (const name of ['stdout', 'stderr'] as const) {
    if (Object.keys(shown[name]).length > 0) await show(shown[name], streams[name]);
  }
}

async function show(parts: object, stream: Writable): Promise<void> {
  await new Promise<void>((taken) => {
    stream.write(`${JSON.stringify(parts, null, 2)}\n`, () => {
      taken();
    });
  });
}

async function writeJSON(file: string, content: unknown): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(content, null, 2)}\n`);
  } catch (error) {
    throw new T8nError('io', `failed writing ${file}`, { cause: error });
  }
}
