/**
 * `@ethereumjs/evm` with its three balance habits replaced.
 *
 * The stock EVM reads and rewrites both accounts on every call, even of no value; that would make
 * all calls of one contract conflict. Overridden here: moving value records "at least" and a delta;
 * the check before an inner call is weakened to what it compares. Nothing else differs from stock.
 */
import { EVM, EVMError, type EVMResult, type EVMRunCallOpts, type Message } from '@ethereumjs/evm';
import type { Account, Address } from '@ethereumjs/util';

import { invariant } from '../primitives/invariant.ts';
import { RICH_FROM } from '../primitives/reader.ts';
import { ViewStateManager } from './viewStateManager.ts';

const MAX_UINT256 = 2n ** 256n - 1n;

/** An EVM whose state manager is a view. */
export class ObservedEVM extends EVM {
  override async runCall(options: EVMRunCallOpts): Promise<EVMResult> {
    const { message } = options;
    if (message !== undefined) {
      const { deferral } = this.#views();
      if (message.delegatecall) {
        // The only call without a balance check before it: what is held back is someone's read.
        deferral.confirm();
      } else {
        deferral.weaken(message.value);
      }
    }
    return super.runCall(options);
  }

  protected override async _reduceSenderBalance(_: Account, message: Message): Promise<void> {
    if (message.value === 0n) {
      return;
    }
    const views = this.#views();
    const sender = await views.account(message.caller);
    if (!sender.hasAtLeast(message.value)) {
      throw new EVMError(EVMError.errorMessages.INSUFFICIENT_BALANCE);
    }
    views.view.move(sender, -message.value);
  }

  protected override async _addToBalance(
    toAccount: Account,
    message: Message & { to: Address },
  ): Promise<void> {
    // Touches the receiver, and stores the nonce that a creation has set on the object.
    await this.journal.putAccount(message.to, toAccount);
    if (message.value === 0n) {
      return;
    }
    const views = this.#views();
    const receiver = await views.account(message.to);
    // What is not rich on either side cannot overflow, and stays free of reads.
    const isRich = receiver.base.isRich || receiver.delta + message.value >= RICH_FROM;
    if (isRich && receiver.hasAtLeast(MAX_UINT256 - message.value + 1n)) {
      throw new EVMError(EVMError.errorMessages.VALUE_OVERFLOW);
    }
    views.view.move(receiver, message.value);
  }

  #views(): ViewStateManager {
    const { stateManager } = this;
    invariant(stateManager instanceof ViewStateManager, 'the EVM runs on a view');
    return stateManager;
  }
}
