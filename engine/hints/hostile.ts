/**
 * Hostile hints: what an engine must survive.
 *
 * Owns one transformation for each way in which hints can mislead a scheduler, from honest hints
 * and a seed. The result is well formed and wrong; corrupt in place of malformed, which the codec
 * refuses. An engine given these may be slow, and must be right.
 */
import type { Address, Bytes32 } from '../api/index.ts';
import { bigIntToHex } from '../primitives/bytes.ts';
import { unreachable } from '../primitives/invariant.ts';
import type { Place } from '../primitives/locations.ts';
import { Prng } from '../primitives/prng.ts';
import { type Hint, HintWriter, type Hints, fieldPlace, slotPlace } from './hint.ts';

/** Ways to mislead. */
export const HOSTILITIES = [
  /** Some hints are missing. */
  'dropped',
  /** Some name other places or accesses. */
  'corrupt',
  /** Each transaction waits for both neighbours, the last for the first. */
  'cyclic',
  /** Each transaction has the hints of the one as far from the other end. */
  'reversed',
  /** Places that do not exist, and hints for transactions that do not. */
  'out-of-range',
  /** Everyone reads what the first writes. */
  'all-on-first',
  /** Nobody seems to share anything. */
  'falsely-independent',
] as const;

/** One way to mislead. */
export type Hostility = (typeof HOSTILITIES)[number];

const NOWHERE: Address = bigIntToHex(2n ** 160n - 1n, 20);
const LAST_SLOT: Bytes32 = bigIntToHex(2n ** 256n - 1n, 32);
/** Hints for so many transactions beyond the end. */
const SURPLUS = 3;

/** Hints of a block, made misleading; the same seed gives the same. Never throws. */
export function hostileHints(
  honest: readonly Hints[],
  hostility: Hostility,
  seed: bigint,
): readonly Hints[] {
  const prng = new Prng(seed);
  switch (hostility) {
    case 'dropped':
      return honest.map((hints) => hints.filter(() => prng.below(2) === 0));
    case 'corrupt':
      return honest.map((hints) => hints.map((hint) => corrupt(hint, honest, prng)));
    case 'cyclic':
      return honest.map((_, index) => neighbours(index, honest.length));
    case 'reversed':
      return honest.toReversed();
    case 'out-of-range':
      return [...honest.map(beyond), ...Array.from({ length: SURPLUS }, () => beyond([]))];
    case 'all-on-first':
      return honest.map((hints, index) => onFirst(hints, index));
    case 'falsely-independent':
      return honest.map((hints, index) => hints.map((hint) => apart(hint, index)));
    default:
      return unreachable(hostility);
  }
}

/** A third each: untouched, the place of another hint, another access. */
function corrupt(hint: Hint, honest: readonly Hints[], prng: Prng): Hint {
  const die = prng.below(3);
  if (die === 0) return hint;
  if (die === 1) {
    const access = hint.access === 'read' ? 'write' : 'read';
    return { ...hostile(hint), access, isDelta: false };
  }
  const others = honest[prng.below(honest.length)] ?? [];
  const place = others[prng.below(Math.max(1, others.length))]?.place ?? hint.place;
  return { ...hostile(hint), place, isDelta: false };
}

function neighbours(index: number, count: number): Hints {
  const writer = new HintWriter('hostile', 'exact');
  const why = 'hostile: a ring of transactions that wait for each other';
  writer.add(ringPlace(index), 'write', why);
  writer.add(ringPlace((index + 1) % count), 'read', why);
  writer.add(ringPlace((index + count - 1) % count), 'read', why);
  return writer.hints;
}

function beyond(hints: Hints): Hints {
  const writer = new HintWriter('hostile', 'exact');
  const why = 'hostile: a place that is not there';
  writer.add(slotPlace(NOWHERE, LAST_SLOT), 'read-write', why);
  writer.add(fieldPlace(NOWHERE, 'lifecycle'), 'read-write', why);
  return [...hints, ...writer.hints];
}

function onFirst(hints: Hints, index: number): Hints {
  const writer = new HintWriter('hostile', 'exact');
  const why = 'hostile: everyone waits for the first';
  writer.add(ringPlace(0), index === 0 ? 'write' : 'read', why);
  return [...hints, ...writer.hints];
}

/** Moves a hint to an account that no other transaction has hints for. */
function apart(hint: Hint, index: number): Hint {
  const { place } = hint;
  return { ...hostile(hint), place: { ...place, address: privateAddress(place, index) } };
}

function privateAddress({ address }: Place, index: number): Address {
  const moved = (BigInt(address) ^ (BigInt(index + 1) << 96n)) & (2n ** 160n - 1n);
  return bigIntToHex(moved, 20);
}

function ringPlace(index: number): Place {
  return slotPlace(NOWHERE, bigIntToHex(BigInt(index), 32));
}

function hostile(hint: Hint): Hint {
  return { ...hint, source: 'hostile', why: `hostile: was ${hint.place.kind}` };
}
