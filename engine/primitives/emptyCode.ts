/**
 * No code, and its hash.
 *
 * Constants of the protocol: memory must know the hash without being able to hash, and whoever
 * keeps code by hash has this one from the start.
 */
import type { Bytes32 } from '../api/index.ts';

/** Keccak-256 of the empty string: the code hash of an account without code. */
export const EMPTY_CODE_HASH: Bytes32 =
  '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470';

/** The code of an account without code. */
export const EMPTY_CODE: Uint8Array = new Uint8Array(0);
