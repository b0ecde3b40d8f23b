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
import { Overlaps, overlapsWords } from './overlaps.ts';
import type { Report } from './contract.ts';
import { RowTables, rowTablesWords } from './rowTables.ts';
import type { SenderOrder } from './senderOrder.ts';
import { StartOrder, startOrderWords } from './startOrder.ts';
import type { StatusTable } from './status.ts';

/** How a schedule is bounded, and whether tables converge. */
export interface AsynchronousTuning {
  /** Executions of one transaction at most: 3, or 2 where the bound weighs more than time. */
  readonly startsMax: 2 | 3;
  /** Whether transactions are held back, and move, where tables overlap. */
  readonly converges: boolean;
  /** Tables of a block; `null` for twice as many as lanes, and one. */
  readonly tables: number | null;
}

/** What an engine has unless it is told otherwise. */
export const USUAL_TUNING: AsynchronousTuning = {
  startsMax: 3,
  converges: true,
  tables: null,
};

/** How many transactions and lanes, and by which rules. */
export interface ReadyRowsShape {
  readonly txCount: number;
  readonly lanes: number;
  readonly tuning: AsynchronousTuning;
}

/** Tables of a block: enough that lanes share the last of them, few enough to be looked through. */
export function tablesOf({ lanes, tuning }: Omit<ReadyRowsShape, 'txCount'>): number {
  return tuning.tables ?? 2 * lanes + 1;
}

/** Words of all rows. */
export function readyRowsWords(shape: ReadyRowsShape): number {
  const { txCount } = shape;
  const tables = rowTablesWords({ txCount, tables: tablesOf(shape) });
  return startOrderWords(txCount) + overlapsWords(txCount) + tables;
}

/** What may start, and where. */
export class ReadyRows {
  readonly order: StartOrder;
  readonly #shape: ReadyRowsShape;
  readonly #statuses: StatusTable;
  readonly #overlaps: Overlaps;
  readonly #tables: RowTables;

  constructor(
    { arena, start }: { readonly arena: Arena; readonly start: number },
    shape: ReadyRowsShape,
    statuses: StatusTable,
  ) {
    const { txCount } = shape;
    this.#shape = shape;
    this.#statuses = statuses;
    this.order = new StartOrder(arena, start, (txIndex) => statuses.hasExecuted(txIndex));
    const overlaps = start + startOrderWords(txCount);
    this.#overlaps = new Overlaps(arena, overlaps);
    const tables = overlaps + overlapsWords(txCount);
    this.#tables = new RowTables(arena, tables, { txCount, tables: tablesOf(shape) });
  }

  /** Rows that lie in tables. */
  get listed(): number {
    return this.#tables.listed;
  }

  /** Gives transactions their tables and what they come after, and offers all of them. */
  plan(
    { partitions, order = partitions.flat(), after }: Extract<Report, { kind: 'planned' }>,
    senders: SenderOrder,
  ): void {
    const priorities: number[] = [];
    for (const [priority, txIndex] of order.entries()) {
      priorities[txIndex] = priority;
    }
    this.#tables.assign(partitions, priorities);
    for (let txIndex = 0; txIndex < this.#shape.txCount; txIndex += 1) {
      const bySender = senders.predecessorOf(txIndex);
      this.order.tell(txIndex, { bySender, told: after?.[txIndex] ?? -1 });
    }
    for (let txIndex = 0; txIndex < this.#shape.txCount; txIndex += 1) {
      this.offer(txIndex, 0);
    }
  }

  /** The lane that a transaction's table is at home with. */
  homeOf(txIndex: number): number {
    return this.#tables.tableOf(txIndex) % this.#shape.lanes;
  }

  /** Whether a transaction lies in its table. */
  isListed(txIndex: number): boolean {
    return this.#tables.isListed(txIndex);
  }

  /** Transactions held back, and moved, because tables overlapped. */
  get convergence(): { readonly blocks: number; readonly repartitions: number } {
    const { blocks, repartitions } = this.#overlaps;
    return { blocks, repartitions };
  }

  /** Notes that `cause` flagged a transaction, which is to be offered when all are noted. */
  flaggedBy(txIndex: number, cause: number): void {
    this.order.flaggedBy(txIndex, cause);
    const table = this.#tables.tableOf(cause);
    if (!this.#shape.tuning.converges || table === this.#tables.tableOf(txIndex)) {
      return;
    }
    if (this.#overlaps.note(txIndex, table)) {
      this.#tables.move(txIndex, cause);
    }
  }

  /** Lists a transaction that is to be started, or lets it wait; `head` is all others' lowest. */
  offer(txIndex: number, head: number): void {
    if (this.#isLastStart(txIndex) && txIndex !== head) {
      return;
    }
    const on = this.#waitsFor(txIndex, head);
    if (on === null) {
      this.#tables.list(txIndex);
    } else {
      this.#statuses.postpone(txIndex, on);
    }
  }

  /** The row to start next on a lane, of its tables or, `anywhere`, of all. */
  first(from: number | 'anywhere', head: number): number | null {
    const { lanes } = this.#shape;
    for (;;) {
      const row =
        from === 'anywhere'
          ? this.#tables.firstAnywhere()
          : this.#tables.firstAtHome({ lane: from, lanes });
      if (row === null || this.#waitsFor(row, head) === null) {
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
      this.#overlaps.fingerprint(txIndex, into);
    }
    this.#tables.fingerprint(into);
  }

  #waitsFor(txIndex: number, head: number): number | null {
    return this.order.waitsFor(txIndex, head) ?? this.#openElsewhere(txIndex, head);
  }

  /** The nearest lower one of the table that flagged it which has not been executed. */
  #openElsewhere(txIndex: number, head: number): number | null {
    const table = this.#overlaps.tableFor(txIndex);
    if (table === null) {
      return null;
    }
    for (let lower = txIndex - 1; lower >= head; lower -= 1) {
      if (this.#tables.tableOf(lower) === table && !this.#statuses.hasExecuted(lower)) {
        return lower;
      }
    }
    return null;
  }

  #isLastStart(txIndex: number): boolean {
    return this.#statuses.executionsOf(txIndex) >= this.#shape.tuning.startsMax - 1;
  }
}
