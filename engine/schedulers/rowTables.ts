/**
 * Tables of rows: transactions that may start, each in its one table, in order of priority.
 *
 * Owns a sorted list for each table. A lane looks into the tables that are at home with it first;
 * where they have nothing, into all. Who may start is not known here.
 */
import type { Arena } from '../primitives/arena.ts';
import type { Fingerprint } from '../primitives/fingerprint.ts';
import { invariant } from '../primitives/invariant.ts';

/** Per table: its first row, plus 1; 0 where it is empty. */
const FIRST = 0;
const COUNT = 1;
const WORDS_PER_TABLE = 2;

/** Per row: the row after it, plus 1. */
const NEXT = 0;
/** Per row: its table, plus 1; 0 where it was never given one. */
const TABLE = 1;
/** Per row: what is smaller comes first. */
const PRIORITY = 2;
/** Per row: 1 while it is in its table. */
const IS_LISTED = 3;
const WORDS_PER_ROW = 4;

/** How many tables of how many transactions. */
export interface RowTablesSize {
  readonly txCount: number;
  readonly tables: number;
}

/** Words of all tables. */
export function rowTablesWords({ txCount, tables }: RowTablesSize): number {
  return WORDS_PER_TABLE * tables + WORDS_PER_ROW * txCount;
}

/** The tables of a block. */
export class RowTables {
  readonly #arena: Arena;
  readonly #start: number;
  readonly #size: RowTablesSize;

  constructor(arena: Arena, start: number, size: RowTablesSize) {
    this.#arena = arena;
    this.#start = start;
    this.#size = size;
  }

  /** Gives transactions their tables, and lists none; `priorities` says of each when it comes. */
  assign(tables: readonly (readonly number[])[], priorities: readonly number[]): void {
    const { tables: max } = this.#size;
    invariant(tables.length <= max, 'there is room for all tables', { tables: tables.length, max });
    for (const [table, rows] of tables.entries()) {
      for (const txIndex of rows) {
        this.#setRow(txIndex, TABLE, table + 1);
        this.#setRow(txIndex, PRIORITY, priorities[txIndex] ?? 0);
      }
    }
  }

  /** Puts a transaction into its table: it may start. */
  list(txIndex: number): void {
    const table = this.tableOf(txIndex);
    invariant(this.#row(txIndex, IS_LISTED) === 0, 'a row is in one table once', { txIndex });
    const priority = this.#row(txIndex, PRIORITY);
    let [before, after] = [-1, this.#table(table, FIRST) - 1];
    while (after >= 0 && this.#row(after, PRIORITY) <= priority) {
      [before, after] = [after, this.#row(after, NEXT) - 1];
    }
    this.#setRow(txIndex, NEXT, after + 1);
    this.#setRow(txIndex, IS_LISTED, 1);
    this.#link(table, before, txIndex);
    this.#setTable(table, COUNT, this.#table(table, COUNT) + 1);
  }

  /** Gives a transaction that is not listed the table and the priority of another. */
  move(txIndex: number, other: number): void {
    invariant(!this.isListed(txIndex), 'what is listed stays where it is', { txIndex });
    this.#setRow(txIndex, TABLE, this.#row(other, TABLE));
    this.#setRow(txIndex, PRIORITY, this.#row(other, PRIORITY));
  }

  /** Takes a transaction out of its table. */
  unlist(txIndex: number): void {
    const table = this.tableOf(txIndex);
    invariant(this.#row(txIndex, IS_LISTED) === 1, 'what is taken out is in', { txIndex });
    let [before, row] = [-1, this.#table(table, FIRST) - 1];
    while (row !== txIndex) {
      [before, row] = [row, this.#row(row, NEXT) - 1];
    }
    this.#link(table, before, this.#row(txIndex, NEXT) - 1);
    this.#setRow(txIndex, NEXT, 0);
    this.#setRow(txIndex, IS_LISTED, 0);
    this.#setTable(table, COUNT, this.#table(table, COUNT) - 1);
  }

  /** The table of a transaction. */
  tableOf(txIndex: number): number {
    return this.#row(txIndex, TABLE) - 1;
  }

  /** How many tables there are. */
  get count(): number {
    return this.#size.tables;
  }

  /** Rows of a table. */
  countIn(table: number): number {
    return this.#table(table, COUNT);
  }

  /** Rows of all tables. */
  get listed(): number {
    let listed = 0;
    for (let table = 0; table < this.#size.tables; table += 1) {
      listed += this.countIn(table);
    }
    return listed;
  }

  /** The first row of the tables at home with a lane; `null` without any. */
  firstAtHome({ lane, lanes }: { readonly lane: number; readonly lanes: number }): number | null {
    let best: number | null = null;
    for (let table = lane; table < this.#size.tables; table += lanes) {
      const row = this.#table(table, FIRST) - 1;
      const isBetter =
        row >= 0 && (best === null || this.#row(row, PRIORITY) < this.#row(best, PRIORITY));
      if (isBetter) {
        best = row;
      }
    }
    return best;
  }

  /** The first row of all tables; `null` without any. */
  firstAnywhere(): number | null {
    return this.firstAtHome({ lane: 0, lanes: 1 });
  }

  /** Whether a transaction is in its table. */
  isListed(txIndex: number): boolean {
    return this.#row(txIndex, IS_LISTED) === 1;
  }

  /** Adds what decides who comes next to a fingerprint: of equal priority, who was listed first. */
  fingerprint(into: Fingerprint): void {
    for (let txIndex = 0; txIndex < this.#size.txCount; txIndex += 1) {
      into.add(2 * this.#row(txIndex, TABLE) + this.#row(txIndex, IS_LISTED));
      into.add(this.#row(txIndex, PRIORITY));
      into.add(this.#row(txIndex, NEXT));
    }
  }

  #link(table: number, before: number, txIndex: number): void {
    if (before < 0) {
      this.#setTable(table, FIRST, txIndex + 1);
    } else {
      this.#setRow(before, NEXT, txIndex + 1);
    }
  }

  #table(table: number, field: number): number {
    return this.#arena.words[this.#start + WORDS_PER_TABLE * table + field] ?? 0;
  }

  #setTable(table: number, field: number, word: number): void {
    this.#arena.words[this.#start + WORDS_PER_TABLE * table + field] = word;
  }

  #row(txIndex: number, field: number): number {
    return this.#arena.words[this.#rowAt(txIndex) + field] ?? 0;
  }

  #setRow(txIndex: number, field: number, word: number): void {
    this.#arena.words[this.#rowAt(txIndex) + field] = word;
  }

  #rowAt(txIndex: number): number {
    return this.#start + WORDS_PER_TABLE * this.#size.tables + WORDS_PER_ROW * txIndex;
  }
}
