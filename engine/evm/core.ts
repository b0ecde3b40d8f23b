/**
 * The port of an EVM core: runs one message to its end on a view.
 *
 * A core knows opcodes, gas and frames. It does not know nonces, fees, refund caps, receipts or
 * which transactions are valid: the executor does, in plain code, so that another core (another
 * interpreter, a native one) can stand beside `@ethereumjs/evm` by implementing this file.
 */
import type { Address, Bytes32 } from '../api/index.ts';
import type { BlockContext } from './blockContext.ts';
import type { RecordingView } from './recordingView.ts';

/** The outermost message of a transaction or a system call. */
export interface MessageCall {
  readonly sender: Address;
  /** `null` creates a contract from `input`. */
  readonly to: Address | null;
  /** In wei. */
  readonly value: bigint;
  readonly input: Uint8Array;
  /** Gas left for execution: intrinsic gas is already taken off. */
  readonly gas: bigint;
  /** Used before the message, in gas: a gauge counts from there. */
  readonly gasBefore: bigint;
  /** Effective price in wei per gas, for `GASPRICE`. */
  readonly gasPrice: bigint;
  /** For `BLOBHASH` (EIP-4844). */
  readonly blobVersionedHashes: readonly Bytes32[];
  /** Warm from the start (EIP-2929, EIP-2930, EIP-3651, EIP-7702), precompiles excepted. */
  readonly warmAddresses: readonly Address[];
  readonly warmSlots: readonly { readonly address: Address; readonly slots: readonly Bytes32[] }[];
}

/** A log as the EVM emits it. */
export interface EmittedLog {
  readonly address: Uint8Array;
  readonly topics: readonly Uint8Array[];
  readonly data: Uint8Array;
}

/** How a message ended. Its effects on state are in the view, reverted frames undone. */
export interface MessageOutcome {
  readonly isSuccess: boolean;
  /** In gas, before refunds. */
  readonly gasUsed: bigint;
  /** Refund counter (EIP-3529), in gas, not yet capped. */
  readonly gasRefund: bigint;
  readonly returned: Uint8Array;
  /** In the interpreter's words; `null` on success. */
  readonly exception: string | null;
  readonly logs: readonly EmittedLog[];
  /** Contracts to destroy at the end of the transaction, under the rules of the fork (EIP-6780). */
  readonly destroyed: readonly Address[];
  /** Address a creation made or tried to make; `null` for calls. */
  readonly createdAddress: Address | null;
}

/** One EVM, reused for one message after the other. */
export interface EVMCore {
  /** Runs `message` on `view`. Rejects only when the core itself is broken or a read is aborted. */
  run(message: MessageCall, view: RecordingView, block: BlockContext): Promise<MessageOutcome>;
}
