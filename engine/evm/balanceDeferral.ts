/**
 * The balance read that has not yet shown what it is for.
 *
 * ethereumjs compares `contract.balance < value` before every inner call, zero value included. The
 * getter cannot see the other operand, so the read is held here until the next event decides:
 *
 *   begin ──weaken (the call follows at once)──▶ "balance >= value", nothing for 0
 *     │ ───cancel (the same object is assigned)─▶ nothing: it was an addition
 *     └────confirm (anything else)──────────────▶ the exact value
 *
 * Every way but the first two ends in the exact value, which is always sound.
 */
import type { AccountView } from './accountView.ts';

/** At most one held-back read. */
export class BalanceDeferral {
  #reader: object | null = null;
  #account: AccountView | null = null;

  /** Holds back a read that `reader` makes; one held back before is confirmed. */
  begin(reader: object, account: AccountView): void {
    this.confirm();
    this.#reader = reader;
    this.#account = account;
  }

  /** The held-back read counts as a read of the exact value. */
  confirm(): void {
    this.#account?.readBalance();
    this.#clear();
  }

  /** The held-back read was the check before a call that moves `value` wei. */
  weaken(value: bigint): void {
    if (value > 0n) {
      this.#account?.hasAtLeast(value);
    }
    this.#clear();
  }

  /** Drops the read if `reader` made it; returns whether it did. */
  cancel(reader: object): boolean {
    if (this.#reader !== reader) {
      return false;
    }
    this.#clear();
    return true;
  }

  #clear(): void {
    this.#reader = null;
    this.#account = null;
  }
}
