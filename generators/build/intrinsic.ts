/**
 * What a transaction costs before it does anything, so that authors can give it enough.
 *
 * Owns the prices of EIP-2028, EIP-2930, EIP-3860, EIP-7623 and EIP-7702. A block author's own: the
 * engine's is elsewhere, and the two check each other.
 */
import type { Bytes } from '#engine/api/index.js';
import { hexToBytes } from './hex.ts';

const BASE = 21_000;
const CREATION = 32_000;
const ZERO_BYTE = 4;
const OTHER_BYTE = 16;
const INITCODE_WORD = 2;
const WORD_BYTES = 32;
const LISTED_ACCOUNT = 2_400;
const LISTED_SLOT = 1_900;
const AUTHORISATION = 25_000;
const FLOOR_PER_TOKEN = 10;
const TOKENS_PER_OTHER_BYTE = 4;

/** What decides the price. */
export interface Priced {
  readonly input: Bytes;
  readonly isCreation: boolean;
  readonly accounts: number;
  readonly slots: number;
  readonly authorisations: number;
}

/** In gas, under the dearest rules of all forks. */
export function intrinsicGas(priced: Priced): bigint {
  const { input, isCreation, accounts, slots, authorisations } = priced;
  const bytes = hexToBytes(input);
  const zeros = bytes.filter((byte) => byte === 0).length;
  const others = bytes.length - zeros;
  const creation = CREATION + INITCODE_WORD * Math.ceil(bytes.length / WORD_BYTES);
  const gas =
    BASE +
    ZERO_BYTE * zeros +
    OTHER_BYTE * others +
    (isCreation ? creation : 0) +
    LISTED_ACCOUNT * accounts +
    LISTED_SLOT * slots +
    AUTHORISATION * authorisations;
  return BigInt(Math.max(gas, Number(floorGas(input))));
}

/** In gas, what is paid for call data at least (EIP-7623). */
export function floorGas(input: Bytes): bigint {
  const bytes = hexToBytes(input);
  const zeros = bytes.filter((byte) => byte === 0).length;
  const tokens = zeros + TOKENS_PER_OTHER_BYTE * (bytes.length - zeros);
  return BigInt(BASE + FLOOR_PER_TOKEN * tokens);
}
