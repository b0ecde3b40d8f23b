/**
 * What a lane and its machine say to each other.
 *
 * The lane brings an input to each step and is told what it needs next. Plain values: on threads
 * they stay within one thread, in simulation within one turn.
 */
import type { Address, Bytes32 } from '../api/index.ts';
import type { MemoryAccount } from '../memory/memoryAccount.ts';
import type { Resolved } from '../memory/resolve.ts';
import type { ReadSet } from '../primitives/facts.ts';
import type { WriteSet } from '../primitives/writes.ts';
import type { Report } from '../schedulers/contract.ts';
import type { Demand } from './body.ts';

/** What a lane brings to its next step. */
export type Input =
  | { readonly kind: 'go' }
  /** The transaction's sender, `null` when it has none. */
  | { readonly kind: 'prepared'; readonly sender: Address | null }
  | { readonly kind: 'read-account'; readonly address: Address }
  | { readonly kind: 'read-slot'; readonly address: Address; readonly slot: Bytes32 }
  | { readonly kind: 'read-code'; readonly hash: Bytes32 }
  | {
      readonly kind: 'finished';
      readonly reads: ReadSet;
      readonly writes: WriteSet;
      readonly demand: Demand;
    }
  /** The body met an estimate of `on` and waits. */
  | { readonly kind: 'suspended'; readonly on: number }
  /** The body met an estimate of `on` and stopped. */
  | { readonly kind: 'blocked'; readonly on: number };

/** What a lane needs after a step. */
export type Need =
  /** A validation was taken on: step again. */
  | { readonly kind: 'claimed' }
  /** The scheduler was told something: step again. */
  | { readonly kind: 'reported'; readonly report: Report }
  | { readonly kind: 'prepare'; readonly txIndex: number }
  /** Start a body as the fibre of that number. */
  | {
      readonly kind: 'body';
      readonly txIndex: number;
      readonly incarnation: number;
      readonly fibre: number;
      /** As it was recovered when the transaction was prepared, on whichever lane. */
      readonly sender: Address | null;
    }
  /** Let the body of that fibre go on. */
  | { readonly kind: 'resume'; readonly fibre: number }
  | { readonly kind: 'account'; readonly account: MemoryAccount }
  | { readonly kind: 'slot'; readonly value: Resolved<bigint> }
  | { readonly kind: 'code'; readonly code: Uint8Array | null }
  | { readonly kind: 'park' }
  | { readonly kind: 'leave' };
