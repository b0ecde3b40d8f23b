/**
 * Saboteurs of state on disk: what is kept from block to block.
 *
 * Owns caches that forget too little and stores that are not made equal to the state.
 */
import type { ParallelBuild, ParallelSaboteur } from './parallelSaboteur.ts';

const DISK = 'state/store/diskStore.js';
const ON_DISK: readonly ParallelBuild[] = ['v1-disk'];

/** All of them. */
export const STORE_SABOTEURS: readonly ParallelSaboteur[] = [
  {
    id: 'stores/changed-places-not-forgotten',
    edits: [
      {
        file: 'state/store/baseCache.js',
        find: 'this.#forget(place);',
        replace: 'void place;',
      },
    ],
    why: 'The cache keeps what the block before it, or a sibling, began with.',
    builds: ON_DISK,
  },
  {
    id: 'stores/removed-places-not-forgotten',
    edits: [
      {
        file: DISK,
        find: `void this.tables.places.remove(keyOf(place));
        changed.push(place);`,
        replace: 'void this.tables.places.remove(keyOf(place));',
      },
    ],
    why: 'The cache keeps slots and accounts that are not there any more.',
    builds: ON_DISK,
  },
  {
    id: 'stores/cleared-slots-stay',
    edits: [{ file: DISK, find: 'if (!account.storage.has(slot))', replace: 'if (false)' }],
    why: 'A slot that is zero now keeps its old value on disk.',
    builds: ON_DISK,
  },
  {
    id: 'stores/destroyed-accounts-stay',
    edits: [{ file: DISK, find: 'this.#drop(address, changed);', replace: '' }],
    why: 'An account that is not in the state any more stays on disk.',
    builds: ON_DISK,
  },
  {
    id: 'stores/slots-of-the-first-block',
    edits: [
      { file: DISK, find: 'if (before.get(slot) !== value)', replace: 'if (!before.has(slot))' },
    ],
    why: 'A slot that was ever put on disk is not put there again.',
    builds: ON_DISK,
  },
  {
    id: 'stores/accounts-of-the-first-block',
    edits: [
      { file: DISK, find: 'if (held?.text !== text) {', replace: 'if (held === undefined) {' },
    ],
    why: 'An account that was ever put on disk is not put there again.',
    builds: ON_DISK,
  },
];
