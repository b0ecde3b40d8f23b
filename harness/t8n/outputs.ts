/**
 * What a transition comes to, in go-ethereum's words, and where it goes.
 *
 * Owns the roots that a result has besides the engine's own (transactions, withdrawals, logs), the
 * fields that are always the same, and files and stdout.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { RLP } from '@ethereumjs/rlp';
import { bytesToHex, hexToBytes } from '@ethereumjs/util';
import type { AcceptedBlock, Block, Receipt } from '#engine/api/index.js';
import { bodyRootsOf } from '#fixtures/official/encodeBlock.js';
import { encodeTransaction } from '#generators/build/envelope.js';
import { keccak256 } from '#generators/build/keccak.js';
import { executionPayload } from '../protocol/resultPayload.ts';
import { bodyRLP } from './normalizeTxs.ts';
import { T8nError } from './t8nError.ts';

/** Names of files, `stdout`, or empty for nowhere. */
export interface OutputPlaces {
  readonly alloc: string;
  readonly result: string;
  readonly body: string;
  /** Files are written here. */
  readonly basedir: string;
}

/** The parts of an output. */
export type Outputs = Readonly<Record<'alloc' | 'result' | 'body', unknown>>;

const STDOUT = 'stdout';
const NO_HASH = `0x${'00'.repeat(32)}`;
const NO_ADDRESS = `0x${'00'.repeat(20)}`;

/** All of it. */
export async function outputsOf(block: Block, accepted: AcceptedBlock): Promise<Outputs> {
  const { env, withdrawals = null } = block;
  const left = new Set(accepted.rejected.map(({ index }) => index));
  const included = block.transactions.filter((_, index) => !left.has(index));
  const roots = await bodyRootsOf({ transactions: included, uncles: [], withdrawals });
  const { result, alloc } = executionPayload(accepted);
  const noneRejected = accepted.rejected.length === 0 && { rejected: undefined };
  return {
    alloc,
    result: {
      ...result,
      ...noneRejected,
      txRoot: roots.transactions,
      logsHash: logsHashOf(accepted.receipts),
      receipts: accepted.receipts.map(receiptOf),
      currentDifficulty: env.currentDifficulty ?? null,
      ...(env.currentBaseFee !== undefined && { currentBaseFee: env.currentBaseFee }),
      ...(roots.withdrawals !== null && { withdrawalsRoot: roots.withdrawals }),
      ...(env.currentExcessBlobGas !== undefined && {
        currentExcessBlobGas: env.currentExcessBlobGas,
      }),
    },
    body: bytesToHex(bodyRLP(included.map(encodeTransaction))),
  };
}

/** Where there is nothing to say go-ethereum writes zeros. */
function receiptOf(receipt: Receipt, position: number): object {
  return {
    ...receipt,
    root: '0x',
    contractAddress: receipt.contractAddress ?? NO_ADDRESS,
    blockHash: NO_HASH,
    transactionIndex: `0x${position.toString(16)}`,
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

/** Writes each part to its place. Throws `T8nError`. */
export async function writeOutputs(
  outputs: Outputs,
  { basedir, ...places }: OutputPlaces,
  stdout: Writable,
): Promise<void> {
  const shown: Record<string, unknown> = {};
  for (const part of ['alloc', 'result', 'body'] as const) {
    const place = places[part];
    if (place === STDOUT) shown[part] = outputs[part];
    else if (place !== '') await writeJSON(join(basedir, place), outputs[part]);
  }
  if (Object.keys(shown).length === 0) return;
  await new Promise<void>((taken) => {
    stdout.write(`${JSON.stringify(shown, null, 2)}\n`, () => {
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
