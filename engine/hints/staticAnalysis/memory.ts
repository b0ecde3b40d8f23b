/**
 * Memory of one path: a list of writes that is shared with the paths it forks into.
 *
 * Owns which writes may reach into a region, and the word that a load finds when that is plain.
 * Offsets may be anything; a write whose place is not known reaches everywhere.
 */
import {
  type Expression,
  type MemoryWrite,
  type Region,
  UNKNOWN,
  ZERO,
  constant,
  depthOf,
  ofRegion,
  valueOf,
} from './expressions.ts';
import { ANALYSIS_LIMITS } from './limits.ts';

const WORD_BYTES = 32n;

/** Writes that all regions of one analysis hold together: they are what takes room. */
export interface Holdings {
  writes: number;
}

/** A write that may have put anything anywhere. */
const ANYTHING: MemoryWrite = { offset: UNKNOWN, length: UNKNOWN, content: { kind: 'unknown' } };

/** An immutable list of writes, newest first. */
export class Memory {
  readonly #newest: MemoryWrite | null;
  readonly #rest: Memory | null;
  readonly #holdings: Holdings;
  /** Number of writes. */
  readonly count: number;

  private constructor(holdings: Holdings, newest: MemoryWrite | null, rest: Memory | null) {
    this.#holdings = holdings;
    this.#newest = newest;
    this.#rest = rest;
    this.count = rest === null ? 0 : rest.count + 1;
  }

  /** All zeros, for one analysis. */
  static empty(holdings: Holdings): Memory {
    return new Memory(holdings, null, null);
  }

  /** This memory after one more write. */
  after(write: MemoryWrite): Memory {
    return valueOf(write.length) === 0n ? this : new Memory(this.#holdings, write, this);
  }

  /** What stands between `offset` and `offset + length` now. */
  region(offset: Expression, length: Expression): Region {
    const wanted = extentOf(offset, length);
    const writes: MemoryWrite[] = [];
    const taken = new Set<string>();
    for (const write of this.#writes()) {
      const extent = extentOf(write.offset, write.length);
      if (wanted !== null && extent !== null) {
        if (extent.end <= wanted.start || wanted.end <= extent.start) continue;
        const key = `${String(extent.start)} ${String(extent.end)}`;
        // A later write to the very same place has replaced it.
        if (taken.has(key)) continue;
        taken.add(key);
      }
      writes.push(write);
      if (writes.length > ANALYSIS_LIMITS.regionWrites) {
        this.#holdings.writes += 1;
        return { writes: [ANYTHING], offset, length, depth: Math.max(offset.depth, length.depth) };
      }
      const isWhole =
        wanted !== null &&
        extent !== null &&
        extent.start <= wanted.start &&
        wanted.end <= extent.end;
      if (isWhole) break;
    }
    writes.reverse();
    this.#holdings.writes += writes.length;
    const depths = writes.map((write) => depthOf([write.offset, write.length, ...inside(write)]));
    const depth = Math.max(offset.depth, length.depth, ...depths);
    return { writes, offset, length, depth };
  }

  /** The word at `offset` now. */
  load(offset: Expression): Expression {
    const region = this.region(offset, constant(WORD_BYTES));
    const [only, ...others] = region.writes;
    if (only === undefined) return ZERO;
    const isThatWord =
      others.length === 0 &&
      only.content.kind === 'word' &&
      valueOf(offset) !== null &&
      valueOf(only.offset) === valueOf(offset);
    return isThatWord && only.content.kind === 'word'
      ? only.content.value
      : ofRegion('load', region);
  }

  *#writes(): Generator<MemoryWrite> {
    if (this.#newest !== null) yield this.#newest;
    for (let memory = this.#rest; memory !== null; memory = memory.#rest) {
      if (memory.#newest !== null) yield memory.#newest;
    }
  }
}

function extentOf(
  offset: Expression,
  length: Expression,
): { readonly start: bigint; readonly end: bigint } | null {
  const [start, size] = [valueOf(offset), valueOf(length)];
  return start === null || size === null ? null : { start, end: start + size };
}

/** Expressions inside what is written; of a region, its depth stands for it. */
function inside({ content }: MemoryWrite): readonly Expression[] {
  switch (content.kind) {
    case 'word':
    case 'byte':
      return [content.value];
    case 'calldata':
    case 'returned':
      return [content.from];
    case 'memory':
      return [ofRegion('load', content.region)];
    default:
      return [];
  }
}
