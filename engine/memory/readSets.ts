/**
 * Read sets in shared memory: the facts that each transaction's last incarnation relies on.
 *
 * Owns registration: a fact stands in the list of every location that can break it, so that whoever
 * writes there finds its readers. Whether a fact holds is not decided here.
 */
import type { Arena } from '../primitives/arena.ts';
import { bigIntToHex } from '../primitives/bytes.ts';
import type { Fact } from '../primitives/facts.ts';
import { invariant, unreachable } from '../primitives/invariant.ts';
import type { LocationTable } from './locationTable.ts';
import { operandOf, otherKinds } from './factParts.ts';
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
    const record = this.#take(this.#at.freeFacts, FACT.words, FACT.nextOfTx);
    const { words } = this.#arena;
    const head = this.#at.heads + txIndex;
    words[record + FACT.nextOfTx] = words[head] ?? 0;
    words[head] = record;
    words[record + FACT.txIndex] = txIndex;
    words[record + FACT.kind] = FACT_KINDS.indexOf(fact.kind);
    words[record + FACT.holds] = 'holds' in fact && fact.holds ? 1 : 0;
    words[record + FACT.firstReader] = 0;
    writeNumber(this.#arena, record + FACT.operand, operandOf(fact));
    const location = this.#primaryLocation(fact);
    this.#arena.words[record + FACT.location] = location;
    this.#listAt(record, location);
    for (const kind of otherKinds(fact)) {
      this.#listAt(record, this.#locations.field(kind, fact.address));
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
      facts.push(this.#decode(record));
      record = words[record + FACT.nextOfTx] ?? 0;
    }
    return facts;
  }

  /** Locations at which a change can break those facts of the transaction that matter. */
  locationsOf(txIndex: number, matters: (fact: Fact) => boolean): number[] {
    const { words } = this.#arena;
    const locations: number[] = [];
    let record = words[this.#at.heads + txIndex] ?? 0;
    while (record !== 0) {
      let reader = matters(this.#decode(record)) ? (words[record + FACT.firstReader] ?? 0) : 0;
      while (reader !== 0) {
        locations.push(words[reader + READER.location] ?? 0);
        reader = words[reader + READER.nextOfFact] ?? 0;
      }
      record = words[record + FACT.nextOfTx] ?? 0;
    }
    return locations;
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
        readers.push({ txIndex: owner, fact: this.#decode(record) });
      }
      reader = words[reader + READER.next] ?? 0;
    }
    return readers;
  }

  #primaryLocation(fact: Fact): number {
    switch (fact.kind) {
      case 'balance':
      case 'balance-at-least':
        return this.#locations.field('balance', fact.address);
      case 'nonce':
      case 'code':
        return this.#locations.field(fact.kind, fact.address);
      case 'storage':
        return this.#locations.slot(fact.address, fact.slot);
      case 'empty':
      case 'exists':
      case 'has-storage':
      case 'removable':
        return this.#locations.field('lifecycle', fact.address);
      default:
        return unreachable(fact);
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

  #decode(record: number): Fact {
    const { words } = this.#arena;
    const kind = FACT_KINDS[words[record + FACT.kind] ?? -1];
    const { address, slot } = this.#locations.placeOf(words[record + FACT.location] ?? 0);
    const holds = words[record + FACT.holds] === 1;
    const operand = readNumber(this.#arena, record + FACT.operand);
    invariant(kind !== undefined, 'a registered fact has a kind');
    switch (kind) {
      case 'balance':
      case 'nonce':
        return { kind, address, value: operand };
      case 'balance-at-least':
        return { kind, address, amount: operand, holds };
      case 'code':
        return { kind, address, hash: bigIntToHex(operand, 32) };
      case 'storage':
        invariant(slot !== null, 'a storage fact is about a slot');
        return { kind, address, slot, value: operand };
      case 'empty':
      case 'exists':
      case 'has-storage':
      case 'removable':
        return { kind, address, holds };
      default:
        return unreachable(kind);
    }
  }
}
