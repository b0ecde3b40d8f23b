/**
 * Saboteurs of the way a block goes: commit, fallback, rounds.
 *
 * Owns what becomes of outcomes that lanes leave, and of a block that lanes do not end.
 */
import type { ParallelSaboteur } from './parallelSaboteur.ts';

const ENGINE = 'engines/parallelEngine.js';
const ROUNDS = 'schedulers/multiRound.js';

/** All of them. */
export const WAY_SABOTEURS: readonly ParallelSaboteur[] = [
  {
    id: 'commit/outcome-of-any-incarnation',
    edits: [
      {
        file: ENGINE,
        find: 'if (scheduler.isCurrent(txIndex, incarnation)) {',
        replace: 'if (true) {',
      },
    ],
    why: 'A receipt is that of whichever lane is looked at last.',
    builds: ['block-stm', 'v1', 'v2'],
  },
  {
    id: 'fallback/without-opening-calls',
    edits: [
      {
        file: ENGINE,
        find: `await runOpeningCalls(machine);
        const executions`,
        replace: 'const executions',
      },
    ],
    forks: ['Osaka', 'Cancun'],
    why: 'The serial path after a lane died begins without what happens before transactions.',
    builds: ['block-stm', 'v2'],
  },
  {
    id: 'rounds/senders-not-kept-together',
    edits: [
      { file: 'lanes/planner.js', find: 'if (sender === NO_SENDER) {', replace: 'if (true) {' },
    ],
    kind: 'slow',
    why: 'Transactions of one sender go into different partitions, and meet wrong nonces.',
    // Hints of nonces keep them together, too.
    builds: ['v1'],
  },
  {
    id: 'rounds/nothing-is-pending',
    edits: [
      {
        file: ROUNDS,
        find: `if (this.#statuses.statusOf(txIndex) !== 'unconfirmed') {
                members.push(txIndex);
            }`,
        replace: `if (this.#statuses.statusOf(txIndex) === 'unconfirmed')
                this.#statuses.doubt(txIndex);
            members.push(txIndex);`,
      },
    ],
    kind: 'slow',
    why: 'What holds behind a conflict is executed again in the next round.',
    builds: ['v1'],
  },
];
