/**
 * Saboteurs of v2: tables, flags, waits and the bound.
 *
 * Owns what its scheduler, and the step that publishes and checks, can get wrong.
 */
import type { ParallelBuild, ParallelSaboteur } from './parallelSaboteur.ts';

const SCHEDULER = 'schedulers/asynchronous.js';
const MACHINE = 'lanes/laneMachine.js';
const ROWS = 'schedulers/readyRows.js';
const BOTH: readonly ParallelBuild[] = ['v2', 'v2-hinted'];

/** All of them. */
export const ASYNCHRONOUS_SABOTEURS: readonly ParallelSaboteur[] = [
  {
    id: 'async/nobody-is-flagged',
    edits: [
      {
        file: MACHINE,
        find: 'const flagged = memory.brokenAbove(txIndex, locations);',
        replace: 'const flagged = [];',
      },
    ],
    why: 'A publication does not look for those who relied on what was there before.',
    builds: BOTH,
  },
  {
    id: 'async/removals-not-looked-at',
    edits: [{ file: MACHINE, find: 'new Set([...before, ...now])', replace: 'new Set(now)' }],
    why: 'Who relied on a write that an incarnation does not make any more is not flagged.',
    builds: BOTH,
  },
  {
    id: 'async/doubtful-removals-not-looked-at',
    edits: [
      {
        file: MACHINE,
        find: 'const flagged = this.#flag(txIndex, before);',
        replace: 'const flagged = holds ? this.#flag(txIndex, before) : [];',
      },
    ],
    why: 'The same, of an incarnation that does not hold: the next one does not know of them.',
    builds: BOTH,
  },
  {
    id: 'async/published-unchecked',
    edits: [{ file: MACHINE, find: '!memory.fails(txIndex)', replace: 'true' }],
    why: 'What became false while a transaction ran is not noticed when it publishes.',
    builds: BOTH,
  },
  {
    id: 'async/withdrawal-flags-nobody',
    edits: [
      {
        file: MACHINE,
        find: 'return scheduler.checksAtPublish ? this.#flag(head, before) : [];',
        replace: 'return [];',
      },
    ],
    why: 'Who relied on a transaction that the block has no room for is not flagged.',
    builds: ['v2'],
  },
  {
    id: 'async/next-reader-only',
    edits: [
      {
        file: 'memory/readSets.js',
        find: `if (owner > txIndex) {
                visit(`,
        replace: `if (owner === txIndex + 1) {
                visit(`,
      },
    ],
    why: 'Of all who relied on a place only the very next transaction is looked at.',
    builds: BOTH,
  },
  {
    id: 'async/slots-only-are-checked',
    edits: [
      {
        file: 'memory/mvMemory.js',
        find: 'if (!broken.has(reader) && factFails(',
        replace: `if (!broken.has(reader) && fact.kind === 'storage' && factFails(`,
      },
    ],
    why: 'Who relied on a balance, a nonce, code or existence is not flagged.',
    builds: BOTH,
  },
  {
    id: 'async/lost-wake-up',
    edits: [
      {
        file: SCHEDULER,
        find: 'this.#statuses.release(txIndex)',
        replace: '{ toStart: [], toResume: [] }',
      },
    ],
    why: 'Who waits for a transaction is not told that it has been executed.',
    builds: BOTH,
  },
  {
    id: 'async/last-start-anywhere',
    edits: [
      {
        file: ROWS,
        find: 'this.#isLastStart(txIndex) && txIndex !== head',
        replace: 'false',
      },
    ],
    why: 'A transaction is started for the third time, and again, before it is the head.',
    builds: BOTH,
  },
  {
    id: 'async/head-is-held-back',
    edits: [{ file: SCHEDULER, find: 'this.#claimHead(lane) ??', replace: '' }],
    why: 'Hints, tables and lanes that are full hold back the head, too.',
    builds: BOTH,
  },
  {
    id: 'async/aborted-row-forgotten',
    edits: [
      {
        file: SCHEDULER,
        find: `for (const txIndex of flagged) {
            this.#offer(txIndex);
        }`,
        replace: '',
      },
    ],
    why: 'A transaction that was flagged is in no table.',
    builds: BOTH,
  },
  {
    id: 'async/given-up-row-forgotten',
    edits: [
      {
        file: SCHEDULER,
        find: `this.#statuses.giveUp(txIndex);
            this.#offer(txIndex);`,
        replace: 'this.#statuses.giveUp(txIndex);',
      },
    ],
    why: 'A transaction that gave up for one that was executed meanwhile is in no table.',
    builds: BOTH,
  },
  {
    id: 'async/woken-row-forgotten',
    edits: [{ file: SCHEDULER, find: 'this.#offer(waiter);', replace: '' }],
    why: 'A transaction that had to start again after another is in no table.',
    builds: BOTH,
  },
  {
    id: 'async/senders-out-of-order',
    edits: [
      {
        file: 'schedulers/startOrder.js',
        find: 'this.#open(this.#of(txIndex, AFTER)) ??',
        replace: '',
      },
    ],
    kind: 'slow',
    why: 'Transactions of one sender start before those they come after, with wrong nonces.',
    builds: BOTH,
  },
  {
    id: 'async/starts-on-what-will-change',
    edits: [
      {
        file: 'schedulers/startOrder.js',
        find: `this.#open(this.#of(txIndex, TOLD)) ??
            this.#unsettled(txIndex, finalEnd));`,
        replace: 'this.#open(this.#of(txIndex, TOLD)));',
      },
    ],
    kind: 'slow',
    why: 'A transaction starts again before what it rests on has been executed.',
    builds: ['v2'],
  },
  {
    id: 'async/doubtful-wakes-waiters',
    edits: [
      {
        file: SCHEDULER,
        find: `if (!holds) {
            this.#abort(txIndex);`,
        replace: `if (!holds) {
            for (const waiter of this.#statuses.release(txIndex).toStart) this.#offer(waiter);
            this.#abort(txIndex);`,
      },
    ],
    kind: 'slow',
    why: 'Who waits for a transaction goes on although what it wrote is in doubt.',
    builds: ['v2-hinted'],
    equivalent:
      'who goes on meets the estimate again and waits again: a few steps more, no execution',
  },
  {
    id: 'async/lane-not-called',
    edits: [
      {
        file: SCHEDULER,
        find: 'this.#calls.call(this.#fibres.laneOf(waiter));',
        replace: '',
      },
    ],
    why: 'The lane on which somebody waits sleeps on when there is nothing to wait for any more.',
    builds: BOTH,
  },
  {
    id: 'async/head-not-offered',
    edits: [{ file: SCHEDULER, find: 'this.#offerHead();', replace: '' }],
    why: 'Who waited to be the head is in no table when it is.',
    builds: BOTH,
  },
  {
    id: 'async/moved-while-listed',
    edits: [
      {
        file: ROWS,
        find: 'if (this.#overlaps.note(txIndex, table)) {',
        replace: 'this.#tables.list(txIndex); if (this.#overlaps.note(txIndex, table)) {',
      },
    ],
    why: 'A transaction that another table flags lies in a table before it is held back.',
    builds: BOTH,
  },
  {
    id: 'async/block-never-lifted',
    edits: [
      {
        file: ROWS,
        find: '!this.#statuses.hasExecuted(lower)) {',
        replace: 'lower >= 0) {',
      },
    ],
    why: 'Who is held back by another table waits for those of it that have been executed, too.',
    builds: BOTH,
  },
  {
    id: 'async/flagged-estimates-forgotten',
    edits: [
      {
        file: 'memory/mvMemory.js',
        find: `retract(txIndex) {
        this.markEstimates(txIndex);`,
        replace: 'retract(txIndex) {',
      },
    ],
    kind: 'slow',
    why: 'What a flagged transaction wrote is read as if it stayed.',
    builds: ['v2'],
  },
];
