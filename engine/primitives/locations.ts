/**
 * Locations: the units of conflict, and their spelling in shared words.
 *
 * A location is one field of one account or one slot. `lifecycle` stands for creation and
 * destruction: a destruction cuts off everything older of its account, a creation its storage.
 */
import type { Address, Bytes32 } from '../api/index.ts';
import { bytesToHex, hexToBytes } from './bytes.ts';
import { invariant } from './invariant.ts';

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

/** Words of an encoded location: kind, address, slot. */
export const PLACE_WORDS = 14;
const ADDRESS_BYTES = 20;
const SLOT_BYTES = 32;
const KIND_BYTES = 4;

/** A string that only equal places share, for maps. */
export function placeKey(kind: LocationKind, address: Address, slot: Bytes32 | null): string {
  return slot === null ? kind + address : address + slot;
}

/** The place in `PLACE_WORDS` words. */
export function encodePlace({ kind, address, slot }: Place): Int32Array {
  const words = new Int32Array(PLACE_WORDS);
  const bytes = new Uint8Array(words.buffer);
  words[0] = LOCATION_KINDS.indexOf(kind);
  bytes.set(hexToBytes(address), KIND_BYTES);
  if (slot !== null) {
    bytes.set(hexToBytes(slot), KIND_BYTES + ADDRESS_BYTES);
  }
  return words;
}

/** The place that `words` spell. */
export function decodePlace(words: Int32Array): Place {
  const bytes = new Uint8Array(words.slice().buffer);
  const kind = LOCATION_KINDS[words[0] ?? -1];
  invariant(kind !== undefined, 'encoded places have a kind', { kind: words[0] });
  const slotAt = KIND_BYTES + ADDRESS_BYTES;
  return {
    kind,
    address: bytesToHex(bytes.subarray(KIND_BYTES, slotAt)),
    slot: kind === 'storage' ? bytesToHex(bytes.subarray(slotAt, slotAt + SLOT_BYTES)) : null,
  };
}
