/**
 * Which transactions of a block depend on each other, by what an engine says they read and wrote.
 *
 * Owns the relation that all parallel execution rests on: two transactions commute unless one
 * wrote what the other read, or both wrote a thing that does not add up. Credits and debits of one
 * balance add up in any order, unless somebody looks.
 */
import type { Location, TransactionAccesses } from '#engine/api/index.js';

/** Whether the order of two transactions can matter. */
export function isConflict(left: TransactionAccesses, right: TransactionAccesses): boolean {
  return (
    left.writes.some(
      (write) =>
        right.reads.some((read) => isSeenBy(write.location, read.location)) ||
        right.writes.some((other) => !isAdditive(write.location, other.location)),
    ) ||
    right.writes.some((write) => left.reads.some((read) => isSeenBy(write.location, read.location)))
  );
}

/** Whether a read may answer differently after the write. */
function isSeenBy(write: Location, read: Location): boolean {
  if (write.address !== read.address) return false;
  // Facts of existence are over all fields; creation and destruction change all fields.
  if (write.kind === 'lifecycle' || read.kind === 'existence') return true;
  return isSamePlace(write, read);
}

/** Whether two writes come to the same in either order. */
function isAdditive(left: Location, right: Location): boolean {
  if (left.address !== right.address) return true;
  if (left.kind === 'lifecycle' || right.kind === 'lifecycle') return false;
  return left.kind === 'balance' || !isSamePlace(left, right);
}

function isSamePlace(left: Location, right: Location): boolean {
  if (left.kind === 'storage' && right.kind === 'storage') return left.slot === right.slot;
  return left.kind === right.kind;
}

/**
 * An order in which conflicting transactions keep theirs: of those that may come next, the one with
 * the highest priority comes first. Returns positions in the order given.
 */
export function reorder(
  accesses: readonly TransactionAccesses[],
  priority: (position: number) => number,
): readonly number[] {
  const waiting = [...accesses.keys()];
  const order: number[] = [];
  while (waiting.length > 0) {
    const ready = waiting.filter((position) =>
      waiting.every((earlier) => earlier >= position || !areOrdered(accesses, earlier, position)),
    );
    const next = ready.reduce((best, one) => (priority(one) > priority(best) ? one : best));
    order.push(next);
    waiting.splice(waiting.indexOf(next), 1);
  }
  return order;
}

function areOrdered(
  accesses: readonly TransactionAccesses[],
  earlier: number,
  later: number,
): boolean {
  const [left, right] = [accesses[earlier], accesses[later]];
  return left === undefined || right === undefined || isConflict(left, right);
}
