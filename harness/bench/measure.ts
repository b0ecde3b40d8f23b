/**
 * Interleaved measurement.
 *
 * Owns the order of samples: all contestants once per round, each round starting with another one,
 * so that a machine that grows slower does so for all. The first rounds warm the compiler up and
 * are thrown away, but what they computed is compared all the same. Who is fast has done little
 * work by then, and each of its threads has a compiler of its own: it goes on until it is warm.
 */
import { setImmediate } from 'node:timers/promises';
import type { WallMilliseconds } from '#engine/api/index.js';
import { describeThrown } from '../input/printable.ts';
import type { Contestant, Outcome, Sample } from './contestant.ts';

/** How often to measure. */
export interface MeasurePlan {
  readonly warmUpRounds: number;
  /** What each contestant works at least before it is measured. Default 0. */
  readonly warmUpMilliseconds?: number;
  readonly rounds: number;
  readonly signal?: AbortSignal | undefined;
  /** Hears of each round before it starts, warm-up rounds included. */
  readonly onRound?: (round: number) => void;
}

/** All that was measured of one contestant. */
export interface Measurement {
  readonly name: string;
  /** Of the measured rounds. */
  readonly milliseconds: readonly WallMilliseconds[];
  /** Of every round, warm-up included. */
  readonly outcomes: readonly (Outcome | null)[];
  readonly lanes: number;
  /** Why it was not measured to the end; `null` when it was. */
  readonly failure: string | null;
}

/** Measures all contestants, in their order. Throws the signal's reason when interrupted. */
export async function measureInterleaved(
  contestants: readonly Contestant[],
  { warmUpRounds, warmUpMilliseconds = 0, rounds, signal, onRound }: MeasurePlan,
): Promise<readonly Measurement[]> {
  const tracks = contestants.map((contestant) => new Track(contestant));
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    onRound?.(round);
    for (const track of round === warmUpRounds ? tracks : []) {
      await track.warmUp(warmUpMilliseconds, signal);
    }
    for (const offset of tracks.keys()) {
      // Outside of every measured time: a turn of the event loop, so that interrupts are heard.
      await setImmediate();
      signal?.throwIfAborted();
      await tracks[(round + offset) % tracks.length]?.take(round >= warmUpRounds);
    }
  }
  return tracks.map((track) => track.measurement());
}

class Track {
  readonly #contestant: Contestant;
  readonly #samples: { readonly sample: Sample; readonly counts: boolean }[] = [];
  #failure: string | null = null;

  constructor(contestant: Contestant) {
    this.#contestant = contestant;
  }

  /** Takes samples that do not count until so much has been worked. */
  async warmUp(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    while (this.#failure === null && this.#worked < milliseconds) {
      await setImmediate();
      signal?.throwIfAborted();
      await this.take(false);
    }
  }

  /** In milliseconds. */
  get #worked(): number {
    return this.#samples.reduce((sum, { sample }) => sum + sample.milliseconds, 0);
  }

  /** Takes one sample; a contestant that failed once is not asked again. */
  async take(counts: boolean): Promise<void> {
    if (this.#failure !== null) return;
    try {
      this.#samples.push({ sample: await this.#contestant.sample(), counts });
    } catch (error) {
      this.#failure = describeThrown(error);
    }
  }

  measurement(): Measurement {
    const counting = this.#samples.filter(({ counts }) => counts);
    return {
      name: this.#contestant.name,
      milliseconds: counting.map(({ sample }) => sample.milliseconds),
      outcomes: this.#samples.map(({ sample }) => sample.outcome),
      lanes: Math.max(0, ...this.#samples.map(({ sample }) => sample.lanes)),
      failure: this.#failure,
    };
  }
}
