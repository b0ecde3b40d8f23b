/**
 * A block as its author means it, before anything is worked out.
 *
 * Owns the description only: nothing derived is in it. Nonces, addresses, gas limits, fees and
 * signatures are worked out when it is materialised, so that a transaction less is a block still.
 * Of every choice the plainest is the first and what others shrink to.
 */
import type { Fork } from '#engine/api/index.js';
import type { Program, Who } from '../gadgets/operation.ts';
import type { EdgeName } from './edges.ts';

/** What a transaction does. */
export type Action =
  /** A runner is handed the program as call data. */
  | { readonly kind: 'interpreted'; readonly by: Who }
  /** A contract of its own is the program. */
  | { readonly kind: 'compiled' }
  /** The program is what a new contract is made by. */
  | { readonly kind: 'creation' }
  /** No program: a payment. */
  | { readonly kind: 'payment'; readonly to: Who }
  /** No program: it stands on a rule, or one past it. `detail` is a random number of its own. */
  | { readonly kind: 'edge'; readonly edge: EdgeName; readonly detail: number }
  /** No program: something for the consensus layer (EIP-7685), from Prague on. */
  | { readonly kind: 'request'; readonly request: RequestName; readonly detail: number };

/** What can be asked of the consensus layer; `junk` is what only looks like a deposit. */
export type RequestName = 'deposit' | 'withdrawal' | 'consolidation' | 'junk';

/** How much gas a transaction may use. */
export type GasClass = 'ample' | 'tight' | 'scarce' | 'vast';

/** What the sender's nonce is, beside the next one. */
export type NonceClass = 'next' | 'gap' | 'again';

/** One authorisation (EIP-7702). */
export interface Delegation {
  /** 0 is the authority that sends nothing, others are senders. */
  readonly authority: number;
  /** `null` clears. */
  readonly to: Who | null;
  /** What chain it is signed for; default the block's. */
  readonly chain?: 'any' | 'other';
  /** Whether it is the other signature of the same (EIP-2). Default no. */
  readonly isHigh?: boolean;
}

/** What an access list names: an account and slots of it. */
export interface Listed {
  readonly at: Who;
  readonly slots: readonly number[];
}

/** One transaction. */
export interface TransactionSpec {
  /** Which of the senders that the pool names, or one that sends nothing else. */
  readonly from: number | 'own';
  readonly action: Action;
  readonly program: Program;
  /** Whether all that the program observes ends in a slot of its own. */
  readonly isWitnessed: boolean;
  /** Sent along, in wei, or more than anybody has. */
  readonly wei: number | 'too-much';
  readonly gas: GasClass;
  readonly nonce: NonceClass;
  /** Tip, in gwei per gas. */
  readonly tip: number;
  /** Type of the envelope; one that the fork does not have becomes the plainest. */
  readonly type: 0 | 1 | 2 | 3;
  /** Makes a transaction of type 4, where the fork has it. */
  readonly delegations: readonly Delegation[];
  /** Named beforehand (EIP-2930), touched or not. */
  readonly accessList: readonly Listed[];
  /** Of a transaction of type 3. */
  readonly blobs: number;
}

/** What is special about a block itself. */
export interface HeaderSpec {
  /**
   * How much gas there is: exactly enough if all but the last use as much as a payment does, or one
   * less; or enough for all but what is vast. Default: for all.
   */
  readonly room?: 'exact' | 'one-short' | 'none-for-vast';
  /** Before Paris. */
  readonly ommers?: readonly { readonly to: Who; readonly delta: number }[];
  /** Blob gas in excess, in millions, from Cancun on. Default 0: a price of one. */
  readonly excess?: number;
  /** Whether children, before they are made, have storage left from an older life. */
  readonly isHaunted?: boolean;
  /** A contract of the system that has lost its code, from Prague on. */
  readonly broken?: 'withdrawal' | 'consolidation';
  /** Whether the deposit contract is one that logs whatever it is called with, from Prague on. */
  readonly logsJunk?: boolean;
}

/** One block. */
export interface BlockSpec {
  readonly fork: Fork;
  readonly transactions: readonly TransactionSpec[];
  /** `null` for somebody who does nothing else. */
  readonly beneficiary: Who | null;
  /** Paid after the transactions, in gwei, from Shanghai on. */
  readonly withdrawals: readonly { readonly to: Who; readonly gwei: number }[];
  /** Default: nothing special. */
  readonly header?: HeaderSpec;
}

/** A transaction that does nothing special. */
export const PLAIN: Omit<TransactionSpec, 'action' | 'program'> = {
  from: 'own',
  isWitnessed: true,
  wei: 0,
  gas: 'ample',
  nonce: 'next',
  tip: 1,
  type: 2,
  delegations: [],
  accessList: [],
  blobs: 1,
};
