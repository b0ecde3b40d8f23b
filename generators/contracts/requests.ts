/**
 * Calls that make the execution layer ask the consensus layer for something (EIP-7685).
 *
 * Owns the call data of deposits (EIP-6110), withdrawal requests (EIP-7002) and consolidation
 * requests (EIP-7251), and the request bytes that a block must return for each.
 */
import { createHash } from 'node:crypto';
import type { Address, Bytes, Hex } from '#engine/api/index.js';
import { concatHex, hexToBytes, word } from '../build/hex.ts';
import { selectorOf } from './calls.ts';

/** Wei in a gwei. */
export const GWEI = 1_000_000_000n;

/** Bytes that stand for `name`, as many as asked for. */
export function bytesNamed(name: string, size: number): Bytes {
  let digits = '';
  for (let part = 0; digits.length < size * 2; part += 1) {
    digits += createHash('sha256').update(`${name} ${part}`).digest('hex');
  }
  return `0x${digits.slice(0, size * 2)}`;
}

/** A number as 8 bytes, least significant first, as the consensus layer writes it. */
function littleEndian(value: bigint): Bytes {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return `0x${bytes.toString('hex')}`;
}

function bigEndian(value: bigint): Bytes {
  return `0x${value.toString(16).padStart(16, '0')}`;
}

function sha256(...parts: readonly Hex[]): Bytes {
  const bytes = hexToBytes(concatHex(...parts));
  return `0x${createHash('sha256').update(bytes).digest('hex')}`;
}

/** A validator's deposit. */
export interface Deposit {
  /** 48 bytes. */
  readonly publicKey: Bytes;
  /** 32 bytes. */
  readonly credentials: Bytes;
  /** In gwei, at least one ether's worth; the value of the call. */
  readonly amount: bigint;
  /** 96 bytes. */
  readonly signature: Bytes;
}

/** A deposit whose bytes stand for `name`. */
export function depositNamed(name: string, amount: bigint): Deposit {
  return {
    publicKey: bytesNamed(`${name} key`, 48),
    credentials: bytesNamed(`${name} credentials`, 32),
    amount,
    signature: bytesNamed(`${name} signature`, 96),
  };
}

/** The root of a deposit as the contract recomputes it, a Merkle tree of its fields. */
function depositRoot({ publicKey, credentials, amount, signature }: Deposit): Bytes {
  const zeros = (count: number): Bytes => `0x${'00'.repeat(count)}`;
  const keyRoot = sha256(publicKey, zeros(16));
  const first = sha256(`0x${signature.slice(2, 130)}`);
  const second = sha256(`0x${signature.slice(130)}`, zeros(32));
  const signatureRoot = sha256(first, second);
  const left = sha256(keyRoot, credentials);
  return sha256(left, sha256(littleEndian(amount), zeros(24), signatureRoot));
}

/** Call data of `deposit(bytes,bytes,bytes,bytes32)`. */
export function depositCall(deposit: Deposit): Bytes {
  const { publicKey, credentials, signature } = deposit;
  const padding: Bytes = `0x${'00'.repeat(16)}`;
  return concatHex(
    selectorOf('deposit(bytes,bytes,bytes,bytes32)'),
    // Where each of the three byte strings starts, then the root, then the strings themselves.
    ...[word(0x80), word(0xe0), word(0x120), depositRoot(deposit)],
    ...[word(48), publicKey, padding],
    ...[word(32), credentials],
    ...[word(96), signature],
  );
}

/** The request of the `index`-th deposit ever made, without its type. */
export function depositRequest(deposit: Deposit, index: bigint): Bytes {
  const { publicKey, credentials, amount, signature } = deposit;
  const numbers = [littleEndian(amount), signature, littleEndian(index)];
  return concatHex(publicKey, credentials, ...numbers);
}

/** Call data that asks for `amount` gwei of a validator; zero asks for its exit. */
export function withdrawalCall(publicKey: Bytes, amount: bigint): Bytes {
  return concatHex(publicKey, bigEndian(amount));
}

/** The request that such a call leads to. */
export function withdrawalRequest(source: Address, publicKey: Bytes, amount: bigint): Bytes {
  return concatHex(source, publicKey, littleEndian(amount));
}

/** Call data that asks to merge one validator into another. */
export function consolidationCall(from: Bytes, into: Bytes): Bytes {
  return concatHex(from, into);
}

/** The request that such a call leads to. */
export function consolidationRequest(source: Address, from: Bytes, into: Bytes): Bytes {
  return concatHex(source, from, into);
}
