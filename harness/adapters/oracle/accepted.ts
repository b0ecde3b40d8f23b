/**
 * From what `runBlock` returns to the fields of an accepted block.
 *
 * Owns the translation of receipts and requests; computes nothing that consensus depends on except
 * each creation's address, which stock code reports only where the creation got that far.
 */
import type { Log as StockLog } from '@ethereumjs/evm';
import type { TypedTransaction } from '@ethereumjs/tx';
import {
  bigIntToBytes,
  bigIntToHex,
  bytesToHex,
  generateAddress,
  intToHex,
} from '@ethereumjs/util';
import type { RunTxResult } from '@ethereumjs/vm';
import type { AcceptedBlock, Address, Log, Receipt } from '#engine/api/index.js';
import type { StockRun, StockSetup } from './stockRun.ts';

/** Everything of an accepted block but what needs more than one run to know. */
export type OracleRun = Omit<AcceptedBlock, 'rejected' | 'postState' | 'accesses' | 'stats'>;

/** The consensus fields of a run. */
export function runToAccepted(run: StockRun, { common }: StockSetup): OracleRun {
  const { result } = run;
  const requests = result.requests
    ?.filter(({ data }) => data.length > 0)
    .map(({ bytes }) => bytesToHex(bytes));
  return {
    status: 'accepted',
    stateRoot: bytesToHex(result.stateRoot),
    receiptsRoot: bytesToHex(result.receiptsRoot),
    logsBloom: bytesToHex(result.logsBloom),
    gasUsed: bigIntToHex(result.gasUsed),
    blobGasUsed: common.isActivatedEIP(4844) ? bigIntToHex(blobGasUsed(result.results)) : null,
    requestsHash: result.requestsHash === undefined ? null : bytesToHex(result.requestsHash),
    requests: requests ?? null,
    receipts: receiptsOf(run),
  };
}

function blobGasUsed(results: readonly RunTxResult[]): bigint {
  return results.reduce((sum, { blobGasUsed: blobGas }) => sum + (blobGas ?? 0n), 0n);
}

function receiptsOf({ included, transactions, result }: StockRun): Receipt[] {
  return result.results.map((outcome, position) => {
    const transaction = transactions[position];
    const index = included[position]?.index;
    if (transaction === undefined || index === undefined) {
      throw new Error(`runBlock returned ${result.results.length} results for fewer transactions`);
    }
    return receiptOf(transaction, index, outcome);
  });
}

function receiptOf(transaction: TypedTransaction, index: number, outcome: RunTxResult): Receipt {
  const { receipt } = outcome;
  return {
    type: intToHex(transaction.type),
    transactionHash: bytesToHex(transaction.hash()),
    transactionIndex: index,
    status: outcome.execResult.exceptionError === undefined ? '0x1' : '0x0',
    gasUsed: bigIntToHex(outcome.totalGasSpent),
    cumulativeGasUsed: bigIntToHex(receipt.cumulativeBlockGasUsed),
    logsBloom: bytesToHex(receipt.bitvector),
    logs: receipt.logs.map(logOf),
    contractAddress: contractAddressOf(transaction),
  };
}

function logOf([address, topics, data]: StockLog): Log {
  return {
    address: bytesToHex(address),
    topics: topics.map((topic) => bytesToHex(topic)),
    data: bytesToHex(data),
  };
}

function contractAddressOf(transaction: TypedTransaction): Address | null {
  if (transaction.to !== undefined) return null;
  const sender = transaction.getSenderAddress().bytes;
  return bytesToHex(generateAddress(sender, bigIntToBytes(transaction.nonce)));
}
