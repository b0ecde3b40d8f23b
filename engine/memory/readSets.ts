/**
 * Read sets in shared memory: the facts that each transaction's last incarnation relies on.
 *
 * Owns registration: a fact stands in the list of every location that can break it, so that whoever
 * writes there finds its readers. Whether a fact holds is not decided here.
 */
import type { Arena } from '../primitives/arena.ts';
import type { Fact } from '../primitives/facts.ts';
import { invariant } from '../primitives/invariant.ts';
import { type LocatedFact, factToLocated, locatedToFact, otherKinds } from './factParts.ts';
import { type LocationTable, fieldOf } from './locationTable.ts';
import { FACT, FACT_KINDS, LOCATION, READER } from './records.ts';
import { readNumber, writeNumber } from './numbers.ts';

/** A fact and who relies on it. */
export interface RegisteredFact {
  readonly txIndex: number;
  readonly fact: Fact;
}

/** Where the words of all read sets begin. */
export interface ReadSetWords {
  /** One list head per transaction. */
  readonly heads: number;
  readonly freeFacts: number;
  readonly freeReaders: number;
}

/** Facts by transaction and by location. */
export class ReadSets {
  readonly #arena: Arena;
  readonly #locations: LocationTable;
  readonly #at: ReadSetWords;

  constructor(arena: Arena, locations: LocationTable, at: ReadSetWords) {
    this.#arena = arena;
    this.#locations = locations;
    this.#at = at;
  }

  /** Registers one more fact of a transaction. */
  add(txIndex: number, fact: Fact): void {
    const located = factToLocated(this.#locations, fact);
    const record = this.#take(this.#at.freeFacts, FACT.words, FACT.nextOfTx);
    const { words } = this.#arena;
    const head = this.#at.heads + txIndex;
    words[record + FACT.nextOfTx] = words[head] ?? 0;
    words[head] = record;
    words[record + FACT.txIndex] = txIndex;
    words[record + FACT.kind] = FACT_KINDS.indexOf(located.kind);
    words[record + FACT.holds] = located.holds ? 1 : 0;
    words[record + FACT.location] = located.location;
    words[record + FACT.firstReader] = 0;
    writeNumber(this.#arena, record + FACT.operand, located.operand);
    this.#listAt(record, located.location);
    const account = this.#locations.accountOf(located.location);
    for (const kind of otherKinds(located.kind)) {
      this.#listAt(record, fieldOf(account, kind));
    }
  }

  /** Forgets all facts of a transaction. */
  clear(txIndex: number): void {
    const head = this.#at.heads + txIndex;
    this.unlist(txIndex);
    const { words } = this.#arena;
    let record = words[head] ?? 0;
    while (record !== 0) {
      const next = words[record + FACT.nextOfTx] ?? 0;
      words[record + FACT.nextOfTx] = words[this.#at.freeFacts] ?? 0;
      words[this.#at.freeFacts] = record;
      record = next;
    }
    words[head] = 0;
  }

  /** Keeps a transaction's facts, but no writer finds them any more. */
  unlist(txIndex: number): void {
    const { words } = this.#arena;
    let record = words[this.#at.heads + txIndex] ?? 0;
    while (record !== 0) {
      let reader = words[record + FACT.firstReader] ?? 0;
      while (reader !== 0) {
        const nextReader = words[reader + READER.nextOfFact] ?? 0;
        this.#unlistAt(reader);
        reader = nextReader;
      }
      words[record + FACT.firstReader] = 0;
      record = words[record + FACT.nextOfTx] ?? 0;
    }
  }

  /** All facts of a transaction, last registered first. */
  of(txIndex: number): Fact[] {
    const { words } = this.#arena;
    const facts: Fact[] = [];
    let record = words[this.#at.heads + txIndex] ?? 0;
    while (record !== 0) {
      facts.push(locatedToFact(this.#locations, this.#read(record)));
      record = words[record + FACT.nextOfTx] ?? 0;
    }
    return facts;
  }

  /** Locations at which a change can break those facts of the transaction that matter. */
  locationsOf(txIndex: number, matters: (fact: LocatedFact) => boolean): number[] {
    const { words } = this.#arena;
    const locations: number[] = [];
    let record = words[this.#at.heads + txIndex] ?? 0;
    while (record !== 0) {
      let reader = matters(this.#read(record)) ? (words[record + FACT.firstReader] ?? 0) : 0;
      while (reader !== 0) {
        locations.push(words[reader + READER.location] ?? 0);
        reader = words[reader + READER.nextOfFact] ?? 0;
      }
      record = words[record + FACT.nextOfTx] ?? 0;
    }
    return locations;
  }

  /** Whether all facts of a transaction pass, last registered first. */
  every(txIndex: number, passes: (fact: LocatedFact) => boolean): boolean {
    let record = this.#arena.words[this.#at.heads + txIndex] ?? 0;
    while (record !== 0 && passes(this.#read(record))) {
      record = this.#arena.words[record + FACT.nextOfTx] ?? 0;
    }
    return record === 0;
  }

  /** Facts that a change at `location` can break, of transactions above `txIndex`. */
  readersAbove(location: number, txIndex: number): RegisteredFact[] {
    const { words } = this.#arena;
    const readers: RegisteredFact[] = [];
    let reader = words[location + LOCATION.readers] ?? 0;
    while (reader !== 0) {
      const record = words[reader + READER.fact] ?? 0;
      const owner = words[record + FACT.txIndex] ?? 0;
      if (owner > txIndex) {
        const fact = locatedToFact(this.#locations, this.#read(record));
        readers.push({ txIndex: owner, fact });
      }
      reader = words[reader + READER.next] ?? 0;
    }
    return readers;
  }

  /** Visits facts that a change at `location` can break, of transactions above `txIndex`. */
  forEachAbove(
    location: number,
    txIndex: number,
    visit: (reader: number, fact: LocatedFact) => void,
  ): void {
    const { words } = this.#arena;
    let reader = words[location + LOCATION.readers] ?? 0;
    while (reader !== 0) {
      const record = words[reader + READER.fact] ?? 0;
      const owner = words[record + FACT.txIndex] ?? 0;
      if (owner > txIndex) {
        visit(owner, this.#read(record));
      }
      reader = words[reader + READER.next] ?? 0;
    }
  }

  #listAt(record: number, location: number): void {
    const reader = this.#take(this.#at.freeReaders, READER.words, READER.next);
    const { words } = this.#arena;
    const next = words[location + LOCATION.readers] ?? 0;
    words[reader + READER.next] = next;
    words[reader + READER.previous] = 0;
    words[reader + READER.location] = location;
    words[reader + READER.fact] = record;
    words[reader + READER.nextOfFact] = words[record + FACT.firstReader] ?? 0;
    words[record + FACT.firstReader] = reader;
    words[location + LOCATION.readers] = reader;
    if (next !== 0) {
      words[next + READER.previous] = reader;
    }
  }

  #unlistAt(reader: number): void {
    const { words } = this.#arena;
    const next = words[reader + READER.next] ?? 0;
    const previous = words[reader + READER.previous] ?? 0;
    if (previous === 0) {
      words[(words[reader + READER.location] ?? 0) + LOCATION.readers] = next;
    } else {
      words[previous + READER.next] = next;
    }
    if (next !== 0) {
      words[next + READER.previous] = previous;
    }
    words[reader + READER.next] = words[this.#at.freeReaders] ?? 0;
    words[this.#at.freeReaders] = reader;
  }

  #take(free: number, size: number, link: number): number {
    const record = this.#arena.words[free] ?? 0;
    if (record === 0) {
      return this.#arena.allocate(size);
    }
    this.#arena.words[free] = this.#arena.words[record + link] ?? 0;
    return record;
  }

  #read(record: number): LocatedFact {
    const { words } = this.#arena;
    const kind = FACT_KINDS[words[record + FACT.kind] ?? -1];
    invariant(kind !== undefined, 'a registered fact has a kind');
    return {
      kind,
      location: words[record + FACT.location] ?? 0,
      operand: readNumber(this.#arena, record + FACT.operand),
      holds: words[record + FACT.holds] === 1,
    };
  }
}
