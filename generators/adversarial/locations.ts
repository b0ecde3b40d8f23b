/**
 * Kinds of places in which transactions meet.
 *
 * Owns what it takes to read and to write a place of each kind, in a program that runner 0 runs.
 * Places are numbers; 0 is the one that everybody meets in.
 */
import type { Operation, Program } from '../gadgets/operation.ts';
import type { Delegation } from './blockSpec.ts';
import { AUTHORITY, CHILDREN, POOR, RUNNERS, SENDERS } from './pool.ts';

/** A kind of place. */
export interface LocationClass {
  readonly name: string;
  readonly read: (place: number) => Program;
  readonly write: (place: number, detail: number) => Program;
  /** What the transaction itself has to bring along to write. */
  readonly delegations?: (detail: number) => readonly Delegation[];
}

/** Accounts whose balances are looked at and moved. */
const BALANCES = [RUNNERS[1] ?? 1, POOR, RUNNERS[2] ?? 2, SENDERS[0] ?? 6];

function among<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new RangeError('there is nothing to choose from');
  return item;
}

function asked(to: number, body: Program): Operation {
  return { op: 'call', kind: 'call', to, wei: 0, gas: null, body };
}

/** All of them, the plainest first. */
export const LOCATION_CLASSES: readonly LocationClass[] = [
  {
    name: 'storage',
    read: (place) => [{ op: 'read', slot: place }],
    write: (place) => [{ op: 'write', slot: place }],
  },
  {
    name: 'balance',
    read: (place) => [{ op: 'look', at: among(BALANCES, place), what: 'balance' }],
    write: (place, detail) => [{ op: 'pay', to: among(BALANCES, place), wei: detail % 3 }],
  },
  {
    name: 'existence',
    read: (place) => [
      { op: 'look', at: among(CHILDREN, place), what: 'code-hash' },
      asked(among(CHILDREN, place), [{ op: 'read', slot: 0 }]),
    ],
    write: (place, detail) => {
      const child = among(CHILDREN, place);
      const ways: readonly Program[] = [
        [{ op: 'create', salt: place % CHILDREN.length }],
        [asked(child, [{ op: 'set', slot: 0, value: 1 + detail }])],
        [asked(child, [{ op: 'destroy', heir: among(RUNNERS, detail) }])],
        [{ op: 'pay', to: child, wei: 1 }],
      ];
      return among(ways, detail);
    },
  },
  {
    name: 'code',
    read: () => [
      { op: 'look', at: AUTHORITY, what: 'code-hash' },
      asked(AUTHORITY, [{ op: 'read', slot: 0 }]),
    ],
    write: (place) => [asked(AUTHORITY, [{ op: 'write', slot: place }])],
    delegations: (detail) => [
      { authority: 0, to: detail % 4 === 3 ? null : among(RUNNERS, detail) },
    ],
  },
  {
    name: 'fees',
    read: () => [{ op: 'fees' }],
    write: () => [],
  },
];
