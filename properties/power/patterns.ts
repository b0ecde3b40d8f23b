/**
 * Ways in which two transactions of a block meet, as cells of a table.
 *
 * Owns the table: what the earlier one wrote or read, what the later one did there, how far apart
 * they are. A generator that reaches few cells tries few of the ways in which engines go wrong.
 */
import type { Access, Location, TransactionAccesses } from '#engine/api/index.js';
import { isConflict } from '../relations/conflicts.ts';

const KINDS: readonly Location['kind'][] = [
  'balance',
  'nonce',
  'code',
  'storage',
  'lifecycle',
  'existence',
];
const MEETINGS = ['written, then read', 'written twice', 'read, then written'] as const;
const DISTANCES = ['next', 'near', 'far'] as const;
const NEAR = 3;

type Meeting = (typeof MEETINGS)[number];
type Distance = (typeof DISTANCES)[number];

/** Every cell there is: nobody writes existence itself, and nobody reads a life as such. */
export const CELLS: readonly string[] = KINDS.flatMap((kind) =>
  MEETINGS.filter((meeting) => isPossible(kind, meeting)).flatMap((meeting) =>
    DISTANCES.map((distance) => cell(kind, meeting, distance)),
  ),
);

/** The cells that a block reaches. */
export function cellsOf(accesses: readonly TransactionAccesses[]): ReadonlySet<string> {
  const reached = new Set<string>();
  for (const [at, later] of accesses.entries()) {
    for (const [place, earlier] of accesses.slice(0, at).entries()) {
      const distance = distanceOf(at - place);
      const meet = (meeting: Meeting, kinds: readonly Location['kind'][]): void => {
        for (const kind of kinds) reached.add(cell(kind, meeting, distance));
      };
      meet('written, then read', met(earlier.writes, later.reads));
      meet('read, then written', met(later.writes, earlier.reads));
      meet('written twice', both(earlier.writes, later.writes));
    }
  }
  return reached;
}

/** Whether any two transactions of a block conflict. */
export function hasConflict(accesses: readonly TransactionAccesses[]): boolean {
  return accesses.some((later, at) =>
    accesses.slice(0, at).some((earlier) => isConflict(earlier, later)),
  );
}

function isPossible(kind: Location['kind'], meeting: Meeting): boolean {
  if (kind === 'existence') return meeting !== 'written twice';
  return kind !== 'lifecycle' || meeting === 'written twice';
}

function cell(kind: Location['kind'], meeting: Meeting, distance: Distance): string {
  return `${kind} ${meeting}, ${distance}`;
}

function distanceOf(apart: number): Distance {
  if (apart === 1) return 'next';
  return apart <= NEAR ? 'near' : 'far';
}

/** Kinds of what was read where something was written. Existence is of the whole account. */
function met(writes: readonly Access[], reads: readonly Access[]): readonly Location['kind'][] {
  const places = new Set(writes.map(({ location }) => placeOf(location)));
  const accounts = new Set(writes.map(({ location }) => location.address));
  return reads.flatMap(({ location }) => {
    const isMet =
      location.kind === 'existence'
        ? accounts.has(location.address)
        : places.has(placeOf(location));
    return isMet ? [location.kind] : [];
  });
}

function both(left: readonly Access[], right: readonly Access[]): readonly Location['kind'][] {
  const places = new Set(left.map(({ location }) => placeOf(location)));
  return right.flatMap(({ location }) => (places.has(placeOf(location)) ? [location.kind] : []));
}

function placeOf(location: Location): string {
  const slot = location.kind === 'storage' ? location.slot : '';
  return `${location.kind} ${location.address} ${slot}`;
}
