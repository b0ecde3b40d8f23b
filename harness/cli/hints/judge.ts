/**
 * How good hints are, and what they cost.
 *
 * Owns precision and recall against what serial execution really read and wrote, over all
 * transactions of a block together, and the time that making hints takes. Locations count, whatever
 * is said to happen there. Time is wall-clock and depends on the machine.
 */
import { type Hints, agedHints, placeKey } from '#engine/hints/hint.js';
import type { HintIndex } from '#engine/hints/hintIndex.js';
import { HintMaker } from '#engine/hints/hintMaker.js';
import { type HintSourceChoice, sourcesOf } from './choices.ts';
import type { Course } from './course.ts';

/** One source on one course. Shares are from 0 to 1. */
export interface HintScore {
  /** Share of the predicted locations that were touched; `null` when none was predicted. */
  readonly precision: number | null;
  /** Share of the touched locations that were predicted; `null` when none was touched. */
  readonly recall: number | null;
  readonly storagePrecision: number | null;
  readonly storageRecall: number | null;
  readonly hintsPerTransaction: number;
  /** Median, wall-clock, in microseconds. */
  readonly microsPerTransaction: number;
}

/** Makes hints on the course's old state, and compares. Throws the signal's reason. */
export async function judgeSource(
  course: Course,
  { source, index: learned }: { readonly source: HintSourceChoice; readonly index: HintIndex },
  signal: AbortSignal,
): Promise<HintScore> {
  const { core, block, reader, staleness, blockAccessList, transactions } = course;
  const maker = new HintMaker(sourcesOf(source));
  const knowledge = { index: learned, blockAccessList };
  const [all, storage] = [new Tally(), new Tally()];
  const micros: number[] = [];
  let count = 0;
  for (const [index, { transaction, truth }] of transactions.entries()) {
    signal.throwIfAborted();
    const startedAt = performance.now();
    const made = await maker.of({ transaction, index }, { reader, core, block }, knowledge);
    micros.push(1_000 * (performance.now() - startedAt));
    const hints = agedHints(made, staleness);
    count += hints.length;
    all.add(keysOf(hints), keysOf(truth));
    storage.add(keysOf(onlyStorage(hints)), keysOf(onlyStorage(truth)));
  }
  return {
    precision: all.precision,
    recall: all.recall,
    storagePrecision: storage.precision,
    storageRecall: storage.recall,
    hintsPerTransaction: rounded(count / Math.max(1, transactions.length), 2),
    microsPerTransaction: rounded(medianOf(micros), 1),
  };
}

/** Predicted and real locations, summed up. */
class Tally {
  #predicted = 0;
  #real = 0;
  #both = 0;

  add(predicted: ReadonlySet<string>, real: ReadonlySet<string>): void {
    this.#predicted += predicted.size;
    this.#real += real.size;
    for (const key of predicted) if (real.has(key)) this.#both += 1;
  }

  get precision(): number | null {
    return this.#predicted === 0 ? null : rounded(this.#both / this.#predicted, 4);
  }

  get recall(): number | null {
    return this.#real === 0 ? null : rounded(this.#both / this.#real, 4);
  }
}

function keysOf(hints: Hints): ReadonlySet<string> {
  return new Set(hints.map(({ place }) => placeKey(place)));
}

function onlyStorage(hints: Hints): Hints {
  return hints.filter(({ place }) => place.kind === 'storage');
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Cuts digits; never rounds a share up to 1 that is not. */
function rounded(value: number, digits: number): number {
  const unit = 10 ** digits;
  return Math.floor(value * unit + 1e-9) / unit;
}
