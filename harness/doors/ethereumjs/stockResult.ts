/**
 * A result in the words of `@ethereumjs/vm`.
 *
 * Owns the translation, transaction by transaction. Of what the interpreter keeps of a message,
 * gas, returned bytes, exception, logs and refund are here; its sets of created and destroyed
 * accounts and its run state are not.
 */
import type { Block as StockBlock } from '@ethereumjs/block';
import { EVMError, type Log as StockLog } from '@ethereumjs/evm';
import { isBlob4844Tx, type TypedTransaction } from '@ethereumjs/tx';
import { createAddressFromString, createCLRequest, hexToBytes } from '@ethereumjs/util';
import {
  Bloom,
  type RunBlockResult,
  type RunTxResult,
  type TxReceipt,
  type VM,
} from '@ethereumjs/vm';
import type { AcceptedBlock, Bytes, Receipt, TransactionDetails } from '#engine/api/index.js';
import { StockOnly } from './stockOnly.ts';

/** Stock code lists every type, with requests of it or without (EIP-6110, EIP-7002, EIP-7251). */
const REQUEST_TYPES = ['0x00', '0x01', '0x02'] as const;

/** The result of a block whose transactions all are in it. */
export function toStockResult(
  vm: VM,
  block: StockBlock,
  { result, stateRoot }: { readonly result: AcceptedBlock; readonly stateRoot: Uint8Array },
): RunBlockResult {
  const results = block.transactions.map((transaction, index) => {
    const [receipt, details] = [result.receipts[index], result.details?.[index]];
    if (receipt === undefined || details === undefined) {
      throw new RangeError(`transaction ${String(index)} has no receipt`);
    }
    return txResult({ vm, block, transaction, receipt, details });
  });
  const { requests, requestsHash } = result;
  return {
    results,
    receipts: results.map(({ receipt }) => receipt),
    receiptsRoot: hexToBytes(result.receiptsRoot),
    gasUsed: BigInt(result.gasUsed),
    logsBloom: hexToBytes(result.logsBloom),
    stateRoot,
    ...(requestsHash !== null && { requestsHash: hexToBytes(requestsHash) }),
    ...(requests !== null && {
      requests: REQUEST_TYPES.map((type) => toRequest(type, requests)),
    }),
  };
}

interface Parts {
  readonly vm: VM;
  readonly block: StockBlock;
  readonly transaction: TypedTransaction;
  readonly receipt: Receipt;
  readonly details: TransactionDetails;
}

function txResult(parts: Parts): RunTxResult {
  const { vm, block, transaction, receipt, details } = parts;
  const { exception } = details;
  const baseFee = block.header.baseFeePerGas ?? 0n;
  const tip = tipOf(transaction, baseFee);
  const totalGasSpent = BigInt(receipt.gasUsed);
  const amountSpent = totalGasSpent * (baseFee + tip);
  const logs = receipt.logs.map(toLog);
  const bloom = new Bloom(hexToBytes(receipt.logsBloom), vm.common);
  return {
    execResult: {
      returnValue: hexToBytes(details.returned),
      executionGasUsed: BigInt(details.messageGas),
      logs,
      ...(exception !== null && { exceptionError: new EVMError(errorOf(exception)) }),
    },
    ...(receipt.contractAddress !== null && {
      createdAddress: createAddressFromString(receipt.contractAddress),
    }),
    bloom,
    receipt: toReceipt(parts, logs, bloom),
    totalGasSpent,
    blockGasSpent: totalGasSpent,
    gasRefund: refundOf(parts, totalGasSpent),
    amountSpent,
    minerValue: vm.common.isActivatedEIP(1559) ? totalGasSpent * tip : amountSpent,
    ...(isBlob4844Tx(transaction) && { blobGasUsed: blobGasOf(vm, transaction) }),
  };
}

function toRequest(
  type: (typeof REQUEST_TYPES)[number],
  requests: readonly Bytes[],
): ReturnType<typeof createCLRequest> {
  const found = requests.find((request) => request.startsWith(type)) ?? type;
  return createCLRequest(hexToBytes(found));
}

/** One of stock's own messages. */
function errorOf(exception: string): EVMError['error'] {
  const known = Object.values(EVMError.errorMessages).find((message) => message === exception);
  if (known !== undefined) return known;
  throw new StockOnly(`a message ended in a way that is not known: ${exception}`);
}

/** What the sender pays above the base fee, in wei per gas; before London all of it. */
function tipOf(transaction: TypedTransaction, baseFee: bigint): bigint {
  return transaction.getEffectivePriorityFee(baseFee);
}

/** The refund counter; nothing where the floor of EIP-7623 is above what is left. */
function refundOf({ vm, transaction, details }: Parts, totalGasSpent: bigint): bigint {
  const refund = BigInt(details.refund);
  const spent = transaction.getIntrinsicGas() + BigInt(details.messageGas);
  const refundMax = spent / vm.common.param('maxRefundQuotient');
  const charged = spent - (refund < refundMax ? refund : refundMax);
  return charged < totalGasSpent ? 0n : refund;
}

function blobGasOf(vm: VM, transaction: TypedTransaction): bigint {
  const count = isBlob4844Tx(transaction) ? transaction.numBlobs() : 0;
  return vm.common.param('blobGasPerBlob') * BigInt(count);
}

function toReceipt(
  { vm, block, transaction, receipt }: Parts,
  logs: StockLog[],
  bloom: Bloom,
): TxReceipt {
  const status = receipt.status === '0x1' ? 1 : 0;
  const common = {
    status,
    cumulativeBlockGasUsed: BigInt(receipt.cumulativeGasUsed),
    bitvector: bloom.bitvector,
    logs,
  } as const;
  if (!isBlob4844Tx(transaction)) return common;
  const blobGasPrice = block.header.getBlobGasPrice();
  return { blobGasUsed: blobGasOf(vm, transaction), blobGasPrice, ...common };
}

function toLog({ address, topics, data }: Receipt['logs'][number]): StockLog {
  return [hexToBytes(address), topics.map((topic) => hexToBytes(topic)), hexToBytes(data)];
}
