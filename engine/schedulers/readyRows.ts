/**
 * Transactions that are to be started: who may lies in a table, who may not waits for another.
 *
 * Owns the moves between the two. Whoever is to be started is offered; if something it comes after
 * has not been executed, it waits in that one's list and is offered again when it is. The last
 * start of a transaction happens at the head only: until then it is neither listed nor waits.
 */
import type { Arena } from '../primitives/arena.ts';
import type { Fingerprint } from '../primitives/fingerprint.ts';
import { invariant } from '../primitives/invariant.ts';
import { RowTables, rowTablesWords } from './rowTables.ts';
import { StartOrder, startOrderWords } from './startOrder.ts';
import type { StatusTable } from './status.ts';

/** How many transactions and lanes, and how often one may start. */
export interface ReadyRowsShape {
  readonly txCount: number;
  readonly lanes: number;
  readonly startsMax: number;
}

/** Tables of a block: enough that lanes share the last of them, few enough to be looked through. */
export function tablesOf(lanes: number): number {
  return 2 * lanes + 1;
}

function tablesWords({ txCount, lanes }: Omit<ReadyRowsShape, 'startsMax'>): number {
  return rowTablesWords({ txCount, tables: tablesOf(lanes) });
}

/** Words of all rows. */
export function readyRowsWords(shape: Omit<ReadyRowsShape, 'startsMax'>): number {
  return startOrderWords(shape.txCount) + tablesWords(shape);
}

/** What may start, and where. */
export class ReadyRows {
  readonly order: StartOrder;
  readonly #shape: ReadyRowsShape;
  readonly #statuses: StatusTable;
  readonly #tables: RowTables;

  constructor(
    { arena, start }: { readonly arena: Arena; readonly start: number },
    shape: ReadyRowsShape,
    statuses: StatusTable,
  ) {
    const { txCount, lanes } = shape;
    this.#shape = shape;
    this.#statuses = statuses;
    this.order = new StartOrder(arena, start, (txIndex) => statuses.hasExecuted(txIndex));
    const tables = start + startOrderWords(txCount);
    this.#tables = new RowTables(arena, tables, { txCount, tables: tablesOf(lanes) });
  }

  /** Rows that lie in tables. */
  get listed(): number {
    return this.#tables.listed;
  }

  /** Gives transactions their tables; `order` has all of them, the most urgent first. */
  assign(partitions: readonly (readonly number[])[], order: readonly number[]): void {
    const priorities: number[] = [];
    for (const [priority, txIndex] of order.entries()) {
      priorities[txIndex] = priority;
    }
    this.#tables.assign(partitions, priorities);
  }

  /** The lane that a transaction's table is at home with. */
  homeOf(txIndex: number): number {
    return this.#tables.tableOf(txIndex) % this.#shape.lanes;
  }

  /** Whether a transaction lies in its table. */
  isListed(txIndex: number): boolean {
    return this.#tables.isListed(txIndex);
  }

  /** Lists a transaction that is to be started, or lets it wait; `head` is all others' lowest. */
  offer(txIndex: number, head: number): void {
    if (this.#isLastStart(txIndex) && txIndex !== head) {
      return;
    }
    const on = this.order.waitsFor(txIndex, head);
    if (on === null) {
      this.#tables.list(txIndex);
    } else {
      this.#statuses.postpone(txIndex, on);
    }
  }

  /** The row to start next on a lane, of its tables or, `anywhere`, of the fullest of all. */
  first(from: number | 'anywhere', head: number): number | null {
    const { lanes } = this.#shape;
    for (;;) {
      const row =
        from === 'anywhere'
          ? this.#tables.firstAnywhere()
          : this.#tables.firstAtHome({ lane: from, lanes });
      if (row === null || this.order.waitsFor(row, head) === null) {
        return row;
      }
      // What it comes after was executed when it was offered, and has been flagged since.
      this.#tables.unlist(row);
      this.offer(row, head);
    }
  }

  /** Takes out a transaction that starts. */
  start(txIndex: number): void {
    this.#tables.unlist(txIndex);
  }

  /** Lanes at home with rows: one for each table that has some. */
  *homesWithRows(): Generator<number> {
    for (let table = 0; table < this.#tables.count; table += 1) {
      if (this.#tables.countIn(table) > 0) {
        yield table % this.#shape.lanes;
      }
    }
  }

  /** Throws unless what is to be started, and may as far as starts are counted, is listed. */
  assertConsistent(head: number): void {
    for (let txIndex = 0; txIndex < this.#shape.txCount; txIndex += 1) {
      const isReady = this.#statuses.statusOf(txIndex) === 'ready';
      const isDue = isReady && (txIndex === head || !this.#isLastStart(txIndex));
      invariant(this.isListed(txIndex) === isDue, 'what may be started is listed', { txIndex });
    }
  }

  /** Adds what decides who comes next to a fingerprint. */
  fingerprint(into: Fingerprint): void {
    for (let txIndex = 0; txIndex < this.#shape.txCount; txIndex += 1) {
      this.order.fingerprint(txIndex, into);
    }
    this.#tables.fingerprint(into);
  }

  #isLastStart(txIndex: number): boolean {
    return this.#statuses.executionsOf(txIndex) >= this.#shape.startsMax - 1;
  }
}
