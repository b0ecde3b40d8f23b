/**
 * What each thing that a lane does takes in one block.
 *
 * Owns how the body of a transaction is spread: its kind's whole price belongs to the gas of its
 * true incarnation, the one that serial execution makes, and every other incarnation pays by the
 * same rate. Owns which places were read before, where cold reads cost.
 */
import type { CostModel, PricedKind } from '../../api/index.ts';
import { invariant } from '../../primitives/invariant.ts';
import type { ReadInput } from '../trie/nodes.ts';
import { ticksOf } from './costModel.ts';

/** What decides the price of a transaction's body. */
export interface PricedTransaction {
  readonly kind: PricedKind;
  /** Of its true incarnation, before refunds; 0 where nobody knows, and then all is its end. */
  readonly gas: number;
}

/** How far a body is. */
export interface BodyPlace {
  readonly txIndex: number;
  readonly gas: number;
  readonly isEnd: boolean;
}

/** Prices of one block, in ticks. */
export class Prices {
  readonly model: CostModel;
  readonly #transactions: readonly PricedTransaction[];

  constructor(model: CostModel, transactions: readonly PricedTransaction[]) {
    this.model = model;
    this.#transactions = transactions;
  }

  /** From the beginning of a body to a place in it, reads not counted. */
  bodyUntil({ txIndex, gas, isEnd }: BodyPlace): number {
    const transaction = this.#transactions[txIndex];
    invariant(transaction !== undefined, 'a transaction of the block has a kind', { txIndex });
    const whole = ticksOf(this.model.body[transaction.kind]);
    if (transaction.gas === 0) {
      return isEnd ? whole : 0;
    }
    return Math.round((whole * gas) / transaction.gas);
  }

  /** A read step. */
  read(isCold: boolean): number {
    return ticksOf(this.model.read) + (isCold ? ticksOf(this.model.coldRead) : 0);
  }

  recheck(facts: number): number {
    return facts * ticksOf(this.model.recheck);
  }

  publish(writes: number): number {
    return writes * ticksOf(this.model.publish);
  }
}

/** Which places somebody has read. Code that the block deployed is in memory, and never cold. */
export class ColdPlaces {
  readonly #known = new Set<string>();

  /** Whether this read is the first of its place. */
  isFirst(input: ReadInput): boolean {
    if (input.kind === 'read-code') {
      return false;
    }
    const place = input.kind === 'read-slot' ? `${input.address} ${input.slot}` : input.address;
    const before = this.#known.size;
    return this.#known.add(place).size > before;
  }
}
