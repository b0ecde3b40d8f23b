/**
 * Transactions as `@ethereumjs/tx` objects.
 *
 * Owns the field-by-field translation, normalising padded quantities on the way, and the sender of
 * a transaction that names it in place of a signature. Does not judge:
 * stock constructors throw what they do not like, and `messages.ts` knows what they mean.
 */
import type { Common } from '@ethereumjs/common';
import {
  type AccessListBytes,
  type TxOptions,
  type TypedTransaction,
  createAccessList2930Tx,
  createBlob4844Tx,
  createEOACode7702Tx,
  createFeeMarket1559Tx,
  createLegacyTx,
} from '@ethereumjs/tx';
import {
  type EOACode7702AuthorizationListBytes,
  bigIntToUnpaddedBytes,
  createAddressFromString,
  hexToBytes,
} from '@ethereumjs/util';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { encodeTransaction } from '#generators/build/envelope.js';
import type {
  AccessListEntry,
  Authorization,
  FeeMarketTransaction,
  BlobTransaction,
  SetCodeTransaction,
  Transaction,
} from '#engine/api/index.js';

/** Access list entries in the byte form stock code keeps. */
export function accessListToStock(entries: readonly AccessListEntry[]): AccessListBytes {
  return entries.map((entry) => [
    hexToBytes(entry.address),
    entry.storageKeys.map((key) => hexToBytes(key)),
  ]);
}

function authorizationsToStock(
  authorizations: readonly Authorization[],
): EOACode7702AuthorizationListBytes {
  return authorizations.map((authorization) => [
    bigIntToUnpaddedBytes(BigInt(authorization.chainId)),
    hexToBytes(authorization.address),
    bigIntToUnpaddedBytes(BigInt(authorization.nonce)),
    bigIntToUnpaddedBytes(BigInt(authorization.v)),
    bigIntToUnpaddedBytes(BigInt(authorization.r)),
    bigIntToUnpaddedBytes(BigInt(authorization.s)),
  ]);
}

function commonFields(transaction: Transaction) {
  return {
    nonce: BigInt(transaction.nonce),
    gasLimit: BigInt(transaction.gas),
    ...(transaction.to === null ? {} : { to: transaction.to }),
    value: BigInt(transaction.value),
    data: hexToBytes(transaction.input),
    v: BigInt(transaction.v),
    r: BigInt(transaction.r),
    s: BigInt(transaction.s),
  };
}

function feeMarketFields(transaction: FeeMarketTransaction | BlobTransaction | SetCodeTransaction) {
  return {
    ...commonFields(transaction),
    chainId: BigInt(transaction.chainId),
    maxFeePerGas: BigInt(transaction.maxFeePerGas),
    maxPriorityFeePerGas: BigInt(transaction.maxPriorityFeePerGas),
    accessList: accessListToStock(transaction.accessList),
  };
}

/**
 * One transaction as a stock object. A new object each time, so that the recovered sender is never
 * one that an earlier call cached.
 *
 * @throws Error with stock's own message when the transaction breaks a rule its class checks
 */
export function transactionToStock(transaction: Transaction, common: Common): TypedTransaction {
  const { sender } = transaction;
  if (sender === undefined) return signedToStock(transaction, { common });
  // Stock code has no transactions without signature; it asks nothing of one but who signed it. A
  // legacy one must at least have a parity.
  const v = transaction.type === '0x0' ? '0x1b' : transaction.v;
  const stock = signedToStock({ ...transaction, v }, { common, freeze: false });
  stock.getSenderAddress = () => createAddressFromString(sender);
  stock.verifySignature = () => true;
  stock.hash = () => keccak_256(encodeTransaction(transaction));
  return stock;
}

function signedToStock(transaction: Transaction, options: TxOptions): TypedTransaction {
  switch (transaction.type) {
    case '0x0':
      return createLegacyTx(
        {
          ...commonFields(transaction),
          gasPrice: BigInt(transaction.gasPrice),
        },
        options,
      );
    case '0x1':
      return createAccessList2930Tx(
        {
          ...commonFields(transaction),
          chainId: BigInt(transaction.chainId),
          gasPrice: BigInt(transaction.gasPrice),
          accessList: accessListToStock(transaction.accessList),
        },
        options,
      );
    case '0x2':
      return createFeeMarket1559Tx(feeMarketFields(transaction), options);
    case '0x3':
      return createBlob4844Tx(
        {
          ...feeMarketFields(transaction),
          maxFeePerBlobGas: BigInt(transaction.maxFeePerBlobGas),
          blobVersionedHashes: [...transaction.blobVersionedHashes],
        },
        options,
      );
    case '0x4':
      return createEOACode7702Tx(
        {
          ...feeMarketFields(transaction),
          authorizationList: authorizationsToStock(transaction.authorizationList),
        },
        options,
      );
  }
}
