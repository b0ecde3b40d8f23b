/**
 * Adversarial generators: arbitrary blocks, each kind for one way in which engines go wrong.
 *
 * Owns the list by name. All shrink to fewer transactions, then to plainer ones; nothing derived is
 * drawn.
 */
import fc from 'fast-check';

import type { Fork } from '#engine/api/index.js';
import { programs } from '../gadgets/arbitrary.ts';
import type { Program } from '../gadgets/operation.ts';
import {
  type Action,
  type BlockSpec,
  type Delegation,
  type GasClass,
  type Listed,
  PLAIN,
  type TransactionSpec,
} from './blockSpec.ts';
import { LOCATION_CLASSES, type LocationClass } from './locations.ts';
import { AUTHORITY, CALLABLE, POOL_SIZE, SENDERS } from './pool.ts';
import { type Shape, SHAPES } from './shapes.ts';
import { BLOCK_SPECIALS } from './blockSpecials.ts';
import { RULE_SPECIALS } from './ruleSpecials.ts';
import type { Special } from './special.ts';
import { LIFE_SPECIALS } from './lifeSpecials.ts';
import { SPECIALS } from './specials.ts';

/** A kind of blocks. */
export interface Generator {
  readonly name: string;
  /** What it is after, in a few words. */
  readonly why: string;
  /** Blocks of 2 transactions to so many. */
  readonly blocks: (fork: Fork, transactionsMax: number) => fc.Arbitrary<BlockSpec>;
}

const NUMBER = fc.nat(0xff);
const NO_DRAW = { detail: 0, other: 0 };
const BURN_MAX = 300;

/** All generators. */
export const GENERATORS: readonly Generator[] = [
  ...SHAPES.map(ofShape),
  ...SPECIALS.map(ofSpecial),
  ...LIFE_SPECIALS.map(ofSpecial),
  ...RULE_SPECIALS.map(ofSpecial),
  ...BLOCK_SPECIALS.map(ofSpecial),
  {
    name: 'anything',
    why: 'programs of all operations, in all types of transactions',
    blocks: (fork, max) =>
      fc.record({
        fork: fc.constant(fork),
        transactions: several(anyTransaction(), max),
        beneficiary: fc.option(fc.nat(SENDERS.length + AUTHORITY), { freq: 3 }),
        withdrawals: fc.array(fc.record({ to: who, gwei: fc.nat(2) }), { maxLength: 2 }),
      }),
  },
];

/** As many as a block needs to be one in which transactions can meet, or more. */
function several<Part>(part: fc.Arbitrary<Part>, max: number): fc.Arbitrary<Part[]> {
  return fc.array(part, { minLength: 2, maxLength: max, size: 'max' });
}

/** A shape over every kind of place, one a block. */
function ofShape(shape: Shape): Generator {
  const { name, why } = shape;
  return {
    name,
    why,
    blocks: (fork, max) =>
      fc
        .record({
          locations: fc.constantFrom(...LOCATION_CLASSES),
          draws: several(
            fc.record({ detail: NUMBER, before: burn, between: burn, from: sender }),
            max,
          ),
        })
        .map(({ locations, draws }) => ({
          fork,
          beneficiary: null,
          withdrawals: [],
          transactions: draws.map((draw, index) => shaped(shape, locations, { index, ...draw })),
        })),
  };
}

interface ShapedDraw {
  readonly index: number;
  readonly detail: number;
  readonly before: number;
  readonly between: number;
  readonly from: TransactionSpec['from'];
}

function shaped(
  { touch }: Shape,
  { read, write, delegations }: LocationClass,
  { index, detail, before, between, from }: ShapedDraw,
): TransactionSpec {
  const { reads, writes } = touch(index, detail);
  const isWriter = writes.length > 0 && detail % 2 === 0;
  return {
    ...PLAIN,
    from,
    action: { kind: 'interpreted', by: 0 },
    program: [
      ...burning(before),
      ...reads.flatMap((place) => read(place)),
      ...burning(between),
      ...writes.flatMap((place) => write(place, detail)),
    ],
    delegations: isWriter ? (delegations?.(detail) ?? []) : [],
  };
}

function burning(rounds: number): Program {
  return rounds === 0 ? [] : [{ op: 'burn', rounds }];
}

function ofSpecial({ name, why, transaction, block, beneficiary = null }: Special): Generator {
  return {
    name,
    why,
    blocks: (fork, max) =>
      several(fc.record({ detail: NUMBER, other: NUMBER }), max).map((draws) => ({
        fork,
        beneficiary,
        withdrawals: [],
        ...block?.(draws[0] ?? NO_DRAW),
        transactions: draws.map((draw, index) => transaction(index, draw)),
      })),
  };
}

const who = fc.nat(POOL_SIZE - 1);
/** Mostly one that sends nothing else: what one sends is in order anyway. */
const sender: fc.Arbitrary<TransactionSpec['from']> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<'own'>('own') },
  fc.nat(SENDERS.length - 2),
);
const burn = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat(BURN_MAX));

/** Any transaction. */
function anyTransaction(): fc.Arbitrary<TransactionSpec> {
  return fc.record({
    from: fc.oneof({ weight: 20, arbitrary: sender }, fc.constant(SENDERS.length - 1)),
    action: anyAction(),
    program: programs({ accounts: POOL_SIZE, runners: CALLABLE, lengthMax: 8 }),
    isWitnessed: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
    wei: fc.nat(2),
    gas: fc.constantFrom<GasClass[]>('ample', 'ample', 'tight', 'scarce'),
    nonce: fc.constant<'next'>('next'),
    tip: fc.constantFrom(1, 0, 2),
    type: fc.constantFrom<TransactionSpec['type'][]>(2, 0, 1, 3),
    accessList: fc.oneof(
      { weight: 3, arbitrary: fc.constant<readonly Listed[]>([]) },
      fc.array(fc.record({ at: who, slots: fc.array(fc.nat(3), { maxLength: 2 }) }), {
        maxLength: 2,
      }),
    ),
    blobs: fc.constant(1),
    delegations: fc.oneof(
      { weight: 3, arbitrary: fc.constant<readonly Delegation[]>([]) },
      fc.array(fc.record({ authority: fc.nat(SENDERS.length), to: fc.option(who, { freq: 5 }) }), {
        maxLength: 2,
      }),
    ),
  });
}

function anyAction(): fc.Arbitrary<Action> {
  const by = fc.constantFrom(0, 1, 2, AUTHORITY);
  return fc.oneof(
    { weight: 5, arbitrary: by.map((runner): Action => ({ kind: 'interpreted', by: runner })) },
    { weight: 3, arbitrary: fc.constant<Action>({ kind: 'compiled' }) },
    { weight: 1, arbitrary: fc.constant<Action>({ kind: 'creation' }) },
    { weight: 1, arbitrary: who.map((to): Action => ({ kind: 'payment', to })) },
  );
}
