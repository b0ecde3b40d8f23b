/**
 * Locations: the units of conflict.
 *
 * A location is one field of one account or one slot. `lifecycle` stands for creation and
 * destruction: a destruction cuts off everything older of its account, a creation its storage.
 */
import type { Address, Bytes32 } from '../api/index.ts';

/** Kinds of location; the position of a kind is its number in shared words. */
export const LOCATION_KINDS = ['balance', 'nonce', 'code', 'lifecycle', 'storage'] as const;

/** What of an account a location is. */
export type LocationKind = (typeof LOCATION_KINDS)[number];

/** One location. */
export interface Place {
  readonly kind: LocationKind;
  readonly address: Address;
  /** Only of storage. */
  readonly slot: Bytes32 | null;
}
