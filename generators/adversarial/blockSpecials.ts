/**
 * Blocks around what belongs to the block: its header, gas and blobs, and what happens around it.
 *
 * Owns tricks with limits of a block, with what it says of itself, and with what is paid and asked
 * for outside of transactions.
 */
import { CONTEXTS, type Program } from '../gadgets/operation.ts';
import { type BlockSpec, PLAIN, type RequestName } from './blockSpec.ts';
import { ABSENT, AUTHORITY, CHILDREN, HOLLOW, POOR, RUNNERS } from './pool.ts';
import { at, fromOf, runs, SLOWLY, type Special } from './special.ts';

const [CHILD = 3, SIBLING = 4] = CHILDREN;
const [, RUNNER = 1] = RUNNERS;
/** Who may be paid, and is looked at. */
const PAID = [ABSENT, POOR, CHILD, RUNNER, HOLLOW] as const;

const REQUESTS = ['deposit', 'withdrawal', 'consolidation'] as const;

/** Most blobs of a transaction. */
const BLOBS_MAX = 6;

function asking(request: RequestName, detail: number): ReturnType<typeof runs> {
  return { ...PLAIN, program: [], action: { kind: 'request', request, detail } };
}

function looking(detail: number): Program {
  return [
    { op: 'look', at: at(PAID, detail), what: 'balance' },
    { op: 'look', at: at(PAID, detail), what: 'code-hash' },
  ];
}

/** Tricks with the whole block. */
export const BLOCK_SPECIALS: readonly Special[] = [
  {
    name: 'full',
    why: 'payments fill the block exactly, or are too much by one gas',
    block: ({ detail }) => ({ header: { room: at(['exact', 'one-short'] as const, detail) } }),
    transaction: (_, { other }) => ({
      ...PLAIN,
      program: [],
      from: fromOf(other),
      gas: 'scarce',
      action: { kind: 'payment', to: at([POOR, ABSENT], other) },
    }),
  },
  {
    name: 'no-room',
    why: 'a transaction that the block has no room for has run already, and was relied on',
    block: () => ({ header: { room: 'none-for-vast' } }),
    transaction: (index, { detail, other }) =>
      index === 1 || (index > 3 && detail % 4 === 0)
        ? runs([{ op: 'set', slot: 0, value: 7 }], { gas: 'vast' })
        : runs([
            ...(index === 0 ? SLOWLY : []),
            { op: 'read', slot: 0 },
            { op: 'write', slot: 1 + (other % 2) },
          ]),
  },
  {
    name: 'blobs',
    why: 'blobs fill the block exactly, or are one too many, at a price that has risen',
    block: ({ other }) => ({ header: { excess: other % 64 } }),
    transaction: (index, { detail, other }) =>
      runs(
        [
          { op: 'context', what: at(['blob-hash', 'blob-price'] as const, other) },
          { op: 'write', slot: detail % 2 },
        ],
        {
          type: index < 2 ? 3 : 2,
          blobs: index === 0 ? BLOBS_MAX : at([3, 2, 4] as const, detail),
        },
      ),
  },
  {
    name: 'contexts',
    why: 'what a block says of itself and of its ancestors',
    block: ({ other }) => ({ header: { excess: other % 64 } }),
    transaction: (_, { detail, other }) =>
      runs(
        [
          { op: 'context', what: at(CONTEXTS, detail) },
          { op: 'context', what: at(CONTEXTS, other) },
          { op: 'write', slot: other % 3 },
        ],
        { type: at([2, 3, 0] as const, other), tip: detail % 3 },
      ),
  },
  {
    name: 'withdrawals',
    why: 'who is paid at the end of a block is looked at and spends in it, or was never there',
    block: ({ detail, other }) => ({
      withdrawals: [
        { to: at(PAID, detail), gwei: detail % 3 },
        { to: at(PAID, other), gwei: 0 },
        { to: POOR, gwei: 1_000_000_000 },
      ],
    }),
    transaction: (index, { detail, other }) =>
      index % 3 === 2 && detail % 4 === 0
        ? { ...PLAIN, program: [], from: 4, gas: 'scarce', action: { kind: 'payment', to: RUNNER } }
        : runs(
            at<Program>(
              [
                looking(detail),
                [{ op: 'create', salt: 0 }],
                [{ op: 'pay', to: at(PAID, other), wei: detail % 2 }],
              ],
              other,
            ),
          ),
  },
  {
    name: 'ommers',
    why: 'rewards of miners, on top of what transactions pay and look at',
    beneficiary: RUNNER,
    block: ({ detail, other }) => ({
      header: {
        ommers: [
          { to: at([ABSENT, RUNNER, POOR, CHILD], detail), delta: 1 + (other % 6) },
          { to: at([RUNNER, ABSENT], other), delta: 1 + (detail % 6) },
        ].slice(0, 1 + (other % 2)),
      },
    }),
    transaction: (_, { detail, other }) =>
      runs([...looking(detail), { op: 'pay', to: at(PAID, other), wei: 1 }], { tip: detail % 2 }),
  },
  {
    name: 'requests',
    why: 'deposits, withdrawals and consolidations, asked for in any order',
    transaction: (index, { detail, other }) => asking(at(REQUESTS, other + index), detail),
  },
  {
    name: 'broken-system',
    why: 'a contract of the system has no code, or logs what is no deposit',
    block: ({ detail }) => ({
      header: at<NonNullable<BlockSpec['header']>>(
        [{ broken: 'withdrawal' }, { logsJunk: true }, { broken: 'consolidation' }],
        detail,
      ),
    }),
    transaction: (index, { detail, other }) =>
      index % 2 === 0 ? asking('junk', detail) : runs([{ op: 'write', slot: other % 2 }]),
  },
  {
    name: 'haunted',
    why: 'a contract is made where storage is left from an older life (EIP-7610)',
    block: ({ detail }) => ({ header: { isHaunted: detail % 4 !== 3 } }),
    transaction: (index, { detail, other }) =>
      runs(
        at<Program>(
          [
            [{ op: 'create', salt: index % 2 }],
            [{ op: 'look', at: at([CHILD, SIBLING], detail), what: 'code-hash' }],
            [{ op: 'pay', to: CHILD, wei: other % 2 }],
          ],
          detail,
        ),
      ),
  },
  {
    name: 'there-and-back',
    why: 'a value changes and changes back, with readers in between: equal is not the same',
    transaction: (index, { detail, other }) =>
      index % 2 === 0
        ? runs([
            { op: 'burn', rounds: other },
            { op: 'set', slot: 0, value: 1 + ((index / 2) % 2) },
          ])
        : runs([
            { op: 'read', slot: 0 },
            { op: 'burn', rounds: detail % 40 },
            { op: 'write', slot: 1 + (detail % 2) },
          ]),
  },
  {
    name: 'nothing-touched',
    why: 'an empty beneficiary earns nothing, empty accounts are touched: they are cleared or stay',
    beneficiary: null,
    block: ({ detail, other }) => ({
      withdrawals: [{ to: at([HOLLOW, ABSENT, CHILD], detail), gwei: other % 2 }],
    }),
    transaction: (_, { detail, other }) =>
      runs(
        [
          { op: 'pay', to: at([ABSENT, CHILD, AUTHORITY, HOLLOW], detail), wei: 0 },
          { op: 'look', at: at([ABSENT, CHILD], other), what: 'code-hash' },
        ],
        { tip: 0, from: fromOf(other) },
      ),
  },
];
