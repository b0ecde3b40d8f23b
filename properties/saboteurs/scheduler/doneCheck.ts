/**
 * Saboteurs of the end: when is a block done?
 *
 * The engine's own check is finality: nothing to race with. The paper's is over cursors and a count
 * of active tasks, and once somebody has seen the end, it is the end for all. Owns that check, in
 * one step or in two, as an edit of the engine; done rightly it agrees with finality, and the
 * saboteurs are the ways to do it wrong.
 */
import type { Edit, Sabotage } from '../saboteur.ts';
import {
  MACHINE,
  SCHEDULER,
  type SchedulerSaboteur,
  SPLIT_STEPS_MAX,
  standsBetween,
} from './schedulerSaboteur.ts';

/** A count of active tasks: what was ordered and not yet reported. */
const ACTIVE_COUNT: readonly Edit[] = [
  {
    file: SCHEDULER,
    find: 'const FIXED_WORDS = 6;',
    replace: 'const ACTIVE = 6;\nconst FIXED_WORDS = 7;',
  },
  {
    file: SCHEDULER,
    find: '    next(lane) {',
    replace: `    next(lane, hasLooked) {
        const task = this.#nextTask(lane, hasLooked);
        const isWork = !['park', 'leave', 'look-again'].includes(task.kind);
        this.#add(ACTIVE, isWork ? 1 : 0);
        return task;
    }
    /** Nobody is at work, and no incarnation may go on. */
    #isQuiet() {
        for (let txIndex = 0; txIndex < this.#shape.txCount; txIndex += 1) {
            if (this.#statuses.statusOf(txIndex) === 'resumable') return false;
        }
        return this.#get(ACTIVE) === 0;
    }
    #isPassed() {
        const { txCount } = this.#shape;
        return this.#get(VALIDATION) >= txCount && this.#get(EXECUTION) >= txCount;
    }
    /** Whether it is the end, for all. */
    ends(isEnd) {
        this.#set(ENDED, isEnd ? 1 : this.#get(ENDED));
        return isEnd;
    }
    #nextTask(lane, hasLooked) {`,
  },
  {
    file: SCHEDULER,
    find: '    report(lane, report) {',
    replace: `    report(lane, report) {
        this.#reported(lane, report);
        this.#add(ACTIVE, -1);
    }
    #reported(lane, report) {`,
  },
];

/** What is handed over stays active until the lane asks for it. */
const HANDED_COUNTS: readonly Edit[] = [
  handedIsActive('execute'),
  handedIsActive('validate'),
  {
    file: SCHEDULER,
    find: 'const { kind, txIndex } = task;',
    replace: 'this.#add(ACTIVE, -1);\n        const { kind, txIndex } = task;',
  },
];

function handedIsActive(kind: string): Edit {
  const find = `this.#handed.hand(lane, { kind: '${kind}', txIndex });`;
  return { file: SCHEDULER, find, replace: `{ this.#add(ACTIVE, 1); ${find} }` };
}

/** Who finds no work looks at cursors and count at once. */
const IN_ONE_STEP: readonly Edit[] = [
  {
    file: SCHEDULER,
    find: `{ kind: 'park' }`,
    replace: `(this.ends(this.#isPassed() && this.#isQuiet())
                    ? { kind: 'leave' } : { kind: 'park' })`,
  },
];

/** Who finds no work looks at the cursors, and in a step of its own at what `sees` says. */
function inTwoSteps(sees: string): readonly Edit[] {
  return [
    standsBetween('leaving'),
    {
      file: 'simulation/virtualLanes.js',
      find: `            case 'idle':`,
      replace: `            case 'idle':\n            case 'leaving':`,
    },
    {
      file: SCHEDULER,
      find: `{ kind: 'park' }`,
      replace: `(this.#isPassed() && !hasLooked ? { kind: 'look-again' } : { kind: 'park' })`,
    },
    {
      file: SCHEDULER,
      find: '    isCurrent(txIndex, incarnation) {',
      replace: `    looksAgain() {
        return this.ends(${sees});
    }
    isCurrent(txIndex, incarnation) {`,
    },
    {
      file: MACHINE,
      find: `            case 'left':`,
      replace: `            case 'leaving': {
                stands.set(lane, NOWHERE);
                if (!scheduler.looksAgain()) return this.#ask(lane, true);
                stands.set(lane, { ...NOWHERE, counter: 'left' });
                return { kind: 'leave' };
            }
            case 'left':`,
    },
    {
      file: MACHINE,
      find: 'const counter = this.#parts.stands.counterOf(lane);\n        switch',
      replace: `const { scheduler, stands } = this.#parts;
        const counter = stands.counterOf(lane);
        switch`,
    },
    { file: MACHINE, find: '    #ask(lane) {', replace: '    #ask(lane, hasLooked = false) {' },
    { file: MACHINE, find: 'scheduler.next(lane)', replace: 'scheduler.next(lane, hasLooked)' },
    {
      file: MACHINE,
      find: `            case 'park':`,
      replace: `            case 'look-again':
                stands.set(lane, { ...NOWHERE, counter: 'leaving' });
                return CLAIMED;
            case 'park':`,
    },
  ];
}

/** The same check, done rightly: must not be accused. */
export const HONEST_DONE_CHECKS: readonly Sabotage[] = [
  { id: 'honest/count-in-one-step', edits: [...ACTIVE_COUNT, ...HANDED_COUNTS, ...IN_ONE_STEP] },
  {
    id: 'honest/count-in-two-steps',
    edits: [
      ...ACTIVE_COUNT,
      ...HANDED_COUNTS,
      ...inTwoSteps('this.#isPassed() && this.#isQuiet()'),
    ],
  },
];

/** Defects in seeing the end. */
export const doneCheck: readonly SchedulerSaboteur[] = [
  {
    id: 'M5/done-while-others-run',
    why: 'It is the end when the cursors have passed all, whoever is still at work.',
    schedulesMax: SPLIT_STEPS_MAX,
    edits: [...ACTIVE_COUNT, ...HANDED_COUNTS, ...inTwoSteps('true')],
  },
  {
    id: 'M5b/cursors-not-looked-at-again',
    why: 'The cursors were seen past all, then the count at 0; between, the cursors went back.',
    schedulesMax: SPLIT_STEPS_MAX,
    edits: [...ACTIVE_COUNT, ...HANDED_COUNTS, ...inTwoSteps('this.#isQuiet()')],
  },
  {
    id: 'M10/handed-task-not-counted',
    why: 'A task that is handed from report to lane is active for nobody in between.',
    schedulesMax: null,
    edits: [...ACTIVE_COUNT, ...IN_ONE_STEP],
  },
];
