/**
 * Whoever keeps an exploration while it goes on.
 *
 * Owns when a checkpoint is written: now and then, and at the end; where all is explored there is
 * nothing to keep. Without a folder nothing is kept.
 */
import type { Frontier } from '#engine/simulation/explorer/frontier.js';
import {
  type Checkpoint,
  type ExplorationKey,
  readCheckpoint,
  removeCheckpoint,
  writeCheckpoint,
} from './checkpoint.ts';
import { codeDigest } from './codeDigest.ts';

/** Writing takes longer than this only where tables are big; then it is written less often. */
const KEEP_EVERY_MS = 20_000;
/** The share of time that may go into writing is one of so many. */
const WRITING_SHARE = 10;

/** Keeps one exploration. */
export class Keeper {
  /** What was kept before, or `null`. */
  readonly before: Checkpoint | null;
  readonly #folder: string | null;
  readonly #key: ExplorationKey;
  readonly #startedAt = performance.now();
  #nextAt = this.#startedAt + KEEP_EVERY_MS;

  /** Throws `InputError` where `folder` holds something else, or cannot be written. */
  constructor(folder: string | null, key: ExplorationKey) {
    this.#folder = folder;
    this.#key = folder === null ? key : { ...key, code: codeDigest() };
    this.before = folder === null ? null : readCheckpoint(folder, this.#key);
  }

  /** Seconds that the exploration has taken, earlier calls included. */
  get seconds(): number {
    return this.secondsHere + (this.before?.seconds ?? 0);
  }

  /** Seconds of this call. */
  get secondsHere(): number {
    return (performance.now() - this.#startedAt) / 1_000;
  }

  /** Writes where the exploration stands, if it is time. */
  keep(stand: () => Frontier): void {
    const now = performance.now();
    if (this.#folder === null || now < this.#nextAt) return;
    this.#write(this.#folder, stand());
    const took = performance.now() - now;
    this.#nextAt = now + Math.max(KEEP_EVERY_MS, WRITING_SHARE * took);
  }

  /** The exploration has stopped there; `null` when nothing is left. */
  end(frontier: Frontier | null): void {
    if (this.#folder === null) return;
    if (frontier === null) removeCheckpoint(this.#folder);
    else this.#write(this.#folder, frontier);
  }

  #write(folder: string, frontier: Frontier): void {
    writeCheckpoint(folder, this.#key, { frontier, seconds: this.seconds });
  }
}
