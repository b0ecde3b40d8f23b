/**
 * Keys that are the same in every run.
 *
 * Owns private keys derived from small positive integers and the ECDSA signatures made with them
 * (deterministic nonces, RFC 6979; low `s`, EIP-2). Does not know what is signed.
 * These keys are public knowledge: never hold value with them.
 */
import secp256k1 from 'secp256k1';
import type { Address } from '#engine/api/index.js';
import { bytesToHex, hexToBytes, word } from './hex.ts';
import { keccak256 } from './keccak.ts';

/** The order of the secp256k1 group: valid keys and signature scalars lie in `[1, N)`. */
export const SECP256K1_N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** An externally owned account: whoever holds its key. */
export interface Signer {
  readonly address: Address;
  readonly privateKey: Uint8Array;
}

/** An ECDSA signature with the parity of the point, which makes the key recoverable. */
export interface Signature {
  readonly yParity: 0 | 1;
  readonly r: bigint;
  readonly s: bigint;
}

const signers = new Map<bigint, Signer>();

/**
 * The signer whose private key is the integer `key`.
 *
 * Throws a `RangeError` unless `0 < key < SECP256K1_N`.
 */
export function signer(key: number | bigint): Signer {
  const scalar = BigInt(key);
  if (scalar <= 0n || scalar >= SECP256K1_N) throw new RangeError(`no private key: ${scalar}`);
  const known = signers.get(scalar);
  if (known) return known;
  const privateKey = hexToBytes(word(scalar));
  const publicKey = secp256k1.publicKeyCreate(privateKey, false);
  // The first byte tells the point's encoding; the address is the hash of the two coordinates.
  const address = bytesToHex(keccak256(publicKey.subarray(1)).subarray(12));
  const made = { address, privateKey };
  signers.set(scalar, made);
  return made;
}

/** Signs a 32-byte hash. */
export function signHash(hash: Uint8Array, privateKey: Uint8Array): Signature {
  const { signature, recid } = secp256k1.ecdsaSign(hash, privateKey);
  return {
    yParity: recid % 2 === 0 ? 0 : 1,
    r: BigInt(bytesToHex(signature.subarray(0, 32))),
    s: BigInt(bytesToHex(signature.subarray(32, 64))),
  };
}

/** Who signed a 32-byte hash, or `null` where that is no signature (EIP-2: `s` is low). */
export function recoverSigner(hash: Uint8Array, { yParity, r, s }: Signature): Address | null {
  if (s > SECP256K1_N / 2n) return null;
  const compact = new Uint8Array([...hexToBytes(word(r)), ...hexToBytes(word(s))]);
  try {
    const publicKey = secp256k1.ecdsaRecover(compact, yParity, hash, false);
    return bytesToHex(keccak256(publicKey.subarray(1)).subarray(12));
  } catch {
    // The library's only refusal of well-formed arguments: `r` and `s` are no signature.
    return null;
  }
}
