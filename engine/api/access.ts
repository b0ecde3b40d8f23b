/**
 * Locations, the units of conflict, and what a transaction did to them.
 *
 * These are the edge forms, in hex and words, for reports and read-set oracles; the engine's own
 * forms live in `engine/primitives`.
 */
import type { Address, Bytes32 } from './hex.ts';

/** One unit of conflict. */
export type Location =
  | { readonly kind: 'balance'; readonly address: Address }
  | { readonly kind: 'nonce'; readonly address: Address }
  | { readonly kind: 'code'; readonly address: Address }
  | { readonly kind: 'storage'; readonly address: Address; readonly slot: Bytes32 }
  | { readonly kind: 'lifecycle'; readonly address: Address }
  | { readonly kind: 'existence'; readonly address: Address };

/** A location and, in words, what was observed there or done to it: `= 0x5`, `>= 0x5`, `+ 0x5`. */
export interface Access {
  readonly location: Location;
  readonly what: string;
}
