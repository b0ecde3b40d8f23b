/**
 * The cryptography our executor runs on.
 *
 * Owns the choice: native `secp256k1` (sender recovery measured at 76 µs against 2,649 µs of the
 * default) and WebAssembly Keccak. The oracle keeps ethereumjs' defaults on purpose.
 */
import type { CustomCrypto } from '@ethereumjs/common';
import secp256k1 from 'secp256k1';

import type { Address } from '../api/index.ts';
import { bytesToHex, concatBytes, padBytes } from '../primitives/bytes.ts';
import { keccak256 } from '../state/keccak.ts';
import { LAZY_KZG } from './kzg.ts';

/** Half of the curve's order: EIP-2 allows no higher `s`. */
export const SECP256K1_HALF_ORDER: bigint =
  0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/** A recoverable signature of a 32-byte hash. */
export interface Signature {
  readonly hash: Uint8Array;
  /** 0 or 1. */
  readonly yParity: number;
  readonly r: Uint8Array;
  readonly s: Uint8Array;
}

/** Address of the key that made the signature, or `null` when no key did. */
export function recoverAddress(signature: Signature): Address | null {
  const publicKey = recoverPublicKey(signature);
  return publicKey === null ? null : bytesToHex(keccak256(publicKey).subarray(12));
}

/** 64 bytes, or `null`: a failed recovery is an outcome of foreign input, not an error. */
function recoverPublicKey({ hash, yParity, r, s }: Signature): Uint8Array | null {
  if ((yParity !== 0 && yParity !== 1) || r.length > 32 || s.length > 32) {
    return null;
  }
  const compact = concatBytes(padBytes(r, 32), padBytes(s, 32));
  try {
    return secp256k1.ecdsaRecover(compact, yParity, hash, false).subarray(1);
  } catch {
    // The library's only refusal of well-formed arguments: `r` and `s` are no signature.
    return null;
  }
}

/** For `Common`: what the opcodes and precompiles of ethereumjs call. */
export const CUSTOM_CRYPTO: CustomCrypto = {
  keccak256,
  /** Called by precompile 0x01 alone, with `v` 27 or 28; throwing means "no such key". */
  ecrecover: (hash, v, r, s) => {
    const publicKey = recoverPublicKey({ hash, yParity: Number(v - 27n), r, s });
    if (publicKey === null) {
      throw new RangeError('no key made this signature');
    }
    return publicKey;
  },
  kzg: LAZY_KZG,
};
