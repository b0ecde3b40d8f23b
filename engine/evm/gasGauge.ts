/**
 * How much gas a running transaction has used, while it runs.
 *
 * Owns the sum over frames: a child's gas is charged to its parent when it returns, so that each
 * frame's own gas counts from where its parent stood when it was called, and is never added twice.
 * Counts before refunds. Simulation asks for one; an engine runs without.
 */

/** What the EVM says of one step, before the step is charged. */
export interface GaugedStep {
  /** Frames below this one. */
  readonly depth: number;
  /** Left in the frame, in gas. */
  readonly gasLeft: bigint;
  /** Of the step itself, in gas, less a stipend; what a called frame uses is not in it. */
  readonly fee: bigint;
}

interface Frame {
  readonly depth: number;
  /** Used when the frame began, plus all the gas that it was given. */
  readonly horizon: bigint;
}

/** Follows one transaction at a time. */
export class GasGauge {
  /** In gas, since the body began; never less than it was. */
  gas = 0;
  readonly #frames: Frame[] = [];

  /** A body begins. */
  reset(): void {
    this.gas = 0;
    this.#frames.length = 0;
  }

  /** Its message begins: `intrinsic` gas is used up. */
  begin(intrinsic: bigint): void {
    this.#moveTo(intrinsic);
  }

  /** The EVM is about to make a step. */
  step({ depth, gasLeft, fee }: GaugedStep): void {
    while ((this.#frames.at(-1)?.depth ?? -1) > depth) {
      this.#frames.pop();
    }
    const top = this.#frames.at(-1);
    const frame = top?.depth === depth ? top : { depth, horizon: BigInt(this.gas) + gasLeft };
    if (frame !== top) {
      this.#frames.push(frame);
    }
    this.#moveTo(frame.horizon - gasLeft + fee);
  }

  /** Its message has ended, having used so much gas, `intrinsic` gas included. */
  end(used: bigint): void {
    this.#frames.length = 0;
    this.#moveTo(used);
  }

  // A step that fails has not cost what it was about to.
  #moveTo(gas: bigint): void {
    this.gas = Math.max(this.gas, Number(gas));
  }
}
