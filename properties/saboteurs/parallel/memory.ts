/**
 * Saboteurs of the multi-version memory: which version a reader sees.
 *
 * Owns mistakes in chains, cuts, folding and the final prefix. Real engines have shipped most.
 */
import { ALL, OLD_FORKS, type ParallelSaboteur } from './parallelSaboteur.ts';

const CHAINS = 'memory/versionChains.js';
const RESOLVE = 'memory/resolve.js';

/** All of them. */
export const MEMORY_SABOTEURS: readonly ParallelSaboteur[] = [
  {
    id: 'memory/own-version-read',
    edits: [
      {
        file: CHAINS,
        find: '(words[version + VERSION.txIndex] ?? 0) >= txIndex)',
        replace: '(words[version + VERSION.txIndex] ?? 0) > txIndex)',
      },
    ],
    why: 'An incarnation sees what the one before it of the same transaction wrote.',
    builds: ALL,
  },
  {
    id: 'memory/last-published-wins',
    edits: [
      {
        file: CHAINS,
        find: '(words[next + VERSION.txIndex] ?? 0) > txIndex)',
        replace: 'false)',
      },
    ],
    why: 'Versions stand in the order in which they were published, not in that of the block.',
    builds: ALL,
  },
  {
    id: 'memory/creation-cuts-no-storage',
    edits: [
      {
        file: RESOLVE,
        find: ': this.#lastEvent(txIndex, this.locations.accountOf(location));',
        replace: ': this.#lastDestruction(txIndex, this.locations.accountOf(location));',
      },
    ],
    forks: OLD_FORKS,
    why: 'A contract made where one was before begins with the slots of the other.',
    builds: ALL,
    equivalent:
      'a creation follows a destruction that cuts the same slots, or finds none: EIP-7610 and ' +
      'earlier rules refuse it where the account has code, a nonce or storage',
  },
  {
    id: 'memory/base-balance-after-destruction',
    edits: [
      {
        file: RESOLVE,
        find: 'balance: cut === NO_CUT ? this.#base.account(account).balance : 0n',
        replace: 'balance: this.#base.account(account).balance',
      },
    ],
    forks: OLD_FORKS,
    why: 'An account that ended has its old balance again as soon as it is paid.',
    builds: ALL,
  },
  {
    id: 'memory/settled-balance-outlives-destruction',
    edits: [
      {
        file: RESOLVE,
        find: '(cut === NO_CUT || settled.end > cutEnd)',
        replace: 'true',
      },
    ],
    forks: OLD_FORKS,
    why: 'A sum of payments that was settled before an account ended counts after it.',
    builds: ALL,
  },
  {
    id: 'memory/settled-one-too-far',
    edits: [
      { file: RESOLVE, find: 'if (writer < finalEnd) {', replace: 'if (writer <= finalEnd) {' },
    ],
    why: 'A payment of the head is settled as if it were final, and counted again.',
    builds: ALL,
  },
  {
    id: 'memory/last-payment-only',
    edits: [{ file: RESOLVE, find: 'pending += delta;', replace: 'pending = delta;' }],
    why: 'Of several payments that are not final only the lowest counts.',
    builds: ALL,
  },
  {
    id: 'memory/last-final-payment-only',
    edits: [{ file: RESOLVE, find: 'final += delta;', replace: 'final = delta;' }],
    why: 'Of several payments that became final only the lowest counts.',
    builds: ALL,
  },
  {
    id: 'memory/nonce-survives-destruction',
    edits: [
      {
        file: RESOLVE,
        find: 'this.#nearest(version, cut, 0n) ?? ready(this.#base.account(account).nonce)',
        replace: 'this.#nearest(version, NO_CUT, 0n) ?? ready(this.#base.account(account).nonce)',
      },
    ],
    forks: OLD_FORKS,
    why: 'An account that ended keeps its nonce.',
    builds: ALL,
  },
  {
    id: 'memory/code-survives-destruction',
    edits: [
      {
        file: RESOLVE,
        find: 'this.#nearest(version, cut, NO_CODE) ??',
        replace: 'this.#nearest(version, NO_CUT, NO_CODE) ??',
      },
    ],
    forks: OLD_FORKS,
    why: 'An account that ended keeps its code.',
    builds: ALL,
  },
  {
    id: 'memory/latest-event-only',
    edits: [
      {
        file: RESOLVE,
        find: 'event = this.#versions.older(event);',
        replace: 'event = 0;',
      },
    ],
    forks: OLD_FORKS,
    why: 'Whether an account has ended is asked of its last event: a revival hides the end.',
    builds: ALL,
  },
  {
    id: 'memory/base-storage-after-destruction',
    edits: [
      {
        file: RESOLVE,
        find: 'return this.#unlessCut(cut, this.#base.account(account).hasStorage);',
        replace: 'return ready(this.#base.account(account).hasStorage);',
      },
    ],
    forks: OLD_FORKS,
    why: 'An account that ended has storage, where it is asked for as a whole.',
    builds: ['block-stm'],
    equivalent:
      'asked only of accounts without nonce and code (EIP-7610); one that ended had code, so ' +
      'that before the block it was not such an account, and pools have none that is both',
  },
  {
    id: 'memory/there-after-destruction',
    edits: [
      {
        file: RESOLVE,
        find: 'return this.#unlessCut(cut, this.#base.account(account).exists);',
        replace: 'return ready(this.#base.account(account).exists);',
      },
    ],
    forks: OLD_FORKS,
    why: 'An account that ended, empty and never touched again, still exists.',
    builds: ALL,
  },
  {
    id: 'memory/hash-is-identity',
    edits: [
      {
        file: 'memory/recordIndex.js',
        find: 'while (record !== 0 && !this.#hasKey(record, key)) {',
        replace: 'while (false) {',
      },
    ],
    why: 'Two places whose hashes fall into one bucket are one.',
    builds: ALL,
  },
  {
    id: 'memory/negative-numbers-lose-their-sign',
    edits: [
      {
        file: 'memory/mvMemory.js',
        find: 'return write.delta;',
        replace: 'return write.delta < 0n ? -write.delta : write.delta;',
      },
    ],
    why: 'What is paid is added where it was paid from.',
    builds: ALL,
  },
];
