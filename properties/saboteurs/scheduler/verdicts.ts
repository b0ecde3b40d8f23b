/**
 * Saboteurs of the verdict: which incarnation is it about, and what may have changed since?
 *
 * The engine looks at facts and tells the verdict in one step, so that between an order and its
 * verdict only the order can grow old. Owns what goes wrong with old orders, and the splits in
 * which more than the order is old, as in engines that validate without a lock.
 */
import type { Edit, Sabotage } from '../saboteur.ts';
import {
  MACHINE,
  SCHEDULER,
  type SchedulerSaboteur,
  SPLIT_STEPS_MAX,
  WHOLE_STEPS_MAX,
} from './schedulerSaboteur.ts';

const LANE_BLOCK = 'lanes/laneBlock.js';
const MEMORY = 'memory/mvMemory.js';

/**
 * Validation of what the order was about: with the order a lane takes a copy of the read set, as
 * engines do that keep one an incarnation, and it is the copy whose facts are looked at. Copies lie
 * where read sets do, as if they were of transactions above the block's.
 */
const READS_WITH_THE_ORDER: readonly Edit[] = [
  {
    file: LANE_BLOCK,
    find: 'allocateMemory(arena, txCount)',
    replace: 'allocateMemory(arena, txCount + options.lanes)',
  },
  {
    file: MEMORY,
    find: '    holds(txIndex) {',
    replace: `    takeReads(lane, txIndex) {
        const copy = this.#txCount - 1 - lane;
        const reads = this.#reads.of(txIndex);
        this.#reads.clear(copy);
        for (const fact of reads) this.#reads.add(copy, fact);
    }
    takenHold(lane, txIndex) {
        const reads = this.#reads.of(this.#txCount - 1 - lane);
        return reads.every((fact) => factHolds(this.resolver, txIndex, fact));
    }
    holds(txIndex) {`,
  },
  {
    file: MACHINE,
    find: `counter: 'validating', txIndex, incarnation, fibre: 0 });`,
    replace: `counter: 'validating', txIndex, incarnation, fibre: 0 });
                this.#parts.memory.takeReads(lane, txIndex);`,
  },
  {
    file: MACHINE,
    find: '|| memory.holds(txIndex);',
    replace: '|| memory.takenHold(lane, txIndex);',
  },
];

const IS_EXECUTED = 'this.#statuses.hasExecuted(txIndex)';
const IS_SAME = 'this.#statuses.incarnationOf(txIndex) === incarnation';

/** An order counts for whichever incarnation has been executed since. */
const INCARNATION_IGNORED: Edit = {
  file: SCHEDULER,
  find: `${IS_EXECUTED} && ${IS_SAME}`,
  replace: IS_EXECUTED,
};

/**
 * What looks like a defect and is none: facts are looked at and told of in one step, so that an old
 * order gets a verdict on the incarnation that is there, and a true one.
 */
export const HONEST_VERDICTS: readonly Sabotage[] = [
  { id: 'honest/incarnation-ignored', edits: [INCARNATION_IGNORED] },
  { id: 'honest/reads-with-the-order', edits: READS_WITH_THE_ORDER },
];

/** Defects of validation that outlives what it was about. */
export const verdicts: readonly SchedulerSaboteur[] = [
  {
    id: 'M8/old-order-counts',
    why: 'An order to validate counts whatever has become of its incarnation since.',
    schedulesMax: WHOLE_STEPS_MAX,
    edits: [
      {
        file: SCHEDULER,
        find: `${IS_EXECUTED} && ${IS_SAME}`,
        replace: 'true',
      },
    ],
  },
  {
    id: 'M8b/verdict-with-the-order',
    why: 'Facts are looked at when the order is given; the verdict is told as if it were of now.',
    schedulesMax: SPLIT_STEPS_MAX,
    edits: [
      {
        file: MACHINE,
        find: `counter: 'validating', txIndex, incarnation, fibre: 0 });`,
        // Who validates has no fibre: the word says what was found.
        replace: `counter: 'validating', txIndex, incarnation,
                    fibre: this.#parts.memory.holds(txIndex) ? 1 : 0 });`,
      },
      {
        file: MACHINE,
        find: '|| memory.holds(txIndex);',
        replace: '|| stands.fibreOf(lane) === 1;',
      },
    ],
  },
  {
    // Needs a value that changes and changes back while one lane sleeps over both.
    id: 'M8c/verdict-on-another-incarnation',
    why: 'A verdict on what one incarnation read is told of the one that came after it.',
    schedulesMax: null,
    edits: [...READS_WITH_THE_ORDER, INCARNATION_IGNORED],
  },
];
