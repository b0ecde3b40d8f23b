/**
 * What can happen to a memory, as commands that do it to memory and model alike.
 *
 * Owns the protocol: what may be asked of a memory in which state, and that a memory refuses what
 * finality forbids. Every command names the thread that makes the step, so that what one has done
 * is seen by the other.
 */
import fc from 'fast-check';
import { InvariantError } from '#engine/primitives/invariant.js';
import type { Fact } from '#engine/primitives/facts.js';
import type { WriteSet } from '#engine/primitives/writes.js';
import { compareCodes, compareFact, compareReads, compareTransaction } from './comparison.ts';
import { type ModelMemory, madeTrue, placeOf } from './model.ts';
import type { Pairing, Thread } from './pairing.ts';
import { TX_COUNT, type Wish, wish, wishes, writeSets } from './world.ts';

/** Something that happens, and the words to print it with. */
class Command implements fc.Command<ModelMemory, Pairing> {
  readonly #words: string;
  readonly #happen: (model: ModelMemory, pairing: Pairing) => void;

  constructor(words: string, happen: (model: ModelMemory, pairing: Pairing) => void) {
    this.#words = words;
    this.#happen = happen;
  }

  check(): boolean {
    return true;
  }

  run(model: ModelMemory, pairing: Pairing): void {
    this.#happen(model, pairing);
  }

  toString(): string {
    return this.#words;
  }
}

interface Publication {
  readonly thread: Thread;
  readonly txIndex: number;
  readonly wishes: readonly Wish[];
  readonly writes: WriteSet;
}

const thread = fc.constantFrom<Thread[]>(0, 1);
const txIndex = fc.nat(TX_COUNT - 1);

const publish = fc.record({ thread, txIndex, wishes, writes: writeSets }).map(publication);
const withdraw = fc
  .record({ thread, txIndex })
  .map((what) => publication({ ...what, wishes: [], writes: [] }));
const mark = fc.record({ thread, txIndex }).map(estimation);
const finalise = fc.record({ thread, count: fc.integer({ min: 1, max: 3 }) }).map(finality);
const look = fc.record({ thread, txIndex: fc.nat(TX_COUNT) }).map(glance);
const ask = fc.record({ thread, txIndex, wish }).map(question);

/** Up to `count` commands in a row. */
export function commands(count: number): fc.Arbitrary<Iterable<fc.Command<ModelMemory, Pairing>>> {
  return fc.commands<ModelMemory, Pairing>(
    [publish, publish, publish, withdraw, mark, finalise, finalise, look, look, ask],
    { maxCommands: count, size: 'max' },
  );
}

/** Everything there is to see, by one thread; what it has not met it meets in records first. */
export function lookEverywhere(pairing: Pairing, by: Thread): void {
  const pair = pairing.seenBy(by);
  for (let index = 0; index < TX_COUNT; index += 1) compareTransaction(pair, index);
  for (let index = 0; index <= TX_COUNT; index += 1) compareReads(pair, index);
  compareCodes(pair, pairing.deployed);
}

/** An incarnation is published, or nothing at all: then the transaction is withdrawn. */
function publication(what: Publication): Command {
  return new Command(`publish ${fc.stringify(what)}`, (model, pairing) => {
    const { txIndex: index, writes } = what;
    const { memory } = pairing.seenBy(what.thread);
    const version = { txIndex: index, incarnation: 0 };
    if (index < model.finalEnd) {
      assertRefused(pairing, () => memory.publish(version, [], writes));
      return;
    }
    const before = model.entry(index).writes.map(placeOf);
    const kept = writes.filter((write) => before.includes(placeOf(write))).length;
    const reads = what.wishes.map((one) => grant(model, index, one));
    const { size } = pairing;
    const told = memory.publish(version, reads, writes);
    const isNew = model.publish(index, reads, writes);
    if (told !== isNew) throw new Error(`transaction ${index} wrote a new location: ${told}`);
    for (const write of writes) if (write.kind === 'code') pairing.deployed.add(write.hash);
    pairing.tally.saw('versions overwritten', kept);
    pairing.tally.saw('versions removed', before.length - kept);
    if (pairing.size > size) pairing.tally.saw('growths of the arena');
  });
}

function estimation(what: { readonly thread: Thread; readonly txIndex: number }): Command {
  return new Command(`mark ${fc.stringify(what)}`, (model, pairing) => {
    const { memory } = pairing.seenBy(what.thread);
    if (what.txIndex < model.finalEnd) {
      assertRefused(pairing, () => memory.markEstimates(what.txIndex));
      return;
    }
    memory.markEstimates(what.txIndex);
    model.markEstimates(what.txIndex);
    pairing.tally.saw('estimates placed', model.entry(what.txIndex).writes.length);
  });
}

/** As many transactions become final as can, of those asked for. */
function finality(what: { readonly thread: Thread; readonly count: number }): Command {
  return new Command(`finalise ${fc.stringify(what)}`, (model, pairing) => {
    const { memory } = pairing.seenBy(what.thread);
    const before = model.finalEnd;
    if (before > 0) assertRefused(pairing, () => memory.finalise(before - 1));
    while (model.finalEnd < before + what.count && model.canAdvance()) model.finalEnd += 1;
    const next = model.entry(model.finalEnd);
    if (model.finalEnd === TX_COUNT || (next.isEstimate && next.writes.length > 0)) {
      assertRefused(pairing, () => memory.finalise(model.finalEnd + 1));
    }
    memory.finalise(model.finalEnd);
    pairing.tally.saw('final transactions', model.finalEnd - before);
  });
}

function glance(what: { readonly thread: Thread; readonly txIndex: number }): Command {
  return new Command(`look ${fc.stringify(what)}`, (_, pairing) => {
    const pair = pairing.seenBy(what.thread);
    if (what.txIndex < TX_COUNT) compareTransaction(pair, what.txIndex);
    compareReads(pair, what.txIndex);
    compareCodes(pair, pairing.deployed);
  });
}

function question(what: {
  readonly thread: Thread;
  readonly txIndex: number;
  readonly wish: Wish;
}): Command {
  return new Command(`ask ${fc.stringify(what)}`, (model, pairing) => {
    const fact = grant(model, what.txIndex, what.wish);
    compareFact(pairing.seenBy(what.thread), what.txIndex, fact);
  });
}

/** The fact that is wished for; as it was drawn when it was to be true and nobody knows. */
function grant(model: ModelMemory, index: number, { fact, isMadeTrue }: Wish): Fact {
  return (isMadeTrue ? madeTrue(model.account(index, fact.address), fact) : null) ?? fact;
}

/** A step that finality forbids ends in an invariant, before it changes anything. */
function assertRefused(pairing: Pairing, step: () => void): void {
  let refusal: unknown = null;
  try {
    step();
  } catch (error) {
    refusal = error;
  }
  if (!(refusal instanceof InvariantError)) throw new Error('a forbidden step was made');
  pairing.tally.saw('refused steps');
}
