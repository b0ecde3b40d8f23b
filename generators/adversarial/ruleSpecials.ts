/**
 * Blocks around the rules for one transaction: what it may be, what it costs, what it brings along.
 *
 * Owns tricks at the edges of validity, with access lists and with authorisations. In blocks around
 * an edge most transactions are plain, so that the index of the one that is not matters.
 */
import type { Program } from '../gadgets/operation.ts';
import type { Delegation, Listed } from './blockSpec.ts';
import type { EdgeName } from './edges.ts';
import { AUTHORITY, CHILDREN, LIBRARY, RUNNERS } from './pool.ts';
import { at, fromOf, runs, type Special } from './special.ts';

/** The authority that has code of its own. */
const KEYED = 6;
const [CHILD = 3] = CHILDREN;
const [, RUNNER = 1] = RUNNERS;

/** Reads and measures: what was warm shows in the gas. */
const MEASURED: Program = [
  { op: 'gas' },
  { op: 'read', slot: 0 },
  { op: 'gas' },
  { op: 'look', at: RUNNER, what: 'balance' },
  { op: 'gas' },
  { op: 'read', slot: 2 },
  { op: 'gas' },
];

/** Accounts and slots that are touched, are not, or are named twice. */
const LISTS: readonly [readonly Listed[], ...(readonly Listed[])[]] = [
  [{ at: 0, slots: [0, 2] }],
  [{ at: RUNNER, slots: [] }],
  [{ at: RUNNER, slots: [5, 6] }],
  [
    { at: 0, slots: [0, 0] },
    { at: 0, slots: [2] },
  ],
  [{ at: CHILD, slots: [0] }],
];

const SIGNATURES: readonly [Partial<Delegation>, ...Partial<Delegation>[]] = [
  { chain: 'any' },
  { chain: 'other' },
  { isHigh: true },
  {},
];

/** Rules in groups, each a kind of blocks: one of many would hardly ever be met. */
const GROUPS: readonly (readonly [string, readonly [EdgeName, ...EdgeName[]]])[] = [
  ['of gas', ['floor', 'below-floor', 'largest-gas', 'gas-too-large', 'too-little-gas']],
  ['of size', ['largest-initcode', 'initcode-too-large', 'last-nonce', 'nonce-too-large']],
  [
    'of senders',
    ['exact-balance', 'one-wei-short', 'exact-blob-price', 'blobs-too-cheap', 'contract-sends'],
  ],
];

/** One of a block is at an edge, or few: whoever is past one hides all behind it. */
function edges(what: string, names: readonly [EdgeName, ...EdgeName[]]): Special {
  return {
    name: `edges-${what.replace(' ', '-')}`,
    why: `a transaction stands exactly on a rule ${what}, or one past it`,
    transaction: (index, { detail, other }) => {
      const plain = runs(
        [
          { op: 'read', slot: 0 },
          { op: 'write', slot: 0 },
        ],
        {
          from: fromOf(other),
        },
      );
      if (index === 0 || (index > 1 && detail % 3 > 0)) return plain;
      return { ...plain, from: 'own', action: { kind: 'edge', edge: at(names, other), detail } };
    },
  };
}

/** Tricks with one transaction. */
export const RULE_SPECIALS: readonly Special[] = [
  ...GROUPS.map(([what, names]) => edges(what, names)),
  {
    name: 'refund-floor',
    why: 'refunds meet the least that call data costs',
    transaction: (index, { detail, other }) => ({
      ...runs([
        { op: 'set', slot: 0, value: 1 },
        { op: 'set', slot: 1, value: 1 + (other % 2) },
      ]),
      ...(index % 2 === 1 && {
        action: { kind: 'edge', edge: 'refund-at-the-floor', detail: 130 + (detail % 128) },
      }),
    }),
  },
  {
    name: 'access-lists',
    why: 'what is named beforehand is warm and paid for, whether it is touched or not',
    transaction: (index, { detail, other }) =>
      runs([...MEASURED, { op: 'write', slot: index % 3 }], {
        from: fromOf(other),
        type: other % 2 === 0 ? 1 : 2,
        accessList: at(LISTS, detail),
      }),
  },
  {
    name: 'signatures',
    why: 'authorisations for any chain, for another, with the other signature, of a contract',
    transaction: (index, { detail, other }) =>
      runs(
        [
          { op: 'look', at: AUTHORITY, what: 'code-hash' },
          {
            op: 'call',
            kind: 'call',
            to: AUTHORITY,
            wei: 0,
            gas: null,
            body: [{ op: 'write', slot: index % 2 }],
          },
        ],
        {
          from: fromOf(other),
          delegations: [
            {
              authority: other % 4 === 3 ? KEYED : 0,
              to: at([0, RUNNER, LIBRARY, null], detail >> 2),
              ...at(SIGNATURES, detail),
            },
          ],
        },
      ),
  },
  {
    name: 'few-senders',
    why: 'all is sent by two: who comes after whom is known before anything is executed',
    transaction: (index, { detail }) =>
      runs([{ op: 'write', slot: index }], { from: detail % 8 === 7 ? 1 : 0 }),
  },
  {
    name: 'self-sponsored',
    why: 'a sender delegates itself: its nonce rises by two, and by more if its code creates',
    transaction: (_, { detail, other }) => {
      const from = detail % 2;
      return runs([{ op: 'create', salt: null }], {
        from,
        action: { kind: 'interpreted', by: other % 3 === 0 ? 0 : 6 + from },
        delegations: other % 2 === 0 ? [{ authority: 1 + from, to: at([0, LIBRARY], other) }] : [],
      });
    },
  },
];
