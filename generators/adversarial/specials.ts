/**
 * Blocks around one trick each.
 *
 * Owns what a transaction of each is, from its index and two random numbers; the conditional is the
 * trick behind most: what a flag chooses is wrong until an earlier, slow transaction has set it.
 */
import type { Program } from '../gadgets/operation.ts';
import { at, fromOf, runs, SLOWLY, type Special } from './special.ts';
import { AUTHORITY, FEE_TAKER, LIBRARY, POOR } from './pool.ts';

const SLOW = 300;
/** What scarce gas may cost at most, and a little more, in wei. */
const ENOUGH = 45_000 * 10_000_000_000;
const FLAG = 3;

/** All tricks. */
export const SPECIALS: readonly Special[] = [
  {
    name: 'conditional',
    why: 'a flag that a slow transaction sets chooses what the others write',
    transaction: (index, { detail }) =>
      index === 0
        ? runs([...SLOWLY, { op: 'set', slot: FLAG, value: 1 }])
        : runs([
            {
              op: 'if',
              slot: FLAG,
              equals: 1,
              yes: [{ op: 'write', slot: detail % 3 }],
              no: [
                { op: 'write', slot: (detail + 1) % 3 },
                { op: 'read', slot: detail % 2 },
              ],
            },
            { op: 'read', slot: (detail + 2) % 3 },
          ]),
  },
  {
    name: 'late-conflict',
    why: 'reads and writes come at the end of long transactions',
    transaction: (index, { detail }) =>
      runs([
        { op: 'burn', rounds: (detail * 37) % SLOW },
        ...(index % 2 === 0
          ? ([{ op: 'write', slot: detail % 2 }] as const)
          : ([{ op: 'read', slot: detail % 2 }] as const)),
      ]),
  },
  {
    name: 'dynamic',
    why: 'which places are touched depends on what was read',
    transaction: (index, { detail, other }) =>
      runs([
        { op: 'read', slot: detail % 2 },
        { op: 'read-chosen', slot: 0, choices: 1 + (other % 3) },
        { op: 'write-chosen', slot: index % 2, choices: 1 + (detail % 3) },
      ]),
  },
  {
    name: 'cascade',
    why: 'each finds out by the one before where to write',
    transaction: (index) =>
      runs([
        {
          op: 'if',
          slot: 20 + index,
          equals: 1,
          yes: [{ op: 'set', slot: 21 + index, value: 1 }],
          no: [{ op: 'set', slot: index === 0 ? 21 : 50 + index, value: 1 }],
        },
      ]),
  },
  {
    name: 'ping-pong',
    why: 'two write what the other chooses by',
    transaction: (index) =>
      runs([
        {
          op: 'if',
          slot: index % 2,
          equals: 1,
          yes: [{ op: 'set', slot: (index + 1) % 2, value: 1 + (index % 2) }],
          no: [{ op: 'set', slot: (index + 1) % 2, value: 2 - (index % 2) }],
        },
      ]),
  },
  {
    name: 'undone',
    why: 'writes that are taken back must not be seen',
    transaction: (_, { detail }) =>
      runs([
        {
          op: 'call',
          kind: at(['call', 'delegate'] as const, detail),
          to: 1,
          wei: detail % 2,
          gas: at([null, 30_000], detail),
          body: [
            { op: 'set', slot: 0, value: 1 + detail },
            { op: 'read', slot: 0 },
            { op: 'revert-if', mask: detail % 3 === 0 ? 0 : 0xffff_ffff },
          ],
        },
        { op: 'read', slot: 0 },
        ...(detail % 2 === 0 ? ([{ op: 'write', slot: 0 }] as const) : []),
      ]),
  },
  {
    name: 'insolvent',
    why: 'whether a transaction can be paid for depends on those before it',
    transaction: (index, { detail }) =>
      index % 2 === 0
        ? {
            ...runs([], { wei: detail % 4 === 3 ? 1 : ENOUGH }),
            action: { kind: 'payment', to: POOR },
          }
        : runs([{ op: 'read', slot: 0 }], { from: 4, gas: 'scarce', tip: 0 }),
  },
  {
    name: 'delegation',
    why: 'one authority, several sponsors: set, changed, cleared, used in between',
    transaction: (index, { detail, other }) =>
      runs(
        [
          {
            op: 'look',
            at: AUTHORITY,
            what: at(['code-hash', 'code-size', 'balance'] as const, other),
          },
          {
            op: 'call',
            kind: 'call',
            to: AUTHORITY,
            wei: 0,
            gas: null,
            body: [
              { op: 'write', slot: index % 2 },
              { op: 'create', salt: null },
            ],
          },
        ],
        {
          from: fromOf(other),
          delegations:
            detail % 2 === 0
              ? [{ authority: detail % 3, to: at([0, 1, null, LIBRARY], detail >> 1) }]
              : [],
        },
      ),
  },
  {
    name: 'beneficiary',
    why: 'whoever is paid the fees sends, is paid, is looked at',
    beneficiary: 6,
    transaction: (_, { detail, other }) =>
      runs(
        at<Program>(
          [
            [{ op: 'fees' }],
            [{ op: 'pay', to: FEE_TAKER, wei: 1 }],
            [{ op: 'own-balance' }],
            [{ op: 'look', at: FEE_TAKER, what: 'code-hash' }],
          ],
          detail,
        ),
        { from: fromOf(other), tip: detail % 3 },
      ),
  },
  {
    name: 'refunds',
    why: 'slots are set, cleared and set again: gas depends on what was there before',
    transaction: (_, { detail, other }) =>
      runs([
        { op: 'set', slot: detail % 2, value: other % 2 },
        { op: 'set', slot: detail % 2, value: (other >> 1) % 2 },
        { op: 'gas' },
      ]),
  },
  {
    name: 'transient',
    why: 'what lives for one transaction must not reach another',
    transaction: (index) =>
      runs([
        { op: 'read-transient', slot: 0 },
        { op: 'write', slot: index % 2 },
        { op: 'context', what: 'number' },
        { op: 'write-transient', slot: 0 },
      ]),
  },
  {
    name: 'scarce-gas',
    why: 'where gas runs out depends on what was read',
    transaction: (_, { detail, other }) =>
      runs(
        [
          { op: 'write', slot: detail % 2 },
          { op: 'set', slot: 1, value: other % 2 },
          { op: 'log', topic: 0 },
          { op: 'write', slot: 2 + (other % 3) },
        ],
        { gas: at(['tight', 'scarce', 'ample'] as const, other) },
      ),
  },
  {
    name: 'creations',
    why: 'contracts made by transactions, which run while they are made',
    transaction: (index, { detail }) =>
      detail % 2 === 0
        ? {
            ...runs([
              { op: 'read', slot: 0 },
              { op: 'create', salt: 0 },
            ]),
            action: { kind: 'creation' },
          }
        : runs([
            { op: 'create', salt: index % 2 },
            { op: 'create', salt: null },
          ]),
  },
  {
    name: 'invalid',
    why: 'one transaction breaks a rule: all must refuse the block, for the same reason',
    transaction: (index, { detail, other }) => {
      const plain = runs(
        [
          { op: 'read', slot: 0 },
          { op: 'write', slot: 0 },
        ],
        { from: fromOf(other) },
      );
      if (index === 0 || detail % 4 !== 1) return plain;
      return other % 2 === 0
        ? { ...plain, wei: 'too-much' }
        : { ...plain, nonce: at(['gap', 'again'] as const, detail >> 2) };
    },
  },
];
