/**
 * Saboteurs between the halves of a step: a lane looks, others go, and it acts on what it saw.
 *
 * Owns what a native engine would get wrong without a lock. Between halves a lane stands at a
 * counter of its own and brings to the second half what it brought to the first.
 */
import type { Edit } from '../saboteur.ts';
import {
  MACHINE,
  SCHEDULER,
  type SchedulerSaboteur,
  SPLIT_STEPS_MAX,
  standsBetween,
} from './schedulerSaboteur.ts';

const LANES = 'simulation/virtualLanes.js';

/** A body's report in two halves. */
const HALF_REPORTED: readonly Edit[] = [
  standsBetween('half-reported'),
  {
    file: LANES,
    find: `            case 'running':`,
    replace: `            case 'running':\n            case 'half-reported':`,
  },
];

/** Defects between halves of steps. */
export const splitSteps: readonly SchedulerSaboteur[] = [
  {
    id: 'M2/wait-without-second-look',
    why: 'Who waits for a transaction does not look again whether it was executed meanwhile.',
    schedulesMax: SPLIT_STEPS_MAX,
    edits: [
      ...HALF_REPORTED,
      {
        file: MACHINE,
        find: `const { txIndex, incarnation } = this.#parts.stands.of(lane);
                const { kind, on } = input;
                return this.#end(lane, 'running', { kind, txIndex, incarnation, on });`,
        replace: `const stand = this.#parts.stands.of(lane);
                const { counter, txIndex, incarnation } = stand;
                const { kind, on } = input;
                if (counter === 'running' && !this.#parts.scheduler.hasExecuted(on)) {
                    this.#parts.stands.set(lane, { ...stand, counter: 'half-reported' });
                    return CLAIMED;
                }
                return this.#end(lane, counter, { kind, txIndex, incarnation, on,
                    isUnseen: counter === 'running' });`,
      },
      {
        file: SCHEDULER,
        find: '    isCurrent(txIndex, incarnation) {',
        replace: `    hasExecuted(txIndex) {
        return this.#statuses.hasExecuted(txIndex);
    }
    isCurrent(txIndex, incarnation) {`,
      },
      {
        file: SCHEDULER,
        find: 'this.#statuses.suspend(report.txIndex, report.on);',
        replace: 'this.#statuses.suspend(report.txIndex, report.on, report.isUnseen);',
      },
      {
        file: SCHEDULER,
        find: 'this.#blocked(lane, report.txIndex, report.on);',
        replace: 'this.#blocked(lane, report);',
      },
      {
        file: SCHEDULER,
        find: '#blocked(lane, txIndex, on) {',
        replace: '#blocked(lane, { txIndex, on, isUnseen }) {',
      },
      {
        file: SCHEDULER,
        find: 'if (this.#statuses.hasExecuted(on)) {',
        replace: 'if (isUnseen && this.#statuses.hasExecuted(on)) {',
      },
      {
        file: 'schedulers/status.js',
        find: 'suspend(txIndex, on) {',
        replace: 'suspend(txIndex, on, isUnseen) {',
      },
      {
        file: 'schedulers/status.js',
        find: 'if (this.hasExecuted(on)) {',
        replace: 'if (isUnseen && this.hasExecuted(on)) {',
      },
    ],
  },
  {
    id: 'M12/waiters-woken-before-the-publish',
    why: 'Who waits for a transaction is woken before there is anything new to read.',
    schedulesMax: SPLIT_STEPS_MAX,
    edits: [
      ...HALF_REPORTED,
      {
        file: LANES,
        find: `            case 'claimed':`,
        // Lanes that sleep have something to do: whom the first half woke.
        replace: `            case 'claimed':
                this.#wake('all');
                return null;`,
      },
      {
        file: LANES,
        find: `if (input.kind === 'finished') {`,
        // What is published is what the second half says.
        replace: `const counter = stands.counterOf(lane);
        if (input.kind === 'finished' && counter === 'half-reported') {`,
      },
      {
        file: MACHINE,
        find: 'const isNew = memory.publish(',
        replace: `if (stands.counterOf(lane) === 'running') {
            this.#parts.scheduler.wakeWaiters(txIndex);
            stands.set(lane, { ...stands.of(lane), counter: 'half-reported' });
            return CLAIMED;
        }
        const isNew = memory.publish(`,
      },
      {
        file: MACHINE,
        find: `this.#end(lane, 'running', { kind: 'executed'`,
        replace: `this.#end(lane, 'half-reported', { kind: 'executed'`,
      },
      {
        file: SCHEDULER,
        find: `        for (const waiter of this.#statuses.release(txIndex).toStart) {
            this.#pullBackExecution(waiter);
        }`,
        replace: '',
      },
      {
        file: SCHEDULER,
        find: '    isCurrent(txIndex, incarnation) {',
        replace: `    wakeWaiters(txIndex) {
        for (const waiter of this.#statuses.release(txIndex).toStart) {
            this.#pullBackExecution(waiter);
        }
    }
    isCurrent(txIndex, incarnation) {`,
      },
    ],
  },
];
