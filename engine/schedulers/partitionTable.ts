/**
 * Partitions of one round: which transactions, in which order, on which lane.
 *
 * Owns a list of transactions for each partition, and who has taken it. A lane has one partition at
 * a time and keeps it until it is used up: its transactions run one after the other.
 */
import type { Arena } from '../primitives/arena.ts';
import type { Fingerprint } from '../primitives/fingerprint.ts';
import { invariant } from '../primitives/invariant.ts';

/** Per partition: the transaction to run next, plus 1; 0 when it is used up. */
const NEXT = 0;
/** Per partition: the lane that has it, plus 1. */
const LANE = 1;
const WORDS_PER_PARTITION = 2;

/** How many partitions of how many transactions. */
export interface PartitionTableSize {
  readonly txCount: number;
  /** Partitions at most. */
  readonly partitions: number;
}

/** Words of the table. */
export function partitionTableWords({ txCount, partitions }: PartitionTableSize): number {
  return WORDS_PER_PARTITION * partitions + txCount;
}

/** The partitions of the present round. */
export class PartitionTable {
  readonly #arena: Arena;
  readonly #start: number;
  readonly #size: PartitionTableSize;

  constructor(arena: Arena, start: number, size: PartitionTableSize) {
    this.#arena = arena;
    this.#start = start;
    this.#size = size;
  }

  /** Makes these the partitions; each is ascending and not empty. */
  fill(partitions: readonly (readonly number[])[]): void {
    const { partitions: max } = this.#size;
    invariant(partitions.length <= max, 'a round has as many partitions as there is room for', {
      partitions: partitions.length,
      max,
    });
    for (let partition = 0; partition < max; partition += 1) {
      const members = partitions[partition] ?? [];
      this.#set(this.#at(partition) + NEXT, (members[0] ?? -1) + 1);
      this.#set(this.#at(partition) + LANE, 0);
      for (const [position, txIndex] of members.entries()) {
        this.#set(this.#linkAt(txIndex), (members[position + 1] ?? -1) + 1);
      }
    }
  }

  /** The next transaction of the lane's partition, or of one that it takes; `null` without any. */
  claim(lane: number): number | null {
    const partition = this.#partitionFor(lane);
    if (partition === null) {
      return null;
    }
    const at = this.#at(partition);
    const txIndex = this.#get(at + NEXT) - 1;
    const next = this.#get(this.#linkAt(txIndex));
    this.#set(this.#linkAt(txIndex), 0);
    this.#set(at + NEXT, next);
    this.#set(at + LANE, next === 0 ? 0 : lane + 1);
    return txIndex;
  }

  /** Adds the table to a fingerprint, but for who has what. */
  fingerprint(into: Fingerprint): void {
    const { partitions, txCount } = this.#size;
    for (let partition = 0; partition < partitions; partition += 1) {
      into.add(this.#get(this.#at(partition) + NEXT));
      into.add(this.#get(this.#at(partition) + LANE) === 0 ? 0 : 1);
    }
    for (let txIndex = 0; txIndex < txCount; txIndex += 1) {
      into.add(this.#get(this.#linkAt(txIndex)));
    }
  }

  /** Adds which partition a lane has. */
  fingerprintLane(lane: number, into: Fingerprint): void {
    into.add(this.#find((partition) => this.#get(this.#at(partition) + LANE) === lane + 1) ?? -1);
  }

  #partitionFor(lane: number): number | null {
    const own = this.#find((partition) => this.#get(this.#at(partition) + LANE) === lane + 1);
    return (
      own ??
      this.#find((partition) => {
        const at = this.#at(partition);
        return this.#get(at + LANE) === 0 && this.#get(at + NEXT) !== 0;
      })
    );
  }

  #find(holds: (partition: number) => boolean): number | null {
    for (let partition = 0; partition < this.#size.partitions; partition += 1) {
      if (holds(partition)) {
        return partition;
      }
    }
    return null;
  }

  #get(at: number): number {
    return this.#arena.words[at] ?? 0;
  }

  #set(at: number, word: number): void {
    this.#arena.words[at] = word;
  }

  #at(partition: number): number {
    return this.#start + WORDS_PER_PARTITION * partition;
  }

  /** The transaction after this one in its partition, plus 1. */
  #linkAt(txIndex: number): number {
    return this.#start + WORDS_PER_PARTITION * this.#size.partitions + txIndex;
  }
}
