/**
 * Transactions in inner spellings, with their hash and sender.
 *
 * Owns decoding: the EIP-2718 envelope (for the hash), the signing payload (for the sender) and the
 * numbers. Decides nothing about validity, but says when there is no sender. Not
 * `@ethereumjs/tx`: building one of its objects copies a whole `Common`, more work than executing a
 * transfer; the oracle uses it, and both are compared.
 */
import { RLP } from '@ethereumjs/rlp';

import type { Address, Authorization, Bytes32, Hex, Transaction } from '../api/index.ts';
import { bigIntToBytes, bytesToHex, concatBytes, hexToBytes, padHex } from '../primitives/bytes.ts';
import { unreachable } from '../primitives/invariant.ts';
import { keccak256 } from '../state/keccak.ts';
import { SECP256K1_HALF_ORDER, recoverAddress } from './crypto.ts';

/** What the sender offers to pay for gas, in wei per gas. */
export interface FeeOffer {
  readonly maxFee: bigint;
  /** Equal to `maxFee` before EIP-1559. */
  readonly maxPriorityFee: bigint;
}

/** A decoded access list entry. */
export interface DecodedAccess {
  readonly address: Address;
  readonly slots: readonly Bytes32[];
}

/** A transaction ready for the executor. */
export interface DecodedTransaction {
  /** EIP-2718 type, 0 to 4. */
  readonly type: number;
  readonly hash: Bytes32;
  /** `null` when the signature is not one (EIP-2). */
  readonly sender: Address | null;
  /** `null` for a legacy transaction without replay protection. */
  readonly chainId: bigint | null;
  readonly nonce: bigint;
  /** In gas. */
  readonly gas: bigint;
  readonly to: Address | null;
  /** In wei. */
  readonly value: bigint;
  readonly input: Uint8Array;
  readonly fee: FeeOffer;
  readonly accessList: readonly DecodedAccess[];
  /** In wei per blob gas; 0 without blobs. */
  readonly maxFeePerBlobGas: bigint;
  readonly blobVersionedHashes: readonly Bytes32[];
  readonly authorizations: readonly Authorization[];
}

type Field = Uint8Array | Field[];

interface Envelope {
  /** The fields before the signature, in order. */
  readonly payload: Field[];
  readonly signature: Field[];
  /** 0 or 1; anything else is no parity. */
  readonly yParity: number;
  readonly chainId: bigint | null;
}

/** A sender that was recovered before; `null` when the signature gives none. */
export interface KnownSender {
  readonly sender: Address | null;
}

/**
 * Decodes one transaction (EIP-155, EIP-2718). Recovers its sender, the costly part, unless it is
 * `known`.
 */
export function decodeTransaction(
  transaction: Transaction,
  known: KnownSender | null = null,
): DecodedTransaction {
  const envelope = envelopeOf(transaction);
  const type = Number(transaction.type);
  const list = RLP.encode([...envelope.payload, ...envelope.signature]);
  const fields = typedFieldsOf(transaction);
  return {
    type,
    hash: bytesToHex(keccak256(type === 0 ? list : concatBytes(Uint8Array.of(type), list))),
    sender: known === null ? senderOf(transaction, envelope) : known.sender,
    chainId: envelope.chainId,
    nonce: BigInt(transaction.nonce),
    gas: BigInt(transaction.gas),
    to: transaction.to === null ? null : padHex(transaction.to, 20),
    value: BigInt(transaction.value),
    input: hexToBytes(transaction.input),
    ...fields,
  };
}

type TypedFields = Pick<
  DecodedTransaction,
  'fee' | 'accessList' | 'maxFeePerBlobGas' | 'blobVersionedHashes' | 'authorizations'
>;

function typedFieldsOf(transaction: Transaction): TypedFields {
  return {
    fee: feeOf(transaction),
    accessList: 'accessList' in transaction ? transaction.accessList.map(toAccess) : [],
    maxFeePerBlobGas: transaction.type === '0x3' ? BigInt(transaction.maxFeePerBlobGas) : 0n,
    blobVersionedHashes:
      transaction.type === '0x3'
        ? transaction.blobVersionedHashes.map((hash) => padHex(hash, 32))
        : [],
    authorizations: transaction.type === '0x4' ? transaction.authorizationList : [],
  };
}

function feeOf(transaction: Transaction): FeeOffer {
  if ('gasPrice' in transaction) {
    const price = BigInt(transaction.gasPrice);
    return { maxFee: price, maxPriorityFee: price };
  }
  return {
    maxFee: BigInt(transaction.maxFeePerGas),
    maxPriorityFee: BigInt(transaction.maxPriorityFeePerGas),
  };
}

function envelopeOf(transaction: Transaction): Envelope {
  const signature = [number(transaction.v), number(transaction.r), number(transaction.s)];
  if (transaction.type === '0x0') {
    return { payload: legacyPayload(transaction), signature, ...replayProtection(transaction.v) };
  }
  return {
    payload: typedPayload(transaction),
    signature,
    yParity: toParity(BigInt(transaction.v)),
    chainId: BigInt(transaction.chainId),
  };
}

function legacyPayload(transaction: Transaction & { type: '0x0' }): Field[] {
  return [
    number(transaction.nonce),
    number(transaction.gasPrice),
    number(transaction.gas),
    receiver(transaction.to),
    number(transaction.value),
    hexToBytes(transaction.input),
  ];
}

function typedPayload(transaction: Exclude<Transaction, { type: '0x0' }>): Field[] {
  const fees =
    transaction.type === '0x1'
      ? [number(transaction.gasPrice)]
      : [number(transaction.maxPriorityFeePerGas), number(transaction.maxFeePerGas)];
  const common = [
    number(transaction.chainId),
    number(transaction.nonce),
    ...fees,
    number(transaction.gas),
    receiver(transaction.to),
    number(transaction.value),
    hexToBytes(transaction.input),
    transaction.accessList.map(({ address, storageKeys }) => [
      hexToBytes(padHex(address, 20)),
      storageKeys.map((key) => hexToBytes(padHex(key, 32))),
    ]),
  ];
  switch (transaction.type) {
    case '0x1':
    case '0x2':
      return common;
    case '0x3':
      return [
        ...common,
        number(transaction.maxFeePerBlobGas),
        transaction.blobVersionedHashes.map((hash) => hexToBytes(padHex(hash, 32))),
      ];
    case '0x4':
      return [...common, transaction.authorizationList.map(toAuthorizationFields)];
    default:
      return unreachable(transaction);
  }
}

function toAuthorizationFields(authorization: Authorization): Field[] {
  return [
    number(authorization.chainId),
    hexToBytes(padHex(authorization.address, 20)),
    number(authorization.nonce),
    number(authorization.v),
    number(authorization.r),
    number(authorization.s),
  ];
}

/** EIP-155: `v` is 27 or 28, or the chain id times two plus 35 or 36. */
function replayProtection(v: Hex): Pick<Envelope, 'yParity' | 'chainId'> {
  const value = BigInt(v);
  return value < 35n
    ? { yParity: toParity(value - 27n), chainId: null }
    : { yParity: Number((value - 35n) % 2n), chainId: (value - 35n) / 2n };
}

/**
 * Recovers the signer of the payload, or `null` when there is none or `s` is high (EIP-2). Without
 * any signature it is who the transaction says it is.
 */
function senderOf(transaction: Transaction, envelope: Envelope): Address | null {
  if (transaction.sender !== undefined && isUnsigned(transaction)) {
    return padHex(transaction.sender, 20);
  }
  if (BigInt(transaction.s) > SECP256K1_HALF_ORDER) {
    return null;
  }
  const { payload, chainId } = envelope;
  const type = Number(transaction.type);
  const protection =
    type === 0 && chainId !== null ? [bigIntToBytes(chainId), number('0x0'), number('0x0')] : [];
  const list = RLP.encode([...payload, ...protection]);
  return recoverAddress({
    hash: keccak256(type === 0 ? list : concatBytes(Uint8Array.of(type), list)),
    yParity: envelope.yParity,
    r: number(transaction.r),
    s: number(transaction.s),
  });
}

function isUnsigned({ v, r, s }: Transaction): boolean {
  return BigInt(v) === 0n && BigInt(r) === 0n && BigInt(s) === 0n;
}

function toParity(value: bigint): number {
  return value === 0n || value === 1n ? Number(value) : -1;
}

function toAccess({
  address,
  storageKeys,
}: {
  address: Hex;
  storageKeys: readonly Hex[];
}): DecodedAccess {
  return { address: padHex(address, 20), slots: storageKeys.map((key) => padHex(key, 32)) };
}

function receiver(to: Address | null): Uint8Array {
  return to === null ? new Uint8Array(0) : hexToBytes(padHex(to, 20));
}

/** A number as RLP wants it: shortest bytes. */
function number(hex: Hex): Uint8Array {
  return bigIntToBytes(BigInt(hex));
}
