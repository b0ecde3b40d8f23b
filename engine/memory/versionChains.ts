/**
 * Versions: per location, what each transaction wrote, newest TxIndex first.
 *
 * Owns the chains, the list of each transaction's versions and the free list of records. Knows
 * numbers only, not what they mean.
 */
import type { Arena } from '../primitives/arena.ts';
import { LOCATION, VERSION } from './records.ts';
import { readNumber, writeNumber } from './numbers.ts';

/** One value to write. */
export interface NewVersion {
  readonly location: number;
  readonly txIndex: number;
  readonly incarnation: number;
  readonly value: bigint;
}

/** Version chains of all locations. */
export class VersionChains {
  readonly #arena: Arena;
  /** Word offset of one list head per transaction. */
  readonly #heads: number;
  /** Word that holds the head of the free list. */
  readonly #free: number;

  constructor(arena: Arena, heads: number, free: number) {
    this.#arena = arena;
    this.#heads = heads;
    this.#free = free;
  }

  /** The version with the greatest TxIndex below `txIndex`, or 0. */
  below(location: number, txIndex: number): number {
    const { words } = this.#arena;
    let version = words[location + LOCATION.newest] ?? 0;
    while (version !== 0 && (words[version + VERSION.txIndex] ?? 0) >= txIndex) {
      version = words[version + VERSION.older] ?? 0;
    }
    return version;
  }

  /** The next older version, or 0. */
  older(version: number): number {
    return this.#arena.words[version + VERSION.older] ?? 0;
  }

  txIndexOf(version: number): number {
    return this.#arena.words[version + VERSION.txIndex] ?? 0;
  }

  isEstimate(version: number): boolean {
    return this.#arena.words[version + VERSION.isEstimate] === 1;
  }

  locationOf(version: number): number {
    return this.#arena.words[version + VERSION.location] ?? 0;
  }

  /** The written value; of a balance, its delta. */
  valueOf(version: number): bigint {
    return readNumber(this.#arena, version + VERSION.value);
  }

  /** Versions written by one transaction, in no particular order. */
  ofTransaction(txIndex: number): number[] {
    const { words } = this.#arena;
    const versions: number[] = [];
    let version = words[this.#heads + txIndex] ?? 0;
    while (version !== 0) {
      versions.push(version);
      version = words[version + VERSION.nextOfTx] ?? 0;
    }
    return versions;
  }

  /** Whether any version of the transaction is an estimate. */
  hasEstimate(txIndex: number): boolean {
    const { words } = this.#arena;
    let version = words[this.#heads + txIndex] ?? 0;
    while (version !== 0 && words[version + VERSION.isEstimate] !== 1) {
      version = words[version + VERSION.nextOfTx] ?? 0;
    }
    return version !== 0;
  }

  /** Writes over an earlier incarnation's version, which stops being an estimate. */
  overwrite(version: number, incarnation: number, value: bigint): void {
    const { words } = this.#arena;
    words[version + VERSION.incarnation] = incarnation;
    words[version + VERSION.isEstimate] = 0;
    writeNumber(this.#arena, version + VERSION.value, value);
  }

  /** Adds a version where the transaction has none; it is not yet in the transaction's list. */
  insert({ location, txIndex, incarnation, value }: NewVersion): number {
    const version = this.#take();
    const { words } = this.#arena;
    let link = location + LOCATION.newest;
    let next = words[link] ?? 0;
    while (next !== 0 && (words[next + VERSION.txIndex] ?? 0) > txIndex) {
      link = next + VERSION.older;
      next = words[link] ?? 0;
    }
    words[version + VERSION.older] = next;
    words[version + VERSION.txIndex] = txIndex;
    words[version + VERSION.location] = location;
    words[link] = version;
    this.overwrite(version, incarnation, value);
    return version;
  }

  /** Takes a version out of its chain; the caller relinks its transaction's list. */
  remove(version: number): void {
    const { words } = this.#arena;
    let link = this.locationOf(version) + LOCATION.newest;
    while (words[link] !== version) {
      link = (words[link] ?? 0) + VERSION.older;
    }
    words[link] = words[version + VERSION.older] ?? 0;
    words[version + VERSION.older] = words[this.#free] ?? 0;
    words[this.#free] = version;
  }

  /** Makes `versions` the transaction's list. */
  relink(txIndex: number, versions: readonly number[]): void {
    const { words } = this.#arena;
    let next = 0;
    for (const version of versions) {
      words[version + VERSION.nextOfTx] = next;
      next = version;
    }
    words[this.#heads + txIndex] = next;
  }

  markEstimate(version: number): void {
    this.#arena.words[version + VERSION.isEstimate] = 1;
  }

  #take(): number {
    const free = this.#arena.words[this.#free] ?? 0;
    if (free === 0) {
      return this.#arena.allocate(VERSION.words);
    }
    this.#arena.words[this.#free] = this.#arena.words[free + VERSION.older] ?? 0;
    return free;
  }
}
