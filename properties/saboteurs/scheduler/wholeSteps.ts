/**
 * Saboteurs of the rules of Block-STM (Gelashvili et al., 2022, sections 3 and 4): steps are atomic
 * and do the wrong thing.
 *
 * Owns defects of cursors, estimates and validation that any engine could have, whatever its locks.
 */
import {
  MACHINE,
  SCHEDULER,
  type SchedulerSaboteur,
  WHOLE_STEPS_MAX,
} from './schedulerSaboteur.ts';

const MEMORY = 'memory/mvMemory.js';
const schedulesMax = WHOLE_STEPS_MAX;

/** Defects of whole steps. */
export const wholeSteps: readonly SchedulerSaboteur[] = [
  {
    id: 'M1/new-write-not-announced',
    why: 'A write where there was none does not call for validation of higher transactions.',
    schedulesMax,
    edits: [{ file: SCHEDULER, find: 'if (wroteNewLocation) {', replace: 'if (false) {' }],
  },
  {
    id: 'M3/abort-leaves-no-estimate',
    why: 'The writes of an aborted incarnation stay values: nobody waits for better ones.',
    schedulesMax,
    edits: [
      {
        file: MACHINE,
        find: `if (!holds && scheduler.marksEstimates && defect !== 'no-estimates') {`,
        replace: 'if (false) {',
      },
    ],
  },
  {
    id: 'M4/abort-not-announced',
    why: 'An abort does not call for validation of higher transactions.',
    schedulesMax,
    edits: [{ file: SCHEDULER, find: 'this.#pullBackValidation(txIndex + 1);', replace: '' }],
  },
  {
    id: 'M6/stale-write-kept',
    why: 'Where an incarnation no longer writes, the value of the one before stays.',
    schedulesMax,
    edits: [
      {
        file: MEMORY,
        find: 'this.#versions.remove(version);',
        replace: `this.#versions.overwrite(version, incarnation, this.#versions.valueOf(version));
            kept.push(version);`,
      },
    ],
  },
  {
    id: 'M7/reads-fall-through-estimates',
    why: 'A body that meets an estimate reads what is below it; validation knows better.',
    schedulesMax,
    edits: [
      {
        file: 'memory/versionChains.js',
        find: '    below(location, txIndex) {',
        replace: `    #isBlind = false;
    blind() {
        const chains = new VersionChains(this.#arena, this.#heads, this.#free);
        chains.#isBlind = true;
        return chains;
    }
    below(location, txIndex) {
        const version = this.#nearest(location, txIndex);
        return this.#isBlind ? this.#sure(version) : version;
    }
    older(version) {
        const next = this.#arena.words[version + VERSION.older] ?? 0;
        return this.#isBlind ? this.#sure(next) : next;
    }
    #sure(version) {
        while (version !== 0 && this.isEstimate(version)) {
            version = this.#arena.words[version + VERSION.older] ?? 0;
        }
        return version;
    }
    #nearest(location, txIndex) {`,
      },
      {
        file: 'memory/versionChains.js',
        find: `    older(version) {
        return this.#arena.words[version + VERSION.older] ?? 0;
    }`,
        replace: '',
      },
      {
        file: MEMORY,
        find: 'this.resolver = new Resolver({',
        replace: `this.reader = new Resolver({
            base,
            locations: this.#locations,
            versions: this.#versions.blind(),
            final: this.#final,
            loads: this.#loads,
            defect,
        });
        this.resolver = new Resolver({`,
      },
      {
        file: MACHINE,
        find: 'readAccount(memory.resolver,',
        replace: 'readAccount(memory.reader,',
      },
      { file: MACHINE, find: 'memory.resolver.slot(', replace: 'memory.reader.slot(' },
    ],
  },
  {
    id: 'M9/base-reads-not-recorded',
    why: 'A read whose answer is that of the state before the block is not validated.',
    schedulesMax,
    edits: [
      {
        file: MEMORY,
        find: 'this.#reads.add(txIndex, fact);',
        // The first transaction sees nothing but the base.
        replace: 'if (!factHolds(this.resolver, 0, fact)) this.#reads.add(txIndex, fact);',
      },
    ],
  },
  {
    id: 'M11/last-not-validated',
    why: 'The last transaction of the block is taken as confirmed whatever it read.',
    schedulesMax,
    edits: [
      {
        file: SCHEDULER,
        find: '    isCurrent(txIndex, incarnation) {',
        replace: `    isLast(txIndex) {
        return txIndex === this.#shape.txCount - 1;
    }
    isCurrent(txIndex, incarnation) {`,
      },
      {
        file: MACHINE,
        find: '|| memory.holds(txIndex);',
        replace: '|| scheduler.isLast(txIndex) || memory.holds(txIndex);',
      },
    ],
  },
  {
    id: 'M13/writer-itself-confirmed',
    why: 'Who writes where there was nothing has higher ones validated, not itself.',
    schedulesMax,
    edits: [
      {
        file: SCHEDULER,
        find: 'this.#pullBackValidation(txIndex);',
        replace: `this.#statuses.confirm(txIndex);
            this.#pullBackValidation(txIndex + 1);`,
      },
    ],
  },
];
