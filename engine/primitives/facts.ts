/**
 * Facts: what an incarnation observed, as weakly as it used it.
 *
 * A read set is a list of facts. Whether a fact holds is decided against the state before the
 * transaction, at its own index; the incarnation's own writes are already taken out. Two
 * incarnations whose facts all hold in the same state do the same thing: a fact is therefore never
 * weaker than the use that was made of the observation, but it may be weaker than the value
 * observed, so that a payment into an account does not disturb one who only needed it to be rich
 * enough. Does not know who checks them: memory re-checks facts, state answers them.
 */
import type { Address, Bytes32 } from '../api/index.ts';

/** One observation of the state before a transaction. */
export type Fact =
  /** The balance is exactly `value` wei. */
  | { readonly kind: 'balance'; readonly address: Address; readonly value: bigint }
  /** Whether the balance is at least `amount` wei. */
  | {
      readonly kind: 'balance-at-least';
      readonly address: Address;
      readonly amount: bigint;
      readonly holds: boolean;
    }
  | { readonly kind: 'nonce'; readonly address: Address; readonly value: bigint }
  /** The code is the one with this hash. */
  | { readonly kind: 'code'; readonly address: Address; readonly hash: Bytes32 }
  | {
      readonly kind: 'storage';
      readonly address: Address;
      readonly slot: Bytes32;
      readonly value: bigint;
    }
  /** Whether nonce, balance and code are zero or empty (EIP-161). An absent account is empty. */
  | { readonly kind: 'empty'; readonly address: Address; readonly holds: boolean }
  /** Whether the account has a leaf in the state trie. */
  | { readonly kind: 'exists'; readonly address: Address; readonly holds: boolean }
  /** Whether any slot is not zero (EIP-7610). */
  | { readonly kind: 'has-storage'; readonly address: Address; readonly holds: boolean }
  /** Whether the account exists although it is empty, so that a touch deletes it (EIP-161). */
  | { readonly kind: 'removable'; readonly address: Address; readonly holds: boolean };

/** Every fact one incarnation relied on. */
export type ReadSet = readonly Fact[];
