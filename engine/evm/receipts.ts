/**
 * Receipts: protocol outcomes, their blooms and their root.
 *
 * Owns the encoding (EIP-658, EIP-2718; Yellow Paper section 4.3.1) and the cumulative gas, which
 * is known only in commit order. Built when the last transaction of a block is final.
 */
import { RLP } from '@ethereumjs/rlp';

import type { Bytes, Bytes32, Log, Receipt } from '../api/index.ts';
import { bigIntToBytes, bytesToHex, concatBytes, padHex, quantity } from '../primitives/bytes.ts';
import { keccak256 } from '../state/keccak.ts';
import { trieRoot } from '../state/trie.ts';
import type { ExecutedOutcome } from './admission.ts';
import type { EmittedLog } from './core.ts';
import type { DecodedTransaction } from './decodedTransaction.ts';

const BLOOM_BYTES = 256;
const BLOOM_BITS = 8 * BLOOM_BYTES;

/** One admitted transaction with its outcome. */
export interface CommittedTransaction {
  readonly index: number;
  readonly transaction: DecodedTransaction;
  readonly outcome: ExecutedOutcome;
}

/** A block's receipts and what its header says of them. */
export interface ReceiptList {
  readonly receipts: readonly Receipt[];
  readonly receiptsRoot: Bytes32;
  readonly logsBloom: Bytes;
}

/** Receipts of all admitted transactions, in index order. */
export function receiptsOf(committed: readonly CommittedTransaction[]): ReceiptList {
  const blockBloom = new Uint8Array(BLOOM_BYTES);
  const leaves: { key: Uint8Array; value: Uint8Array }[] = [];
  const receipts: Receipt[] = [];
  let cumulativeGasUsed = 0n;
  for (const entry of committed) {
    cumulativeGasUsed += entry.outcome.gasUsed;
    const bloom = bloomOf(entry.outcome.logs);
    bloom.forEach((byte, i) => {
      blockBloom[i] = (blockBloom[i] ?? 0) | byte;
    });
    leaves.push({
      key: RLP.encode(leaves.length),
      value: encodeReceipt(entry, { cumulativeGasUsed, bloom }),
    });
    receipts.push(toReceipt(entry, { cumulativeGasUsed, bloom }));
  }
  return {
    receipts,
    receiptsRoot: bytesToHex(trieRoot(leaves)),
    logsBloom: bytesToHex(blockBloom),
  };
}

interface Totals {
  readonly cumulativeGasUsed: bigint;
  readonly bloom: Uint8Array;
}

function encodeReceipt(entry: CommittedTransaction, totals: Totals): Uint8Array {
  const { outcome, transaction } = entry;
  const list = RLP.encode([
    outcome.isSuccess ? Uint8Array.of(1) : new Uint8Array(0),
    bigIntToBytes(totals.cumulativeGasUsed),
    totals.bloom,
    outcome.logs.map(({ address, topics, data }) => [address, [...topics], data]),
  ]);
  return transaction.type === 0 ? list : concatBytes(Uint8Array.of(transaction.type), list);
}

function toReceipt(entry: CommittedTransaction, totals: Totals): Receipt {
  const { index, outcome, transaction } = entry;
  return {
    type: quantity(transaction.type),
    transactionHash: transaction.hash,
    transactionIndex: index,
    status: outcome.isSuccess ? '0x1' : '0x0',
    gasUsed: quantity(outcome.gasUsed),
    cumulativeGasUsed: quantity(totals.cumulativeGasUsed),
    logsBloom: bytesToHex(totals.bloom),
    logs: outcome.logs.map(toLog),
    contractAddress: outcome.contractAddress,
  };
}

function toLog({ address, topics, data }: EmittedLog): Log {
  return {
    address: bytesToHex(address),
    topics: topics.map((topic) => padHex(bytesToHex(topic), 32)),
    data: bytesToHex(data),
  };
}

/** Three bits for the address and for each topic. */
function bloomOf(logs: readonly EmittedLog[]): Uint8Array {
  const bloom = new Uint8Array(BLOOM_BYTES);
  for (const { address, topics } of logs) {
    addToBloom(bloom, address);
    for (const topic of topics) {
      addToBloom(bloom, topic);
    }
  }
  return bloom;
}

function addToBloom(bloom: Uint8Array, element: Uint8Array): void {
  const hash = keccak256(element);
  for (const at of [0, 2, 4]) {
    const bit = (((hash[at] ?? 0) << 8) | (hash[at + 1] ?? 0)) % BLOOM_BITS;
    const byte = BLOOM_BYTES - 1 - (bit >> 3);
    bloom[byte] = (bloom[byte] ?? 0) | (1 << (bit & 7));
  }
}
