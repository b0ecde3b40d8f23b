/**
 * The five transaction envelopes as bytes.
 *
 * Owns the field order of the RLP lists: legacy (Yellow Paper, EIP-155), EIP-2930, EIP-1559,
 * EIP-4844 (network-independent form) and EIP-7702. Encodes whatever it is given: a corpus of
 * invalid transactions needs envelopes that a library for honest users refuses to make.
 */
import { RLP } from '@ethereumjs/rlp';
import type { NestedUint8Array } from '@ethereumjs/rlp';
import type { AccessListEntry, Authorization, Hex, Transaction } from '#engine/api/index.js';
import { hexToBytes } from './hex.ts';
import { keccak256 } from './keccak.ts';

type Distribute<T> = T extends Transaction ? Omit<T, 'v' | 'r' | 's'> : never;

/** A transaction before it is signed. */
export type UnsignedTransaction = Distribute<Transaction>;

type Fields = NestedUint8Array;

/** A quantity as RLP wants it: big-endian, no leading zeros, zero is empty. */
function number(quantity: Hex): Uint8Array {
  const value = BigInt(quantity);
  return value === 0n ? new Uint8Array() : hexToBytes(`0x${value.toString(16)}`);
}

function accessListFields(accessList: readonly AccessListEntry[]): Fields {
  return accessList.map(({ address, storageKeys }) => [
    hexToBytes(address),
    storageKeys.map(hexToBytes),
  ]);
}

function authorizationFields(authorization: Authorization): Fields {
  const { chainId, address, nonce, v, r, s } = authorization;
  return [number(chainId), hexToBytes(address), number(nonce), number(v), number(r), number(s)];
}

function payloadFields(transaction: UnsignedTransaction): Fields {
  const { nonce, gas, to, value, input } = transaction;
  const body = [number(gas), to === null ? new Uint8Array() : hexToBytes(to)];
  body.push(number(value), hexToBytes(input));
  if (transaction.type === '0x0') return [number(nonce), number(transaction.gasPrice), ...body];
  const head = [number(transaction.chainId), number(nonce)];
  const accessList = accessListFields(transaction.accessList);
  if (transaction.type === '0x1') {
    return [...head, number(transaction.gasPrice), ...body, accessList];
  }
  const { maxPriorityFeePerGas, maxFeePerGas } = transaction;
  const market = [number(maxPriorityFeePerGas), number(maxFeePerGas)];
  const fields = [...head, ...market, ...body, accessList];
  switch (transaction.type) {
    case '0x2':
      return fields;
    case '0x3': {
      const hashes = transaction.blobVersionedHashes.map(hexToBytes);
      return [...fields, number(transaction.maxFeePerBlobGas), hashes];
    }
    case '0x4':
      return [...fields, transaction.authorizationList.map(authorizationFields)];
    default:
      return transaction satisfies never;
  }
}

/** The type byte, if there is one, and the list. */
function encode(type: Transaction['type'], fields: Fields): Uint8Array {
  const list = RLP.encode(fields);
  if (type === '0x0') return list;
  const bytes = new Uint8Array(list.length + 1);
  bytes[0] = Number(type);
  bytes.set(list, 1);
  return bytes;
}

/**
 * The hash a sender signs. For a legacy transaction, `replayChainId` binds it to one chain
 * (EIP-155) and `null` leaves it valid on all; typed transactions carry their chain themselves.
 */
export function signingHash(
  transaction: UnsignedTransaction,
  replayChainId: Hex | null,
): Uint8Array {
  const fields = payloadFields(transaction);
  const bound = transaction.type === '0x0' && replayChainId !== null;
  const suffix = bound ? [number(replayChainId), new Uint8Array(), new Uint8Array()] : [];
  return keccak256(encode(transaction.type, [...fields, ...suffix]));
}

/** The signed envelope, as it stands in a block body or travels on the wire. */
export function encodeTransaction(transaction: Transaction): Uint8Array {
  const { v, r, s } = transaction;
  const fields = [...payloadFields(transaction), number(v), number(r), number(s)];
  return encode(transaction.type, fields);
}

/** The hash an authority signs: `keccak(0x05 || rlp([chainId, address, nonce]))`, EIP-7702. */
export function authorizationHash(
  authorization: Pick<Authorization, 'chainId' | 'address' | 'nonce'>,
): Uint8Array {
  const { chainId, address, nonce } = authorization;
  const list = RLP.encode([number(chainId), hexToBytes(address), number(nonce)]);
  const bytes = new Uint8Array(list.length + 1);
  bytes[0] = 0x05;
  bytes.set(list, 1);
  return keccak256(bytes);
}
