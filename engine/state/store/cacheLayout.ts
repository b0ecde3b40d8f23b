/**
 * Layout of the cache that threads share, and how a place and what is there become limbs.
 *
 * Owns the tables of offsets and the only translation between places and 64-bit limbs. A set is a
 * lock and a few entries; an entry is a tag and a stamp (words), then a key and a value (limbs).
 */
import type { AccountSnapshot } from '../../primitives/reader.ts';
import { RICH_FROM } from '../../primitives/reader.ts';
import { bigIntToHex } from '../../primitives/bytes.ts';
import type { StatePlace } from './storedState.ts';

/** Words at the beginning: 32 bits each. */
export const HEADER = {
  /** The number of the block; what was read for another one is not put in. */
  turn: 0,
  /** Counts uses: the entry of a set with the lowest stamp was used longest ago. */
  clock: 1,
  hits: 2,
  misses: 3,
  preloaded: 4,
  evicted: 5,
  invalidated: 6,
  /** Sets that were given up on for now, since somebody else had them. */
  contended: 7,
  /** Code that a thread still had from an earlier read. */
  codeHits: 8,
  codeMisses: 9,
  words: 10,
} as const;

/** Words of a set before its entries: the lock, and one that keeps limbs aligned. */
export const SET_HEADER_WORDS = 2;
/** Entries of a set. */
export const WAYS = 8;

/** Offsets in an entry, in words: a key of 7 limbs, a value of 10. */
export const ENTRY = {
  /** 0 when the entry is free. */
  tag: 0,
  stamp: 1,
  key: 2,
  value: 16,
  valueLimbs: 10,
  words: 36,
} as const;

/** Words of a set. */
export const SET_WORDS: number = SET_HEADER_WORDS + WAYS * ENTRY.words;

/** What is kept of a place: an account as it is read, or a slot's value. */
export type CachedValue = AccountSnapshot | bigint;

const LIMB_BITS = 64n;
const LIMB = (1n << LIMB_BITS) - 1n;
const ADDRESS_LIMBS = 3;
const NUMBER_LIMBS = 4;
/** Beside an address of 160 bits the third limb of a key has room for what it is of. */
const IS_SLOT = 1n << 63n;
const EXISTS = 1n;
const HAS_STORAGE = 2n;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A tag that most places do not share, never 0; the low bits choose the set. */
export function tagOf({ address, slot }: StatePlace): number {
  let hash = FNV_OFFSET;
  for (const text of [address, slot ?? '']) {
    for (let at = 0; at < text.length; at += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
    }
  }
  // The last factor moves little into the low bits.
  const mixed = hash ^ (hash >>> 15);
  return mixed === 0 ? 1 : mixed;
}

/** The whole name of a place. */
export function keyLimbs({ address, slot }: StatePlace): readonly bigint[] {
  const [low = 0n, middle = 0n, high = 0n] = limbsOf(BigInt(address), ADDRESS_LIMBS);
  const name = slot === null ? [0n, 0n, 0n, 0n] : limbsOf(BigInt(slot), NUMBER_LIMBS);
  return [low, middle, slot === null ? high : high | IS_SLOT, ...name];
}

/** A value as limbs. */
export function valueLimbs(value: CachedValue): readonly bigint[] {
  if (typeof value === 'bigint') return limbsOf(value, ENTRY.valueLimbs);
  const flags = (value.exists ? EXISTS : 0n) | (value.hasStorage ? HAS_STORAGE : 0n);
  return [
    flags,
    value.nonce,
    ...limbsOf(value.balance, NUMBER_LIMBS),
    ...limbsOf(BigInt(value.codeHash), NUMBER_LIMBS),
  ];
}

/** The account behind limbs. */
export function accountOfLimbs(limbs: readonly bigint[]): AccountSnapshot {
  const [flags = 0n, nonce = 0n, ...numbers] = limbs;
  const balance = numberOf(numbers.slice(0, NUMBER_LIMBS));
  return {
    exists: (flags & EXISTS) !== 0n,
    nonce,
    balance,
    codeHash: bigIntToHex(numberOf(numbers.slice(NUMBER_LIMBS)), 32),
    hasStorage: (flags & HAS_STORAGE) !== 0n,
    isRich: balance >= RICH_FROM,
  };
}

/** The number behind limbs, least significant first. */
export function numberOf(limbs: readonly bigint[]): bigint {
  return limbs.reduceRight((number, limb) => (number << LIMB_BITS) | limb, 0n);
}

function limbsOf(number: bigint, count: number): bigint[] {
  return Array.from({ length: count }, (_, limb) => (number >> (BigInt(limb) * LIMB_BITS)) & LIMB);
}
