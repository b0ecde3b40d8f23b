/**
 * All small blocks, up to renaming.
 *
 * Owns the enumeration: transactions of few operations on two places, without those that do the
 * same as a shorter one (a place read again, or after it was written; a write that is written
 * over), and of blocks that differ in the names of places only the first. If a scheduler is wrong
 * about two or three transactions that meet at two places, one of these blocks has a schedule that
 * shows it.
 */

/** What is done at a place. */
export type Deed = 'read' | 'write' | 'write-if-odd';

/** One operation. */
export interface SmallOperation {
  readonly deed: Deed;
  /** 0 or 1. */
  readonly place: number;
}

/** One transaction. */
export type SmallTransaction = readonly SmallOperation[];
/** One block. */
export type SmallBlock = readonly SmallTransaction[];

/** Which blocks. */
export interface SmallBlocks {
  readonly transactions: number;
  /** Of a transaction at most. */
  readonly operations: number;
  readonly deeds: readonly Deed[];
}

const PLACES = [0, 1] as const;

/** All transactions that are not the same as a shorter one. */
export function smallTransactions({
  operations,
  deeds,
}: Omit<SmallBlocks, 'transactions'>): readonly SmallTransaction[] {
  const all: SmallTransaction[] = [[]];
  let longest: readonly SmallTransaction[] = all;
  for (let length = 1; length <= operations; length += 1) {
    longest = longest.flatMap((shorter) =>
      deeds
        .flatMap((deed) => PLACES.map((place) => [...shorter, { deed, place }]))
        .filter((longer) => isShortest(longer)),
    );
    all.push(...longest);
  }
  return all;
}

/** All blocks of so many transactions, one of each two that differ in names only. */
export function* smallBlocks(size: SmallBlocks): Generator<SmallBlock, void, undefined> {
  const transactions = smallTransactions(size);
  for (const block of power(transactions, size.transactions)) {
    if (nameOf(block) <= nameOf(renamed(block))) yield block;
  }
}

/** How many there are: half of all, and those that renaming leaves as they are (Burnside). */
export function countSmallBlocks(size: SmallBlocks): number {
  const transactions = smallTransactions(size);
  const alike = transactions.filter((one) => nameOf([one]) === nameOf(renamed([one]))).length;
  return (transactions.length ** size.transactions + alike ** size.transactions) / 2;
}

/** A block as a word. */
export function nameOf(block: SmallBlock): string {
  return block
    .map((transaction) => transaction.map(({ deed, place }) => `${SIGNS[deed]}${place}`).join(' '))
    .join(' | ');
}

const SIGNS: Readonly<Record<Deed, string>> = { read: 'r', write: 'w', 'write-if-odd': 'c' };

function renamed(block: SmallBlock): SmallBlock {
  return block.map((transaction) =>
    transaction.map(({ deed, place }) => ({ deed, place: 1 - place })),
  );
}

/** Whether the last operation adds something to those before it. */
function isShortest(transaction: SmallTransaction): boolean {
  const last = transaction.at(-1);
  if (last === undefined) return true;
  const before = transaction.slice(0, -1).filter(({ place }) => place === last.place);
  // A place that was read or surely written is known; one that was surely written is written over.
  if (last.deed === 'read') return before.length === 0;
  const isWrittenOver =
    last.deed === 'write' &&
    before.some(({ deed }) => deed !== 'read') &&
    isUnseenSince(transaction, last.place);
  return !isWrittenOver;
}

/** Whether nothing was read after the last write of the place. */
function isUnseenSince(transaction: SmallTransaction, place: number): boolean {
  const rest = transaction.slice(0, -1);
  const at = rest.findLastIndex((one) => one.place === place && one.deed !== 'read');
  return rest.slice(at + 1).every(({ deed }) => deed !== 'read');
}

function* power<Item>(
  items: readonly Item[],
  count: number,
): Generator<readonly Item[], void, undefined> {
  if (count === 0) {
    yield [];
    return;
  }
  for (const item of items) {
    for (const rest of power(items, count - 1)) yield [item, ...rest];
  }
}
