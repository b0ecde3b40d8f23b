/**
 * Addresses: of names, of contracts to come, and of mapping slots inside them.
 *
 * Owns the derivations a block author must foresee: CREATE (Yellow Paper section 7), CREATE2
 * (EIP-1014) and the slot of a mapping entry in the layout Solidity uses.
 */
import { RLP } from '@ethereumjs/rlp';
import type { Address, Bytes, Bytes32, Hex } from '#engine/api/index.js';
import { bytesToHex, concatHex, hexToBytes, word } from './hex.ts';
import { keccak256 } from './keccak.ts';

/** The Keccak-256 hash of hex bytes. */
export function hashOf(bytes: Hex): Bytes32 {
  return bytesToHex(keccak256(hexToBytes(bytes)));
}

/** A word that stands for `name` and for nothing else. */
export function wordNamed(name: string): Bytes32 {
  return bytesToHex(keccak256(new TextEncoder().encode(name)));
}

/** An address that stands for `name` and for nothing else. */
export function addressNamed(name: string): Address {
  return `0x${wordNamed(name).slice(26)}`;
}

/** Where a contract lands that `creator` makes by CREATE, or by a creation transaction. */
export function createAddress(creator: Address, nonce: bigint | number): Address {
  const digits = nonce.toString(16);
  const nonceBytes = nonce === 0n || nonce === 0 ? new Uint8Array() : hexToBytes(`0x${digits}`);
  const encoded = RLP.encode([hexToBytes(creator), nonceBytes]);
  return bytesToHex(keccak256(encoded).subarray(12));
}

/** Where a contract lands that `creator` makes by CREATE2. */
export function create2Address(creator: Address, salt: bigint | number, initcode: Bytes): Address {
  return `0x${hashOf(concatHex('0xff', creator, word(salt), hashOf(initcode))).slice(26)}`;
}

/** The slot of `mapping[key]` where the mapping stands at slot `base`. */
export function mappingSlot(key: Hex, base: bigint | number | Hex): Bytes32 {
  return hashOf(concatHex(word(key), word(base)));
}

/** The address of the precompiled contract with that number. */
export function precompileAddress(number: number): Address {
  return `0x${number.toString(16).padStart(40, '0')}`;
}
