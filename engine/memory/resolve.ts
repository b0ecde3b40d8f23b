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
import { BaseByNumber } from './baseByNumber.ts';
import type { FinalPrefix } from './finalPrefix.ts';
import type { LoadCount } from './loadCount.ts';
import { type LocationTable, fieldOf } from './locationTable.ts';
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

/** The version of a lifecycle event that cuts off older versions, or `NO_CUT`. */
type Cut = number;

const NO_CUT: Cut = 0;

const NO_CODE = BigInt(EMPTY_CODE_HASH);

interface BalanceRead {
  readonly txIndex: number;
  readonly account: number;
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
  readonly loads: LoadCount;
  /** What is wrong on purpose. */
  readonly defect: Defect | null;
}

/**
 * Answers reads at an index. Every method is one step. Accounts and slots go by their numbers, or,
 * in `balance` and `slot`, by their names.
 */
export class Resolver {
  /** Says which numbers names have. */
  readonly locations: LocationTable;
  readonly #base: BaseByNumber;
  readonly #versions: VersionChains;
  readonly #final: FinalPrefix;
  readonly #defect: Defect | null;

  constructor({ base, locations, versions, final, loads, defect }: ResolverParts) {
    this.locations = locations;
    this.#base = new BaseByNumber(base, locations, loads);
    this.#versions = versions;
    this.#final = final;
    this.#defect = defect;
  }

  /** Exact balance in wei; negative only in states that never become final. */
  balance(txIndex: number, address: Address): Resolved<bigint> {
    return this.balanceOf(txIndex, this.locations.account(address));
  }

  /** The same of an account by its number. */
  balanceOf(txIndex: number, account: number): Resolved<bigint> {
    const cut = this.#lastDestruction(txIndex, account);
    if (this.#isUncertain(cut)) {
      return unready(this.#versions.txIndexOf(cut));
    }
    const location = fieldOf(account, 'balance');
    return this.#fold(location, txIndex, this.#floor(location, { txIndex, account, cut }));
  }

  /** Where folding may stop: a destruction, a settled balance, or the base. */
  #floor(location: number, { txIndex, account, cut }: BalanceRead): Floor {
    const cutEnd = cut === NO_CUT ? 0 : this.#versions.txIndexOf(cut);
    const settled = this.#final.settled(location);
    if (settled !== null && settled.end <= txIndex && (cut === NO_CUT || settled.end > cutEnd)) {
      return settled;
    }
    return { end: cutEnd, balance: cut === NO_CUT ? this.#base.account(account).balance : 0n };
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
  isRich(account: number): boolean {
    return this.#base.account(account).isRich;
  }

  nonceOf(txIndex: number, account: number): Resolved<bigint> {
    const cut = this.#lastDestruction(txIndex, account);
    const version = this.#versions.below(fieldOf(account, 'nonce'), txIndex);
    return this.#nearest(version, cut, 0n) ?? ready(this.#base.account(account).nonce);
  }

  /** The code's hash as a number. */
  codeHashOf(txIndex: number, account: number): Resolved<bigint> {
    const cut = this.#lastDestruction(txIndex, account);
    const version = this.#versions.below(fieldOf(account, 'code'), txIndex);
    return this.#nearest(version, cut, NO_CODE) ?? ready(this.#base.account(account).codeHash);
  }

  slot(txIndex: number, address: Address, slot: Bytes32): Resolved<bigint> {
    return this.slotAt(txIndex, this.locations.slot(address, slot));
  }

  /** The same of a slot by its number. */
  slotAt(txIndex: number, location: number): Resolved<bigint> {
    const cut =
      this.#defect === 'ignore-lifecycle'
        ? NO_CUT
        : this.#lastEvent(txIndex, this.locations.accountOf(location));
    const version = this.#versions.below(location, txIndex);
    return this.#nearest(version, cut, 0n) ?? ready(this.#base.slot(location));
  }

  /**
   * Whether any slot is not zero, where EIP-7610 asks: at an account without nonce and code. Within
   * a block such an account has only the storage it began with.
   */
  hasStorage(txIndex: number, account: number): Resolved<boolean> {
    const cut = this.#lastEvent(txIndex, account);
    return this.#unlessCut(cut, this.#base.account(account).hasStorage);
  }

  /** Whether the account existed before the block and was not destroyed since. */
  keepsBase(txIndex: number, account: number): Resolved<boolean> {
    const cut = this.#lastDestruction(txIndex, account);
    return this.#unlessCut(cut, this.#base.account(account).exists);
  }

  /**
   * The value of `version` unless it is cut off, `afterCut` if it is, `null` where the base
   * decides. A version above an uncertain cut is not cut off.
   */
  #nearest(version: number, cut: Cut, afterCut: bigint): Resolved<bigint> | null {
    // An event and its transaction's own fields have one index: creation comes before them, and a
    // destruction has none.
    const isBelowCut =
      cut !== NO_CUT && this.#versions.txIndexOf(version) < this.#versions.txIndexOf(cut);
    const decides = version === 0 || isBelowCut ? cut : version;
    if (decides === NO_CUT) {
      return null;
    }
    if (this.#versions.isEstimate(decides)) {
      return unready(this.#versions.txIndexOf(decides));
    }
    return ready(decides === version ? this.#versions.valueOf(version) : afterCut);
  }

  #unlessCut(cut: Cut, value: boolean): Resolved<boolean> {
    return this.#isUncertain(cut)
      ? unready(this.#versions.txIndexOf(cut))
      : ready(cut === NO_CUT && value);
  }

  #isUncertain(cut: Cut): boolean {
    return cut !== NO_CUT && this.#versions.isEstimate(cut);
  }

  /** The last creation or destruction: what cuts off storage. */
  #lastEvent(txIndex: number, account: number): Cut {
    return this.#versions.below(fieldOf(account, 'lifecycle'), txIndex);
  }

  /** The last destruction: what cuts off everything. An uncertain event might be one. */
  #lastDestruction(txIndex: number, account: number): Cut {
    let event = this.#lastEvent(txIndex, account);
    while (
      event !== 0 &&
      !this.#versions.isEstimate(event) &&
      this.#versions.valueOf(event) !== DESTROYED
    ) {
      event = this.#versions.older(event);
    }
    return event;
  }
}

function ready<T>(value: T): Resolved<T> {
  return { kind: 'ready', value };
}

function unready(writer: number): { readonly kind: 'unready'; readonly writer: number } {
  return { kind: 'unready', writer };
}
