/**
 * The hash of no code.
 *
 * A constant of the protocol that memory must know without being able to hash.
 */
import type { Bytes32 } from '../api/index.ts';

/** Keccak-256 of the empty string: the code hash of an account without code. */
export const EMPTY_CODE_HASH: Bytes32 =
  '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470';
