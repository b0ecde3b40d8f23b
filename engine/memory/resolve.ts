/**
 * What a transaction sees at a location: the nearest version below it, or the base.
 *
 * Owns the reading rules: a destruction cuts off everything older of its account, a creation its
 * storage; balances fold deltas down to the cut, or to what the final prefix has settled. A version
 * that is an estimate makes the answer unready, and names the writer to wait for.
 */
import type { Address, Bytes32 } from '../api/index.ts';
import { EMPTY_CODE_HASH } from '../primitives/emptyCode.ts';
import type { Defect } from '../primitives/defects.ts';
import type { AccountSnapshot } from '../primitives/reader.ts';
import type { FinalPrefix } from './finalPrefix.ts';
import type { FieldKind, LocationTable } from './locationTable.ts';
import type { VersionChains } from './versionChains.ts';

/** An answer, or the transaction that must run again before there is one. */
export type Resolved<T> =
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'unready'; readonly writer: number };

/** The state before the block, by value. */
export interface BaseState {
  account(address: Address): AccountSnapshot;
  slot(address: Address, slot: Bytes32): bigint;
}

/** Values of `lifecycle` versions. */
export const CREATED = 1n;
/** See `CREATED`. */
export const DESTROYED = 2n;

/** TxIndex of the lifecycle event that cuts off older versions, or `NO_CUT`. */
type Cut = number;

const NO_CUT: Cut = -1;

interface BalanceRead {
  readonly txIndex: number;
  readonly address: Address;
  readonly cut: Cut;
}

/** A balance known without looking at the versions below `end`. */
interface Floor {
  readonly end: number;
  readonly balance: bigint;
}

/** What answers are made of. */
export interface ResolverParts {
  readonly base: BaseState;
  readonly locations: LocationTable;
  readonly versions: VersionChains;
  readonly final: FinalPrefix;
  /** What is wrong on purpose. */
  readonly defect: Defect | null;
}

/** Answers reads at an index. Every method is one step. */
export class Resolver {
  readonly #base: BaseState;
  readonly #locations: LocationTable;
  readonly #versions: VersionChains;
  readonly #final: FinalPrefix;
  readonly #defect: Defect | null;

  constructor({ base, locations, versions, final, defect }: ResolverParts) {
    this.#defect = defect;
    this.#base = base;
    this.#locations = locations;
    this.#versions = versions;
    this.#final = final;
  }

  /** Exact balance in wei; negative only in states that never become final. */
  balance(txIndex: number, address: Address): Resolved<bigint> {
    const cut = this.#lastDestruction(txIndex, address);
    if (cut.kind === 'unready') {
      return cut;
    }
    const location = this.#locations.field('balance', address);
    return this.#fold(
      location,
      txIndex,
      this.#floor(location, { txIndex, address, cut: cut.value }),
    );
  }

  /** Where folding may stop: a destruction, a settled balance, or the base. */
  #floor(location: number, { txIndex, address, cut }: BalanceRead): Floor {
    const settled = this.#final.settled(location);
    if (settled !== null && settled.end <= txIndex && settled.end > cut) {
      return { end: settled.end, balance: settled.balance };
    }
    return cut === NO_CUT
      ? { end: 0, balance: this.#base.account(address).balance }
      : { end: cut, balance: 0n };
  }

  /** Adds the deltas from the floor up to the reader; settles those that are final on the way. */
  #fold(location: number, txIndex: number, floor: Floor): Resolved<bigint> {
    const finalEnd = this.#final.end;
    let final = 0n;
    let pending = 0n;
    let finalCount = 0;
    let version = this.#versions.below(location, txIndex);
    while (version !== 0 && this.#versions.txIndexOf(version) >= floor.end) {
      const writer = this.#versions.txIndexOf(version);
      if (this.#versions.isEstimate(version)) {
        return unready(writer);
      }
      const delta = this.#versions.valueOf(version);
      if (writer < finalEnd) {
        final += delta;
        finalCount += 1;
      } else {
        pending += delta;
      }
      version = this.#versions.older(version);
    }
    final += floor.balance;
    if (finalCount > 0 && finalEnd <= txIndex) {
      this.#final.settle(location, finalEnd, final);
    }
    return ready(final + pending);
  }

  /** Whether the account was rich before the block. */
  isRich(address: Address): boolean {
    return this.#base.account(address).isRich;
  }

  nonce(txIndex: number, address: Address): Resolved<bigint> {
    const cut = this.#lastDestruction(txIndex, address);
    const version = this.#below('nonce', address, txIndex);
    return this.#nearest(version, cut, (isCut) => (isCut ? 0n : this.#base.account(address).nonce));
  }

  /** The code's hash as a number. */
  codeHash(txIndex: number, address: Address): Resolved<bigint> {
    const cut = this.#lastDestruction(txIndex, address);
    const version = this.#below('code', address, txIndex);
    return this.#nearest(version, cut, (isCut) =>
      BigInt(isCut ? EMPTY_CODE_HASH : this.#base.account(address).codeHash),
    );
  }

  slot(txIndex: number, address: Address, slot: Bytes32): Resolved<bigint> {
    const cut =
      this.#defect === 'ignore-lifecycle' ? ready(NO_CUT) : this.#lastEvent(txIndex, address);
    const location = this.#locations.slot(address, slot);
    return this.#nearest(this.#versions.below(location, txIndex), cut, (isCut) =>
      isCut ? 0n : this.#base.slot(address, slot),
    );
  }

  /**
   * Whether any slot is not zero, where EIP-7610 asks: at an account without nonce and code. Within
   * a block such an account has only the storage it began with.
   */
  hasStorage(txIndex: number, address: Address): Resolved<boolean> {
    const cut = this.#lastEvent(txIndex, address);
    return cut.kind === 'unready'
      ? cut
      : ready(cut.value === NO_CUT && this.#base.account(address).hasStorage);
  }

  /** Whether the account existed before the block and was not destroyed since. */
  keepsBase(txIndex: number, address: Address): Resolved<boolean> {
    const cut = this.#lastDestruction(txIndex, address);
    return cut.kind === 'unready'
      ? cut
      : ready(cut.value === NO_CUT && this.#base.account(address).exists);
  }

  /** The value of `version` unless it is cut off; a version above an uncertain cut is not. */
  #nearest(
    version: number,
    cut: Resolved<Cut>,
    otherwise: (isCut: boolean) => bigint,
  ): Resolved<bigint> {
    const cutAt = cut.kind === 'unready' ? cut.writer : cut.value;
    // An event and its transaction's own fields have one index: creation comes before them, and a
    // destruction has none.
    if (version !== 0 && this.#versions.txIndexOf(version) >= cutAt) {
      return this.#versions.isEstimate(version)
        ? unready(this.#versions.txIndexOf(version))
        : ready(this.#versions.valueOf(version));
    }
    return cut.kind === 'unready' ? cut : ready(otherwise(cut.value !== NO_CUT));
  }

  /** The last creation or destruction: what cuts off storage. */
  #lastEvent(txIndex: number, address: Address): Resolved<Cut> {
    const version = this.#below('lifecycle', address, txIndex);
    if (version === 0) {
      return ready(NO_CUT);
    }
    const writer = this.#versions.txIndexOf(version);
    return this.#versions.isEstimate(version) ? unready(writer) : ready(writer);
  }

  /** The last destruction: what cuts off everything. An uncertain event might be one. */
  #lastDestruction(txIndex: number, address: Address): Resolved<Cut> {
    let version = this.#below('lifecycle', address, txIndex);
    while (version !== 0) {
      const writer = this.#versions.txIndexOf(version);
      if (this.#versions.isEstimate(version)) {
        return unready(writer);
      }
      if (this.#versions.valueOf(version) === DESTROYED) {
        return ready(writer);
      }
      version = this.#versions.older(version);
    }
    return ready(NO_CUT);
  }

  #below(kind: FieldKind, address: Address, txIndex: number): number {
    return this.#versions.below(this.#locations.field(kind, address), txIndex);
  }
}

function ready<T>(value: T): Resolved<T> {
  return { kind: 'ready', value };
}

function unready(writer: number): { readonly kind: 'unready'; readonly writer: number } {
  return { kind: 'unready', writer };
}
