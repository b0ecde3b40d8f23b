/**
 * Blocks around the lives of accounts: made, used, ended, paid, made anew, empty, not there.
 *
 * Owns the steps of a life, each a transaction; which come in a block, and when, is drawn.
 */
import type { Program, Who } from '../gadgets/operation.ts';
import { ABSENT, CHILDREN, HOLLOW, POOR, PRECOMPILED } from './pool.ts';
import { at, fromOf, runs, SLOWLY, type Special } from './special.ts';

/** Runs programs, and owns something from the start. */
const OWNER = 2;
const [CHILD = 3] = CHILDREN;
/** Accounts that are not there, or hardly. */
const SHADOWS = [ABSENT, HOLLOW, POOR, ...PRECOMPILED, CHILD];

function onAccount(to: Who, body: Program): Program {
  return [{ op: 'call', kind: 'call', to, wei: 0, gas: null, body }];
}

function onChild(body: Program): Program {
  return onAccount(CHILD, body);
}

/** A life of a child, one step at a time. */
const LIFE: readonly [Program, ...Program[]] = [
  [{ op: 'create', salt: 0 }],
  onChild([{ op: 'set', slot: 0, value: 7 }]),
  onChild([{ op: 'destroy', heir: 1 }]),
  onChild([{ op: 'read', slot: 0 }]),
  [{ op: 'pay', to: CHILD, wei: 1 }],
  [{ op: 'look', at: CHILD, what: 'code-hash' }],
  // Made and ended in one transaction: that is what still ends an account since EIP-6780.
  [{ op: 'create', salt: 0 }, ...onChild([{ op: 'destroy', heir: 1 }])],
];

/** The life that tells most: what was written before the end must not be there after it. */
const USUAL = [0, 1, 2, 0, 3, 5];

/** Made and written, ended, made anew and read: what is read must be new. */
const REVIVED: readonly [Program, ...Program[]] = [
  [{ op: 'create', salt: 0 }, ...onChild([{ op: 'set', slot: 0, value: 7 }])],
  onChild([{ op: 'destroy', heir: 1 }]),
  [{ op: 'create', salt: 0 }, ...onChild([{ op: 'read', slot: 0 }])],
  onChild([{ op: 'read', slot: 0 }]),
];

/** The step of a life at an index; one in four is any. */
function step(index: number, detail: number): Program {
  return at(LIFE, detail % 4 === 3 ? detail >> 2 : (USUAL[index % USUAL.length] ?? 0));
}

/** An account in the state ends; what is looked at is what it had. */
const ESTATE: readonly [Program, ...Program[]] = [
  onAccount(OWNER, [{ op: 'destroy', heir: 1 }]),
  [{ op: 'pay', to: OWNER, wei: 1 }],
  [{ op: 'look', at: OWNER, what: 'balance' }],
  [{ op: 'look', at: OWNER, what: 'code-hash' }],
  [{ op: 'look', at: 1, what: 'balance' }],
  onAccount(OWNER, [{ op: 'read', slot: 0 }]),
];

/** All tricks with lives. */
export const LIFE_SPECIALS: readonly Special[] = [
  {
    name: 'lifecycle',
    why: 'an account is made, used, ended, paid, made anew',
    transaction: (index, { detail }) => runs(step(index, detail)),
  },
  {
    name: 'revival',
    why: 'written, ended, made anew and read, one after the other: nothing old may be seen',
    transaction: (index, { detail, other }) =>
      runs(other % 8 === 7 ? at(LIFE, detail) : at(REVIVED, index), {
        from: detail % 8 === 7 ? 0 : 'own',
      }),
  },
  {
    name: 'beneficiary-runner',
    why: 'whoever is paid the fees is a contract that looks at its own balance, and ends',
    beneficiary: CHILD,
    transaction: (_, { detail, other }) =>
      runs(at([...LIFE, onChild([{ op: 'own-balance' }, { op: 'write', slot: 1 }])], detail), {
        tip: other % 3,
        from: fromOf(other),
      }),
  },
  {
    name: 'emptiness',
    why: 'whether an account is empty is asked while a slow payment makes it something',
    transaction: (index, { detail, other }) => {
      const who = at([ABSENT, ABSENT, ABSENT, ...SHADOWS], detail);
      if (index === 0) return runs([...SLOWLY, { op: 'pay', to: ABSENT, wei: 1 }]);
      return runs(
        at<Program>(
          [
            [{ op: 'pay', to: who, wei: 1 }],
            [{ op: 'look', at: who, what: 'code-hash' }],
            [
              { op: 'pay', to: who, wei: other % 2 },
              { op: 'create', salt: 1 },
            ],
            [
              { op: 'pay', to: who, wei: 0 },
              { op: 'look', at: who, what: 'code-hash' },
            ],
          ],
          other,
        ),
      );
    },
  },
  {
    name: 'inheritance',
    why: 'an account that owns something ends, is paid, ends again: nothing of it comes back',
    transaction: (index, { detail, other }) =>
      runs(at(ESTATE, detail % 4 === 3 ? other : index), { from: fromOf(other) }),
  },
];
