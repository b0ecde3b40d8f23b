/**
 * A transaction before the judge, and the questions the rules ask about it.
 *
 * Owns what is asked of stock code: parameters, intrinsic gas, signature recovery, each on its own
 * and for any transaction, also one that stock constructors refuse. Does not know the order of the
 * rules nor their names.
 */
import { type BlockHeader, paramsBlock } from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import {
  type AccessList2930Tx,
  createAccessList2930Tx,
  getCalldataFloorGas,
  paramsTx,
} from '@ethereumjs/tx';
import {
  SECP256K1_ORDER_DIV_2,
  bigIntToUnpaddedBytes,
  ecrecover,
  hexToBytes,
} from '@ethereumjs/util';
import type { Transaction } from '#engine/api/index.js';
import { accessListToStock } from './stockTransaction.ts';

/** The sender's account just before the transaction. */
export interface SenderAccount {
  readonly nonce: bigint;
  /** In wei. */
  readonly balance: bigint;
  readonly code: Uint8Array;
}

/** Everything a rule may look at. */
export interface Judged {
  readonly transaction: Transaction;
  /** From `createRuleCommon`. */
  readonly common: Common;
  readonly header: BlockHeader;
  /** Gas of the transactions included before. */
  readonly gasUsed: bigint;
  /** Blob gas of the transactions included before. */
  readonly blobGasUsed: bigint;
  /** `null` where no sender can be recovered; an earlier rule then is broken. */
  readonly sender: SenderAccount | null;
}

/** The rules with a `Common` that knows the parameters of transactions and blocks alike. */
export function createRuleCommon(common: Common): Common {
  const rules = common.copy();
  rules.updateParams(paramsTx);
  rules.updateParams(paramsBlock);
  return rules;
}

/** EIP-2718: whether the fork does not know the envelope. */
export function isUnknownType({ transaction, common }: Judged): boolean {
  switch (transaction.type) {
    case '0x0':
    case '0x1':
      return false;
    case '0x2':
      return !common.isActivatedEIP(1559);
    case '0x3':
      return !common.isActivatedEIP(4844);
    case '0x4':
      return !common.isActivatedEIP(7702);
  }
}

/** Gas limit of the transaction, in gas. */
export function gasOf({ transaction }: Judged): bigint {
  return BigInt(transaction.gas);
}

/** EIP-4844, in blob gas; zero for all but blob transactions. */
export function blobGasOf({ transaction, common }: Judged): bigint {
  if (transaction.type !== '0x3' || !common.isActivatedEIP(4844)) return 0n;
  return BigInt(transaction.blobVersionedHashes.length) * common.param('blobGasPerBlob');
}

/** The most the transaction pays for one gas, in wei. */
export function maxFeePerGas(transaction: Transaction): bigint {
  return BigInt('gasPrice' in transaction ? transaction.gasPrice : transaction.maxFeePerGas);
}

/** The most the transaction can take from its sender, in wei. */
export function costMax(judged: Judged): bigint {
  const { transaction } = judged;
  const blobFee =
    transaction.type === '0x3' ? blobGasOf(judged) * BigInt(transaction.maxFeePerBlobGas) : 0n;
  return gasOf(judged) * maxFeePerGas(transaction) + BigInt(transaction.value) + blobFee;
}

/** EIP-7623, zero before, in gas. */
export function floorGas(judged: Judged): bigint {
  return getCalldataFloorGas(gasShape(judged));
}

/** A stock transaction with nothing but what intrinsic gas depends on, so that it always exists. */
function gasShape({ transaction, common }: Judged): AccessList2930Tx {
  return createAccessList2930Tx(
    {
      ...(transaction.to === null ? {} : { to: transaction.to }),
      data: hexToBytes(transaction.input),
      accessList: transaction.type === '0x0' ? [] : accessListToStock(transaction.accessList),
    },
    { common, allowUnlimitedInitCodeSize: true },
  );
}

/** Yellow Paper section 6, EIP-2930, EIP-3860, EIP-7702, in gas. */
export function intrinsicGas(judged: Judged): bigint {
  const { transaction, common } = judged;
  const authorizations =
    transaction.type === '0x4' && common.isActivatedEIP(7702)
      ? BigInt(transaction.authorizationList.length) * common.param('perEmptyAccountCost')
      : 0n;
  return gasShape(judged).getIntrinsicGas() + authorizations;
}

/** EIP-3860. */
export function hasLongInitcode({ transaction, common }: Judged): boolean {
  return (
    common.isActivatedEIP(3860) &&
    transaction.to === null &&
    BigInt(hexToBytes(transaction.input).length) > common.param('maxInitCodeSize')
  );
}

/** EIP-155 puts a legacy transaction's chain into `v`, which is 27 or 28 without it. */
export function isForAnotherChain({ transaction, common }: Judged): boolean {
  if (transaction.type !== '0x0') return BigInt(transaction.chainId) !== common.chainId();
  const v = BigInt(transaction.v);
  return v >= 35n && (v - 35n) / 2n !== common.chainId();
}

/** EIP-2 and secp256k1: whether no sender can be recovered. */
export function hasInvalidSignature({ transaction, sender }: Judged): boolean {
  if (sender !== null) return false;
  const parity = yParity(transaction);
  if (parity === null || BigInt(transaction.s) > SECP256K1_ORDER_DIV_2) return true;
  try {
    // Whether a key can be recovered depends on the signature alone, so any message will do.
    ecrecover(
      new Uint8Array(32).fill(1),
      parity,
      bigIntToUnpaddedBytes(BigInt(transaction.r)),
      bigIntToUnpaddedBytes(BigInt(transaction.s)),
    );
    return false;
  } catch {
    return true;
  }
}

function yParity(transaction: Transaction): bigint | null {
  const v = BigInt(transaction.v);
  if (transaction.type !== '0x0') return v <= 1n ? v : null;
  if (v === 27n || v === 28n) return v - 27n;
  // Stock code refuses 35 and 36, which would be chain 0.
  return v >= 37n ? (v - 35n) % 2n : null;
}

/** EIP-3607; code that is an EIP-7702 delegation does not count. */
export function isSentByContract({ sender, common }: Judged): boolean {
  if (sender === null || sender.code.length === 0) return false;
  const [first, second, third] = sender.code;
  const isDelegated = first === 0xef && second === 0x01 && third === 0x00;
  return !(common.isActivatedEIP(7702) && isDelegated);
}
