/**
 * The loop of one lane, on a thread as in simulation.
 *
 * Owns nothing that lasts: it carries what the machine needs to whoever makes it. Everything a lane
 * knows between two steps is in the arena, but for its live bodies and the outcomes it has kept.
 */
import { InvariantError, invariant, unreachable } from '../primitives/invariant.ts';
import type { TransactionBody } from './body.ts';
import { Fibre } from './fibre.ts';
import type { Gate } from './gate.ts';
import type { Input, Need } from './exchange.ts';
import { type LaneBase, LaneReader } from './laneReader.ts';

/** The outcome of one incarnation, kept until it is known which incarnation is final. */
export interface KeptOutcome<Outcome> {
  readonly txIndex: number;
  readonly incarnation: number;
  readonly outcome: Outcome;
}

/** What a lane runs with. */
export interface LaneEquipment<Outcome> {
  readonly lane: number;
  readonly gate: Gate;
  readonly body: TransactionBody<Outcome>;
  readonly base: LaneBase;
  /** Whether incarnations wait alive at unready reads; otherwise they are given up. */
  readonly suspends: boolean;
}

/** Runs a lane until the block is done; returns the last outcome of each transaction it ran. */
export async function runLane<Outcome>(
  equipment: LaneEquipment<Outcome>,
): Promise<KeptOutcome<Outcome>[]> {
  const run = new LaneRunner(equipment);
  try {
    return await run.toTheEnd();
  } finally {
    await run.abandonFibres();
  }
}

/** One lane in one block. */
class LaneRunner<Outcome> {
  readonly #equipment: LaneEquipment<Outcome>;
  readonly #kept = new Map<number, KeptOutcome<Outcome>>();
  readonly #fibres = new Map<number, Fibre>();

  constructor(equipment: LaneEquipment<Outcome>) {
    this.#equipment = equipment;
  }

  async toTheEnd(): Promise<KeptOutcome<Outcome>[]> {
    const { gate, lane } = this.#equipment;
    let input: Input | null = { kind: 'go' };
    while (input !== null) {
      // On threads the step is over at once; awaiting it all the same would cost as much again.
      const need: Need | Promise<Need> = gate.step(lane, input);
      input = await this.#follow(need instanceof Promise ? await need : need);
    }
    return [...this.#kept.values()];
  }

  /** A block may end while incarnations above its end still wait. */
  async abandonFibres(): Promise<void> {
    for (const fibre of this.#fibres.values()) {
      await fibre.abandon();
    }
  }

  /** Does what the machine needs; returns the next input, or `null` at the end. */
  async #follow(need: Need): Promise<Input | null> {
    const { gate, lane, body } = this.#equipment;
    switch (need.kind) {
      case 'claimed':
      case 'reported':
        return { kind: 'go' };
      case 'prepare':
        return { kind: 'prepared', sender: body.prepare(need.txIndex) };
      case 'body':
        return this.#start(need);
      case 'resume':
        return this.#fibre(need.fibre).resume();
      case 'park':
        await gate.park(lane);
        return { kind: 'go' };
      case 'leave':
        return null;
      case 'account':
      case 'slot':
      case 'code':
        throw new InvariantError('answers to reads go to the reader', { kind: need.kind });
      default:
        return unreachable(need);
    }
  }

  #start(need: Extract<Need, { kind: 'body' }>): Promise<Input> {
    const fibre = new Fibre();
    this.#fibres.set(need.fibre, fibre);
    return fibre.start(() => this.#runBody(need, fibre));
  }

  async #runBody(start: Extract<Need, { kind: 'body' }>, fibre: Fibre): Promise<Input> {
    const { txIndex, incarnation } = start;
    const { gate, lane, base, body, suspends } = this.#equipment;
    const reader = new LaneReader({ gate, lane, base, waiter: suspends ? fibre : null });
    try {
      const { outcome, ...result } = await body.run(start, reader);
      reader.throwIfFailed();
      if (reader.end === null) {
        this.#kept.set(txIndex, { txIndex, incarnation, outcome });
        return { kind: 'finished', ...result };
      }
    } catch (error) {
      reader.throwIfFailed();
      if (reader.end === null) {
        throw error;
      }
    }
    invariant(reader.end !== null, 'a body without result was ended by its reader');
    return reader.end;
  }

  #fibre(number: number): Fibre {
    const fibre = this.#fibres.get(number);
    invariant(fibre !== undefined, 'a fibre that goes on was started', { number });
    return fibre;
  }
}
