/**
 * What an engine executes: a block, its context and the state before it.
 *
 * The vocabulary is t8n's (`alloc.json`, `env.json`, `txs.json`), so that a block can be handed to
 * a transition tool of any client field by field. Nothing here is computed by execution.
 */
import type { Fork } from './fork.ts';
import type { Address, Bytes, Bytes32, Quantity } from './hex.ts';
import type { Transaction } from './transaction.ts';

/** One account. An absent field is zero or empty. */
export interface AllocAccount {
  /** In wei. */
  readonly balance: Quantity;
  readonly nonce?: Quantity;
  readonly code?: Bytes;
  /** Slot to value; zero values are absent. */
  readonly storage?: Readonly<Record<Bytes32, Bytes32>>;
}

/** The whole state: every account that exists, by address. */
export type Alloc = Readonly<Record<Address, AllocAccount>>;

/** An uncle whose miner is rewarded (before Paris). */
export interface Ommer {
  /** Blocks between the uncle and this block, 1 to 6. */
  readonly delta: number;
  readonly address: Address;
}

/** An EIP-4895 withdrawal from the beacon chain. */
export interface Withdrawal {
  readonly index: Quantity;
  readonly validatorIndex: Quantity;
  readonly address: Address;
  /** In gwei. */
  readonly amount: Quantity;
}

/** Block context: all that execution may know of the header and of its ancestors. */
export interface Env {
  /** Beneficiary of fees and, before Paris, of the block reward. */
  readonly currentCoinbase: Address;
  /** In gas. */
  readonly currentGasLimit: Quantity;
  readonly currentNumber: Quantity;
  /** In seconds since 1970. */
  readonly currentTimestamp: Quantity;
  /** Before Paris only. */
  readonly currentDifficulty?: Quantity;
  /** EIP-4399, from Paris. */
  readonly currentRandom?: Bytes32;
  /** In wei per gas, EIP-1559, from London. */
  readonly currentBaseFee?: Quantity;
  /** In blob gas, EIP-4844, from Cancun. */
  readonly currentExcessBlobGas?: Quantity;
  /** EIP-4788, from Cancun. */
  readonly parentBeaconBlockRoot?: Bytes32;
  /**
   * Hashes of up to 256 ancestors by decimal number, for `BLOCKHASH`; the parent's is also what
   * EIP-2935 stores.
   */
  readonly blockHashes: Readonly<Record<string, Bytes32>>;
  readonly ommers?: readonly Ommer[];
}

/** Ordered transactions under one fork's rules. */
export interface Block {
  readonly fork: Fork;
  readonly chainId: Quantity;
  readonly env: Env;
  readonly transactions: readonly Transaction[];
  /** From Shanghai. */
  readonly withdrawals?: readonly Withdrawal[];
}

/** A block and the state before it: all that decides about a result. */
export interface BlockInput {
  readonly block: Block;
  readonly preState: Alloc;
}
