/**
 * Multi-version memory of one block.
 *
 * Owns what every transaction's last incarnation read and wrote, in an arena that all lanes share.
 * Each public method is one atomic step: a lane calls it while it holds the mutex, or alone. Does
 * not know who runs when: a published incarnation may be wrong, and is then withdrawn into
 * estimates. Gelashvili et al., "Block-STM" (2022), section 3.1; facts, deltas and lifecycle are
 * ours.
 */
import type { Address, Bytes32 } from '../api/index.ts';
import type { Arena } from '../primitives/arena.ts';
import { bigIntToHex } from '../primitives/bytes.ts';
import type { Defect } from '../primitives/defects.ts';
import type { ReadSet } from '../primitives/facts.ts';
import type { Fingerprint } from '../primitives/fingerprint.ts';
import { invariant, unreachable } from '../primitives/invariant.ts';
import type { Place } from '../primitives/locations.ts';
import type { Write, WriteSet } from '../primitives/writes.ts';
import { CodeTable } from './codeTable.ts';
import { factFails, factHolds } from './factCheck.ts';
import { FinalPrefix } from './finalPrefix.ts';
import { LoadCount } from './loadCount.ts';
import { LocationTable, fieldOf } from './locationTable.ts';
import { ReadSets, type RegisteredFact } from './readSets.ts';
import { type BaseState, CREATED, DESTROYED, Resolver } from './resolve.ts';
import { VersionChains } from './versionChains.ts';

/** Who published: the k-th incarnation of one transaction. */
export interface Version {
  readonly txIndex: number;
  /** From 0; -1 for estimates placed by a hint before any execution. */
  readonly incarnation: number;
}

/** What a transaction turned on, by number of location. */
export interface TouchedLocations {
  readonly reads: readonly number[];
  readonly writes: readonly number[];
  readonly credits: readonly number[];
}

const FIXED_WORDS = 6;
const FREE_VERSIONS = 0;
const FREE_FACTS = 1;
const FREE_READERS = 2;
const CODES = 3;
const FINAL_END = 4;
const LOADS = 5;
const BUCKETS_PER_TRANSACTION = 8;
const BUCKETS_MIN = 128;

/** What is fixed about a block's memory. */
export interface MemoryShape {
  readonly txCount: number;
  /** Word offset that `allocateMemory` returned. */
  readonly start: number;
  /** What is wrong on purpose. Default: nothing. */
  readonly defect?: Defect | null;
}

/** Takes the memory's fixed words out of the arena; once a block, before any lane looks. */
export function allocateMemory(arena: Arena, txCount: number): MemoryShape {
  return { txCount, start: arena.allocate(FIXED_WORDS + 2 * (txCount + bucketCountOf(txCount))) };
}

/** One thread's view of a block's memory. */
export class MVMemory {
  readonly resolver: Resolver;
  readonly #locations: LocationTable;
  readonly #versions: VersionChains;
  readonly #reads: ReadSets;
  readonly #codes: CodeTable;
  readonly #final: FinalPrefix;
  readonly #loads: LoadCount;
  readonly #txCount: number;

  constructor(arena: Arena, { txCount, start, defect = null }: MemoryShape, base: BaseState) {
    const heads = start + FIXED_WORDS;
    const bucketCount = bucketCountOf(txCount);
    this.#locations = new LocationTable(arena, heads + 2 * txCount, bucketCount);
    this.#versions = new VersionChains(arena, heads, start + FREE_VERSIONS);
    this.#reads = new ReadSets(arena, this.#locations, {
      heads: heads + txCount,
      freeFacts: start + FREE_FACTS,
      freeReaders: start + FREE_READERS,
    });
    this.#codes = new CodeTable(arena, start + CODES);
    this.#final = new FinalPrefix(arena, start + FINAL_END);
    this.#loads = new LoadCount(arena, start + LOADS);
    this.#txCount = txCount;
    this.resolver = new Resolver({
      base,
      locations: this.#locations,
      versions: this.#versions,
      final: this.#final,
      loads: this.#loads,
      defect,
    });
  }

  /**
   * Tells memory that transactions below `end` are final: what they wrote stays, and what they read
   * holds for good, so that nobody looks for them among the readers. Makes steps cheaper, never
   * different; a memory that is never told works too.
   */
  finalise(end: number): void {
    const before = this.#final.end;
    invariant(before <= end && end <= this.#txCount, 'finality moves up, within the block', {
      before,
      end,
    });
    for (let txIndex = before; txIndex < end; txIndex += 1) {
      const isSure = !this.#versions.hasEstimate(txIndex);
      invariant(isSure, 'a final transaction has no estimates', { txIndex });
      this.#reads.unlist(txIndex);
    }
    this.#final.moveTo(end);
  }

  /** Makes the records of an account or slot that will be met, so that they lie here. */
  meet(address: Address, slot: Bytes32 | null): void {
    if (slot === null) {
      this.#locations.account(address);
    } else {
      this.#locations.slot(address, slot);
    }
  }

  /** Accounts and slots whose state before the block somebody has asked for. */
  get loads(): number {
    return this.#loads.total;
  }

  /** A number that only this sender's transactions share, never 0. */
  senderId(sender: Address): number {
    return this.#locations.account(sender);
  }

  /** The sender of that number. */
  senderNumbered(number: number): Address {
    return this.#locations.addressOf(number);
  }

  /** Code that some transaction of the block deployed, or `null`. */
  code(hash: Bytes32): Uint8Array | null {
    return this.#codes.find(hash);
  }

  /**
   * Replaces all that the transaction's earlier incarnation read and wrote. Returns whether it
   * wrote where that one had not: then higher transactions may have read past it.
   */
  publish({ txIndex, incarnation }: Version, reads: ReadSet, writes: WriteSet): boolean {
    this.#assertOpen(txIndex);
    this.#reads.clear(txIndex);
    for (const fact of reads) {
      this.#reads.add(txIndex, fact);
    }
    const old = this.#versions.ofTransaction(txIndex);
    const kept: number[] = [];
    let wroteNewLocation = false;
    for (const write of writes) {
      const location = this.#locationOf(write);
      const value = this.#valueOf(write);
      const version = this.#takeVersion(old, location);
      if (version === null) {
        kept.push(this.#versions.insert({ location, txIndex, incarnation, value }));
        wroteNewLocation = true;
      } else {
        this.#versions.overwrite(version, incarnation, value);
        kept.push(version);
      }
    }
    for (const version of old) {
      this.#versions.remove(version);
    }
    this.#versions.relink(txIndex, kept);
    return wroteNewLocation;
  }

  /** Takes back all that the transaction wrote, and forgets what it read: it has no effect. */
  withdraw(txIndex: number): void {
    this.publish({ txIndex, incarnation: 0 }, [], []);
  }

  /** Turns the transaction's writes into estimates: it will run again. */
  markEstimates(txIndex: number): void {
    this.#assertOpen(txIndex);
    for (const version of this.#versions.ofTransaction(txIndex)) {
      this.#versions.markEstimate(version);
    }
  }

  /** Whether every fact of the transaction holds now. */
  holds(txIndex: number): boolean {
    return this.#reads.every(txIndex, (fact) => factHolds(this.resolver, txIndex, fact));
  }

  /** Whether some fact of the transaction is false now; one that depends on an estimate is not. */
  fails(txIndex: number): boolean {
    return !this.#reads.every(txIndex, (fact) => !factFails(this.resolver, txIndex, fact));
  }

  /** Transactions below that what was read now comes from, the highest first. */
  restsOn(txIndex: number): number[] {
    const writers = new Set<number>();
    this.#reads.every(txIndex, (fact) => {
      const version = this.#versions.below(fact.location, txIndex);
      if (version !== 0) {
        writers.add(this.#versions.txIndexOf(version));
      }
      return true;
    });
    return [...writers].sort((left, right) => right - left);
  }

  /** Where the transaction's last incarnation wrote. */
  writtenBy(txIndex: number): number[] {
    return this.#versions
      .ofTransaction(txIndex)
      .map((version) => this.#versions.locationOf(version));
  }

  /** Transactions above `txIndex` of which a fact about one of the locations is false now. */
  brokenAbove(txIndex: number, locations: Iterable<number>): number[] {
    const broken = new Set<number>();
    for (const location of locations) {
      this.#reads.forEachAbove(location, txIndex, (reader, fact) => {
        if (!broken.has(reader) && factFails(this.resolver, reader, fact)) {
          broken.add(reader);
        }
      });
    }
    return [...broken].sort((left, right) => left - right);
  }

  /** What the transaction wrote may change, and what it read means nothing: it will run again. */
  retract(txIndex: number): void {
    this.markEstimates(txIndex);
    this.#reads.unlist(txIndex);
  }

  /** Says that a transaction that has not run yet is going to write there. */
  expect(txIndex: number, { kind, address, slot }: Place): void {
    const location =
      kind === 'storage' && slot !== null
        ? this.#locations.slot(address, slot)
        : fieldOf(this.#locations.account(address), kind === 'storage' ? 'nonce' : kind);
    const known = this.#versions.ofTransaction(txIndex);
    if (known.some((version) => this.#versions.locationOf(version) === location)) {
      return;
    }
    const version = this.#versions.insert({ location, txIndex, incarnation: -1, value: 0n });
    this.#versions.markEstimate(version);
    this.#versions.relink(txIndex, [version, ...known]);
  }

  /** Facts of transactions above `txIndex` that its present writes can break. */
  readersOf(txIndex: number): RegisteredFact[] {
    return this.#versions
      .ofTransaction(txIndex)
      .flatMap((version) => this.#reads.readersAbove(this.#versions.locationOf(version), txIndex));
  }

  /**
   * Locations that the transaction's last incarnation turned on: where it set something, where it
   * moved a balance unseen, and where it read what the base does not say, or not any more.
   */
  touchedBy(txIndex: number): TouchedLocations {
    const reads = this.#reads.locationsOf(
      txIndex,
      (fact) => !factHolds(this.resolver, 0, fact) || !factHolds(this.resolver, txIndex, fact),
    );
    const [writes, credits]: [number[], number[]] = [[], []];
    for (const version of this.#versions.ofTransaction(txIndex)) {
      const location = this.#versions.locationOf(version);
      const { kind } = this.#locations.placeOf(location);
      (kind === 'balance' ? credits : writes).push(location);
    }
    return { reads, writes, credits };
  }

  /** What the transaction's last incarnation relied on. */
  readsOf(txIndex: number): ReadSet {
    return this.#reads.of(txIndex);
  }

  /** What the transaction's last incarnation changed, lifecycle first. */
  writesOf(txIndex: number): WriteSet {
    const writes = this.#versions.ofTransaction(txIndex).map((version) => this.#decode(version));
    return writes.sort((a, b) => rank(a) - rank(b));
  }

  /** Throws unless all that is an estimate is of a transaction that may still change. */
  assertConsistent(): void {
    for (let txIndex = 0; txIndex < this.#final.end; txIndex += 1) {
      invariant(!this.#versions.hasEstimate(txIndex), 'a final transaction has no estimates', {
        txIndex,
      });
    }
  }

  /**
   * Adds how each transaction's versions stand to a fingerprint: what is in them follows from the
   * incarnation that was published, which is not known here.
   */
  fingerprint(into: Fingerprint): void {
    for (let txIndex = 0; txIndex < this.#txCount; txIndex += 1) {
      into.add(this.#versions.hasEstimate(txIndex) ? 1 : 0);
    }
  }

  #assertOpen(txIndex: number): void {
    invariant(txIndex >= this.#final.end, 'what a final transaction wrote stays', {
      txIndex,
      finalEnd: this.#final.end,
    });
  }

  /**
   * Takes the version of `location` out of a list of versions; `null` when there is none. Looks
   * from the end: what was written first is last, and incarnations write in much the same order.
   */
  #takeVersion(versions: number[], location: number): number | null {
    const at = versions.findLastIndex((version) => this.#versions.locationOf(version) === location);
    return at < 0 ? null : (versions.splice(at, 1)[0] ?? null);
  }

  #locationOf(write: Write): number {
    return write.kind === 'storage'
      ? this.#locations.slot(write.address, write.slot)
      : fieldOf(this.#locations.account(write.address), write.kind);
  }

  #valueOf(write: Write): bigint {
    switch (write.kind) {
      case 'balance':
        return write.delta;
      case 'nonce':
      case 'storage':
        return write.value;
      case 'code':
        this.#codes.keep(write.hash, write.code);
        return BigInt(write.hash);
      case 'lifecycle':
        return write.event === 'created' ? CREATED : DESTROYED;
      default:
        return unreachable(write);
    }
  }

  #decode(version: number): Write {
    const { kind, address, slot } = this.#locations.placeOf(this.#versions.locationOf(version));
    const value = this.#versions.valueOf(version);
    switch (kind) {
      case 'balance':
        return { kind, address, delta: value };
      case 'nonce':
        return { kind, address, value };
      case 'code': {
        const hash = bigIntToHex(value, 32);
        return { kind, address, hash, code: this.#codeOf(address, hash) };
      }
      case 'storage':
        invariant(slot !== null, 'a storage version is of a slot');
        return { kind, address, slot, value };
      case 'lifecycle':
        return { kind, address, event: value === CREATED ? 'created' : 'destroyed' };
      default:
        return unreachable(kind);
    }
  }

  #codeOf(address: Address, hash: Bytes32): Uint8Array {
    const code = this.#codes.find(hash);
    invariant(code !== null, 'written code is kept', { address, hash });
    return code;
  }
}

function rank(write: Write): number {
  return write.kind === 'lifecycle' ? 0 : 1;
}

function bucketCountOf(txCount: number): number {
  let count = BUCKETS_MIN;
  while (count < BUCKETS_PER_TRANSACTION * txCount) {
    count *= 2;
  }
  return count;
}
