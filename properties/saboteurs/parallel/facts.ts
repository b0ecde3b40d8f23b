/**
 * Saboteurs of facts: what is recorded of a read, and when it still holds.
 *
 * Owns reads that nobody writes down and checks that are too kind.
 */
import { ALL, OLD_FORKS, type ParallelSaboteur } from './parallelSaboteur.ts';

const CHECK = 'memory/factCheck.js';
const VIEW = 'evm/accountView.js';

function unrecorded(kind: string, why: string): ParallelSaboteur {
  return {
    id: `facts/${kind}-not-recorded`,
    edits: [{ file: VIEW, find: `if (this.#used.has('${kind}')) {`, replace: 'if (false) {' }],
    why,
    builds: ALL,
  };
}

/** All of them. */
export const FACT_SABOTEURS: readonly ParallelSaboteur[] = [
  unrecorded('nonce', 'A nonce that was read is in nobody’s record.'),
  {
    ...unrecorded('empty', 'That an account was empty is in nobody’s record.'),
    forks: ['Osaka', 'London'],
  },
  { ...unrecorded('has-storage', 'Storage that was in the way is in nobody’s record.') },
  unrecorded('removable', 'That a touch would clear an account is in nobody’s record.'),
  {
    id: 'facts/code-not-recorded',
    edits: [
      {
        file: VIEW,
        find: `facts.push({ kind: 'code', address, hash: base.codeHash });`,
        replace: '',
      },
    ],
    why: 'Code that ran, an authority’s too, is in nobody’s record.',
    builds: ALL,
  },
  {
    id: 'facts/slots-not-recorded',
    edits: [
      {
        file: VIEW,
        find: `facts.push({ kind: 'storage', address, slot, value });`,
        replace: '',
      },
    ],
    why: 'Slots that were read are in nobody’s record.',
    builds: ALL,
  },
  {
    id: 'facts/zero-slots-not-recorded',
    edits: [
      {
        file: VIEW,
        find: `facts.push({ kind: 'storage', address, slot, value });`,
        replace: `if (value !== 0n) facts.push({ kind: 'storage', address, slot, value });`,
      },
    ],
    why: 'A slot that was zero is taken for one that was not read.',
    builds: ALL,
  },
  {
    id: 'facts/balance-seen-is-rich-enough',
    edits: [
      {
        file: VIEW,
        find: `return [{ kind: 'balance', address, value: base.balance }];`,
        replace: `const amount = base.balance;
                return [{ kind: 'balance-at-least', address, amount, holds: true }];`,
      },
    ],
    why: 'Who has looked at a balance does not mind if it is more.',
    builds: ALL,
  },
  {
    id: 'facts/poverty-not-recorded',
    edits: [{ file: VIEW, find: 'if (lessThan !== null) {', replace: 'if (false) {' }],
    why: 'That somebody could not pay is in nobody’s record.',
    builds: ALL,
  },
  {
    id: 'facts/same-nonce-written-is-no-read',
    edits: [
      {
        file: VIEW,
        find: `this.#used.add('nonce');
            return [];`,
        replace: 'return [];',
      },
    ],
    why: 'A nonce that was set to what it was is left out, whatever it becomes.',
    builds: ['block-stm', 'v2'],
    equivalent: 'nothing sets a nonce without having read it: the read is recorded anyway',
  },
  {
    id: 'facts/same-code-written-is-no-read',
    edits: [
      {
        file: VIEW,
        find: `this.#used.add('code');
            return [];`,
        replace: 'return [];',
      },
    ],
    why: 'Code that was set to what it was is left out, whatever it becomes.',
    builds: ['block-stm', 'v2'],
    equivalent:
      'an authority’s code and that of a new contract’s address are read before they are set',
  },
  {
    id: 'facts/payable-whatever-the-balance',
    edits: [{ file: CHECK, find: 'value >= operand === holds', replace: 'true' }],
    why: 'Whether somebody could pay is never asked again.',
    builds: ALL,
  },
  {
    id: 'facts/existence-never-fails',
    edits: [{ file: CHECK, find: 'return value === holds;', replace: 'return true;' }],
    why: 'Whether an account was there, or empty, is never asked again.',
    builds: ALL,
  },
  {
    id: 'facts/emptiness-by-code-and-nonce',
    edits: [
      {
        file: CHECK,
        find: 'isOther(codeHash, NO_CODE) || isOther(balance, 0n)',
        replace: 'isOther(codeHash, NO_CODE)',
      },
    ],
    why: 'An account that has only ether is taken for empty when that is asked again.',
    builds: ALL,
  },
  {
    id: 'facts/existence-by-fields-only',
    edits: [
      {
        file: CHECK,
        find: "if (keepsBase.kind === 'ready' && keepsBase.value) {",
        replace: 'if (false) {',
      },
    ],
    forks: OLD_FORKS,
    why: 'An account that is in the state and empty is taken for absent when that is asked again.',
    builds: ['block-stm'],
  },
  {
    id: 'facts/lists-of-own-field-only',
    edits: [
      {
        file: 'memory/readSets.js',
        find: 'for (const kind of otherKinds(located.kind)) {',
        replace: 'for (const kind of []) {',
      },
    ],
    why: 'Who relies on an account as a whole is not found by whoever changes a field of it.',
    builds: ['v2', 'v2-hinted'],
  },
];
