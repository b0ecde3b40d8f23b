/**
 * A fibre: one live incarnation on its lane, which may wait and go on.
 *
 * Owns the hand-over between the lane's loop and a body's promise: the loop lets the fibre run and
 * gets it back when the body has ended or waits. At most one fibre of a lane runs at a time; one
 * that waits does so in the middle of a read.
 */
import { InvariantError, invariant } from '../primitives/invariant.ts';
import type { Input } from './exchange.ts';

/** What the loop gets back. */
type Taken = (input: Input) => void;

/** Raised in a body whose lane has left the block. */
export class AbandonedFibre extends Error {
  constructor() {
    super('the block ended before this incarnation could go on');
    this.name = 'AbandonedFibre';
  }
}

interface Waiting {
  readonly goOn: () => void;
  readonly giveUp: (reason: Error) => void;
}

/** A body that runs in turns. */
export class Fibre {
  #handBack: Taken | null = null;
  #fail: ((reason: unknown) => void) | null = null;
  #waiting: Waiting | null = null;
  #end: Promise<void> = Promise.resolve();

  /** Starts the body. Resolves when it has ended or waits; rejects when it fails. */
  start(body: () => Promise<Input>): Promise<Input> {
    const turn = this.#turn();
    this.#end = this.#toItsEnd(body);
    return turn;
  }

  /** Called by the running body: hands the lane back, and resolves when it is this one's turn. */
  wait(on: number): Promise<void> {
    invariant(this.#waiting === null, 'a fibre waits for one thing at a time', { on });
    return new Promise((goOn, giveUp) => {
      this.#waiting = { goOn, giveUp };
      this.#handBack?.({ kind: 'suspended', on });
    });
  }

  /** Lets the body go on. Resolves when it has ended or waits again; rejects when it fails. */
  resume(): Promise<Input> {
    const waiting = this.#waiting;
    if (waiting === null) {
      throw new InvariantError('only a waiting fibre is resumed');
    }
    this.#waiting = null;
    const turn = this.#turn();
    waiting.goOn();
    return turn;
  }

  /** Ends a body that waits, so that its EVM can be used again. Resolves when it has ended. */
  abandon(): Promise<void> {
    this.#handBack = null;
    this.#fail = null;
    this.#waiting?.giveUp(new AbandonedFibre());
    this.#waiting = null;
    return this.#end;
  }

  async #toItsEnd(body: () => Promise<Input>): Promise<void> {
    try {
      const input = await body();
      this.#handBack?.(input);
    } catch (error) {
      this.#fail?.(error);
    }
  }

  #turn(): Promise<Input> {
    return new Promise((handBack, fail) => {
      this.#handBack = handBack;
      this.#fail = fail;
    });
  }
}
