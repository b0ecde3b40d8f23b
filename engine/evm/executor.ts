/**
 * One incarnation of one transaction, from its validity to its last clean-up.
 *
 * Owns all that happens around the message: upfront cost, nonce, authorisations, refunds, fees,
 * self-destruction and the clearing of empty accounts. It is a function of what it reads: given the
 * same answers it returns the same incarnation. Does not know the block's other transactions;
 * whether there is room for this one in the block is decided by admission, in order. Yellow Paper
 * section 6; EIP-161, 1559, 2929, 3529, 3651, 4844, 6780, 7623, 7702.
 */
import type { Address, TransactionReason } from '../api/index.ts';
import type { ReadSet } from '../primitives/facts.ts';
import { invariant } from '../primitives/invariant.ts';
import type { StateReader } from '../primitives/reader.ts';
import type { TouchLog } from '../primitives/touches.ts';
import type { WriteSet } from '../primitives/writes.ts';
import type { BlockContext } from './blockContext.ts';
import type { EmittedLog, EVMCore, MessageOutcome } from './core.ts';
import type { DecodedTransaction } from './decodedTransaction.ts';
import { applyAuthorizations } from './delegation.ts';
import { type IntrinsicGas, intrinsicGasOf } from './intrinsicGas.ts';
import { RecordingView } from './recordingView.ts';
import { accountViolation, blobGasOf, formViolation, offerViolation } from './validity.ts';

/** What came of an incarnation, should it become final. */
export type TransactionOutcome =
  | {
      readonly kind: 'invalid';
      readonly reason: TransactionReason;
      /** `form` is judged before admission, the rest after it. */
      readonly stage: 'form' | 'offer' | 'account';
    }
  | {
      readonly kind: 'executed';
      readonly isSuccess: boolean;
      /** After refunds and floor, in gas. */
      readonly gasUsed: bigint;
      readonly logs: readonly EmittedLog[];
      readonly contractAddress: Address | null;
      readonly message: MessageEnd;
    };

/** How a message ended, of which a receipt does not tell. */
export interface MessageEnd extends Pick<MessageOutcome, 'returned' | 'exception' | 'gasUsed'> {
  /** Of the message and of authorisations, not yet capped, in gas. */
  readonly refund: bigint;
}

/** An executed incarnation: outcome, what it relied on, what it changes. */
export interface Incarnation {
  readonly outcome: TransactionOutcome;
  readonly reads: ReadSet;
  /** Empty when the transaction is invalid. */
  readonly writes: WriteSet;
  /** Empty when the transaction is invalid: then it is no part of the block. */
  readonly touches: TouchLog;
}

/** Runs a transaction on the state that `reader` shows. */
export async function executeTransaction(
  transaction: DecodedTransaction,
  reader: StateReader,
  { core, block }: { readonly core: EVMCore; readonly block: BlockContext },
): Promise<Incarnation> {
  const gas = intrinsicGasOf(transaction, block.rules);
  const form = formViolation(transaction, gas, block);
  if (form !== null) {
    return invalid(form, 'form', []);
  }
  const offer = offerViolation(transaction, block);
  if (offer !== null) {
    return invalid(offer, 'offer', []);
  }
  const view = new RecordingView(reader);
  const run = new TransactionRun({ transaction, view, core, block, gas });
  const violation = await run.validateAccount();
  if (violation !== null) {
    return invalid(violation, 'account', view.finish().reads);
  }
  const outcome = await run.execute();
  return { outcome, ...view.finish() };
}

function invalid(
  reason: TransactionReason,
  stage: 'form' | 'offer' | 'account',
  reads: ReadSet,
): Incarnation {
  return { outcome: { kind: 'invalid', reason, stage }, reads, writes: [], touches: [] };
}

function endOf(message: MessageOutcome, authorizationRefund: bigint): MessageEnd {
  const { returned, exception, gasUsed, gasRefund } = message;
  return { returned, exception, gasUsed, refund: gasRefund + authorizationRefund };
}

interface Parts {
  readonly transaction: DecodedTransaction;
  readonly view: RecordingView;
  readonly core: EVMCore;
  readonly block: BlockContext;
  readonly gas: IntrinsicGas;
}

/** The steps of a transaction, in the order of the Yellow Paper. */
class TransactionRun {
  readonly #parts: Parts;
  readonly #sender: Address;
  /** Paid to the beneficiary, in wei per gas (EIP-1559). */
  readonly #priorityFee: bigint;
  /** Paid by the sender, in wei per gas. */
  readonly #gasPrice: bigint;

  constructor(parts: Parts) {
    const { transaction, block } = parts;
    const { maxFee, maxPriorityFee } = transaction.fee;
    const margin = maxFee - block.baseFee;
    invariant(transaction.sender !== null, 'a transaction that runs has a sender');
    this.#parts = parts;
    this.#sender = transaction.sender;
    this.#priorityFee = maxPriorityFee < margin ? maxPriorityFee : margin;
    this.#gasPrice = block.baseFee + this.#priorityFee;
  }

  async validateAccount(): Promise<TransactionReason | null> {
    const { transaction, view, block } = this.#parts;
    const account = await view.account(this.#sender);
    const code = await view.code(account);
    return accountViolation(transaction, { account, code }, block.rules);
  }

  async execute(): Promise<TransactionOutcome> {
    const { transaction, view, block } = this.#parts;
    await this.#payUpfront();
    const { authorizations } = transaction;
    const delegated = await applyAuthorizations(authorizations, view, block.chainId);
    const message = await this.#runMessage(delegated.warmAddresses);
    const gasUsed = this.#gasUsed(message, delegated.gasRefund);
    await this.#settle(gasUsed);
    for (const address of message.destroyed) {
      view.destroy(await view.account(address));
    }
    await view.removeTouchedEmpty();
    return {
      kind: 'executed',
      isSuccess: message.isSuccess,
      gasUsed,
      logs: message.logs,
      contractAddress: message.createdAddress,
      message: endOf(message, delegated.gasRefund),
    };
  }

  async #payUpfront(): Promise<void> {
    const { transaction, view, block } = this.#parts;
    const sender = await view.account(this.#sender);
    const blobFee = blobGasOf(transaction) * block.blobBaseFee;
    view.move(sender, -(transaction.gas * this.#gasPrice + blobFee));
    view.setNonce(sender, transaction.nonce + 1n);
  }

  #runMessage(authorities: readonly Address[]): Promise<MessageOutcome> {
    const { transaction, view, core, block, gas } = this.#parts;
    const { to, accessList } = transaction;
    const warmAddresses = [this.#sender, ...authorities, ...accessList.map((a) => a.address)];
    if (to !== null) {
      warmAddresses.push(to);
    }
    if (block.rules.hasWarmBeneficiary) {
      warmAddresses.push(block.beneficiary);
    }
    const message = {
      sender: this.#sender,
      to,
      value: transaction.value,
      input: transaction.input,
      gas: transaction.gas - gas.intrinsic,
      gasBefore: gas.intrinsic,
      gasPrice: this.#gasPrice,
      blobVersionedHashes: transaction.blobVersionedHashes,
      warmAddresses,
      warmSlots: accessList,
    };
    return core.run(message, view, block);
  }

  /** Refunds are capped (EIP-3529); calldata sets a floor under what is left (EIP-7623). */
  #gasUsed(message: MessageOutcome, authorizationRefund: bigint): bigint {
    const { gas, block } = this.#parts;
    const spent = gas.intrinsic + message.gasUsed;
    const refund = message.gasRefund + authorizationRefund;
    const refundMax = spent / block.rules.refundQuotient;
    const charged = spent - (refund < refundMax ? refund : refundMax);
    return charged > gas.floor ? charged : gas.floor;
  }

  /** Returns the sender's unused gas and credits the beneficiary; even a fee of 0 is a touch. */
  async #settle(gasUsed: bigint): Promise<void> {
    const { transaction, view, block } = this.#parts;
    const sender = await view.account(this.#sender);
    view.move(sender, (transaction.gas - gasUsed) * this.#gasPrice);
    const beneficiary = await view.account(block.beneficiary);
    view.move(beneficiary, gasUsed * this.#priorityFee);
    view.touch(block.beneficiary);
  }
}
