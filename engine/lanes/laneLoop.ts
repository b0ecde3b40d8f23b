/**
 * The loop of one lane, on a thread as in simulation.
 *
 * Owns nothing that lasts: it carries what the machine needs to whoever makes it. Everything a lane
 * knows between two steps is in the arena, but for the running body and the outcomes it has kept.
 */
import { invariant, unreachable } from '../primitives/invariant.ts';
import type { TransactionBody } from './body.ts';
import type { Gate } from './gate.ts';
import type { Input, Need } from './laneMachine.ts';
import { type BaseCode, BlockedRead, LaneReader } from './laneReader.ts';

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
  readonly base: BaseCode;
}

/** Runs a lane until the block is done; returns the last outcome of each transaction it ran. */
export async function runLane<Outcome>(
  equipment: LaneEquipment<Outcome>,
): Promise<KeptOutcome<Outcome>[]> {
  const kept = new Map<number, KeptOutcome<Outcome>>();
  let input: Input | null = { kind: 'go' };
  while (input !== null) {
    // On threads the step is over at once; awaiting it all the same would cost as much again.
    const need: Need | Promise<Need> = equipment.gate.step(equipment.lane, input);
    input = await follow(equipment, need instanceof Promise ? await need : need, kept);
  }
  return [...kept.values()];
}

/** Does what the machine needs; returns the next input, or `null` at the end. */
async function follow<Outcome>(
  equipment: LaneEquipment<Outcome>,
  need: Need,
  kept: Map<number, KeptOutcome<Outcome>>,
): Promise<Input | null> {
  switch (need.kind) {
    case 'claimed':
    case 'reported':
      return { kind: 'go' };
    case 'prepare':
      return { kind: 'prepared', sender: equipment.body.prepare(need.txIndex) };
    case 'body':
      return runBody(equipment, need, kept);
    case 'park':
      await equipment.gate.park(equipment.lane);
      return { kind: 'go' };
    case 'leave':
      return null;
    case 'account':
    case 'slot':
    case 'code':
      return invariantAnswer(need.kind);
    default:
      return unreachable(need);
  }
}

async function runBody<Outcome>(
  { lane, gate, body, base }: LaneEquipment<Outcome>,
  { txIndex, incarnation }: Extract<Need, { kind: 'body' }>,
  kept: Map<number, KeptOutcome<Outcome>>,
): Promise<Input> {
  const reader = new LaneReader(gate, lane, base);
  try {
    const { reads, writes, outcome } = await body.run(txIndex, reader);
    if (reader.blockedOn === null) {
      kept.set(txIndex, { txIndex, incarnation, outcome });
      return { kind: 'finished', reads, writes };
    }
  } catch (error) {
    if (!(error instanceof BlockedRead) && reader.blockedOn === null) {
      throw error;
    }
  }
  invariant(reader.blockedOn !== null, 'a body without result is blocked');
  return { kind: 'blocked', on: reader.blockedOn };
}

function invariantAnswer(kind: string): never {
  invariant(false, 'answers to reads go to the reader', { kind });
}
