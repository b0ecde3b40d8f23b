/**
 * Where new contracts land.
 *
 * Owns the derivation of CREATE (Yellow Paper section 7) and CREATE2 (EIP-1014), with the one RLP
 * list it takes written out.
 */
import type { Address } from '../../api/index.ts';
import {
  bigIntToBytes,
  bigIntToHex,
  bytesToHex,
  concatBytes,
  hexToBytes,
} from '../../primitives/bytes.ts';
import { keccak256 } from '../../state/keccak.ts';

const [SHORT_LIST, SHORT_STRING] = [0xc0, 0x80];

/** The address of the contract that `creator` makes at this nonce. */
export function createdAddress(creator: Address, nonce: bigint): Address {
  const digits = bigIntToBytes(nonce);
  const isOwnByte = digits.length === 1 && (digits[0] ?? 0) < SHORT_STRING;
  const encodedNonce = isOwnByte
    ? digits
    : concatBytes(Uint8Array.of(SHORT_STRING + digits.length), digits);
  const owner = concatBytes(Uint8Array.of(SHORT_STRING + 20), hexToBytes(creator));
  const length = Uint8Array.of(SHORT_LIST + owner.length + encodedNonce.length);
  return lastBytes(concatBytes(length, owner, encodedNonce));
}

/** The address of the contract that `creator` makes with this salt. */
export function saltedAddress(creator: Address, salt: bigint, initCode: Uint8Array): Address {
  const saltBytes = hexToBytes(bigIntToHex(salt, 32));
  const prefix = Uint8Array.of(0xff);
  return lastBytes(concatBytes(prefix, hexToBytes(creator), saltBytes, keccak256(initCode)));
}

function lastBytes(bytes: Uint8Array): Address {
  return bytesToHex(keccak256(bytes).subarray(12));
}
