/**
 * The balance read that has not yet shown what it is for.
 *
 * ethereumjs compares `contract.balance < value` before every inner call, zero value included. The
 * getter cannot see the other operand, so the read is held here until the next event decides. Every
 * way but the first two ends in the exact value, which is always sound. An object read twice in a
 * row is held back once: `SELFDESTRUCT` looks at the heir's balance before it adds to it.
 */
import type { AccountView } from './accountView.ts';

// begin ──weaken (the call follows at once)───▶ "balance >= value", nothing for 0
//   │ ────cancel (the same object is assigned)─▶ nothing: it was an addition
//   └─────confirm (anything else)──────────────▶ the exact value

/** At most one held-back read. */
export class BalanceDeferral {
  #reader: object | null = null;
  #account: AccountView | null = null;
  /** Whether the reader has read before the read that is held back. */
  #isRepeated = false;

  /** Holds back a read that `reader` makes; one that another held back before is confirmed. */
  begin(reader: object, account: AccountView): void {
    if (this.#reader === reader) {
      this.#isRepeated = true;
      return;
    }
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
    if (this.#isRepeated) {
      // Only the last read was the check.
      this.#account?.readBalance();
    } else if (value > 0n) {
      this.#account?.hasAtLeast(value);
    }
    this.#clear();
  }

  /** Drops the reads if `reader` made them; returns whether it did. */
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
    this.#isRepeated = false;
  }
}
