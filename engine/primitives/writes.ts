/**
 * Writes: what one transaction changes, as the state before it must be changed.
 *
 * A balance only ever moves by a delta: payments into one account commute, and whoever needed the
 * exact balance has said so with a fact. Everything else is set. A `lifecycle` write comes before
 * the other writes of its account: destruction takes all fields with it, creation clears storage.
 * No-op writes are left out (`@ethereumjs/evm` rewrites the callee's account on every call, which
 * would make all calls of one contract conflict).
 */
import type { Address, Bytes32 } from '../api/index.ts';

/** One change to one location. */
export type Write =
  | {
      readonly kind: 'lifecycle';
      readonly address: Address;
      readonly event: 'created' | 'destroyed';
    }
  /** Moves the balance by `delta` wei, up or down. */
  | { readonly kind: 'balance'; readonly address: Address; readonly delta: bigint }
  | { readonly kind: 'nonce'; readonly address: Address; readonly value: bigint }
  /** `code` is empty when a delegation is cleared (EIP-7702). */
  | {
      readonly kind: 'code';
      readonly address: Address;
      readonly hash: Bytes32;
      readonly code: Uint8Array;
    }
  | {
      readonly kind: 'storage';
      readonly address: Address;
      readonly slot: Bytes32;
      readonly value: bigint;
    };

/** Every change one transaction makes. */
export type WriteSet = readonly Write[];
