/**
 * Hints as a planner wants them: places by number.
 *
 * Owns the step from what hints say to what the graph is made of, and which way to mislead stands
 * behind `hostile`.
 */
import type { Address } from '../api/index.ts';
import type { ExpectedAccess } from '../graph/dependencies.ts';
import { expectsRead, expectsWrite, type Hints, placeKey } from '../hints/hint.ts';
import type { Place } from '../primitives/locations.ts';
import { HOSTILITIES, type Hostility, hostileHints } from '../hints/hostile.ts';

/**
 * What the transactions of a block are expected to touch: the k-th entry is that of transaction k,
 * which weighs `gas[k]`, and whose sender is `purses[k]` if it cannot pay yet. Hints for
 * transactions that do not exist are left out.
 */
export function expectedAccesses(
  hints: readonly Hints[],
  gas: readonly number[],
  purses: readonly (Address | null)[] = [],
): readonly ExpectedAccess[] {
  const numbers = new Map<string, number>();
  return gas.map((weight, txIndex) => ({
    ...numbered(hints[txIndex] ?? [], purses[txIndex] ?? null, numbers),
    gas: weight,
  }));
}

/** Misleads: in the way named, or for `hostile` in the one that the number of hints decides. */
export function misleading(
  honest: readonly Hints[],
  choice: Hostility | 'hostile',
): readonly Hints[] {
  const count = honest.length;
  const decided = HOSTILITIES[count % HOSTILITIES.length] ?? 'corrupt';
  return hostileHints(honest, choice === 'hostile' ? decided : choice, BigInt(count));
}

function numbered(
  hints: Hints,
  purse: Address | null,
  numbers: Map<string, number>,
): Omit<ExpectedAccess, 'gas'> {
  const expected = { reads: [] as number[], writes: [] as number[], credits: [] as number[] };
  const rigid = { reads: [] as number[], writes: [] as number[] };
  const places: Place[] = [];
  for (const hint of hints) {
    const key = placeKey(hint.place);
    const number = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, number);
    if (expectsRead(hint)) expected.reads.push(number);
    if (expectsWrite(hint)) (hint.isDelta ? expected.credits : expected.writes).push(number);
    const { kind, address } = hint.place;
    if (kind === 'storage' || kind === 'code') {
      if (expectsWrite(hint)) places.push(hint.place);
    } else if (kind === 'balance') {
      // Who cannot pay yet waits for whoever pays; all others need not look.
      if (expectsRead(hint) && address === purse) rigid.reads.push(number);
      if (expectsWrite(hint) && address !== purse) rigid.writes.push(number);
    } else {
      if (expectsRead(hint)) rigid.reads.push(number);
      if (expectsWrite(hint)) rigid.writes.push(number);
    }
  }
  return { ...expected, rigid, expected: places };
}
