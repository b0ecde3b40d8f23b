/**
 * Holds a memory against the model, question by question.
 *
 * Owns the comparisons and their words. An unready answer must name one of the writers that the
 * model waits for; a known one must be the model's. Changes neither side.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Address } from '#engine/api/index.js';
import { factHolds } from '#engine/memory/factCheck.js';
import { readAccount } from '#engine/memory/memoryAccount.js';
import type { MVMemory } from '#engine/memory/mvMemory.js';
import type { Resolved } from '#engine/memory/resolve.js';
import type { Fact } from '#engine/primitives/facts.js';
import { type Answer, type ModelMemory, exists, observe } from './model.ts';
import type { Tally } from './tally.ts';
import { ADDRESSES, CODES, SLOTS } from './world.ts';

/** Two sides that ought to agree, and what was seen on the way. */
export interface Pair {
  readonly memory: MVMemory;
  readonly model: ModelMemory;
  readonly tally: Tally;
}

/** Every field of every account as the transaction sees it. */
export function compareReads({ memory, model, tally }: Pair, txIndex: number): void {
  const { resolver } = memory;
  for (const address of ADDRESSES) {
    const actual = readAccount(resolver, txIndex, address);
    const expected = model.account(txIndex, address);
    const compare = <T>(field: string, found: Resolved<T>, wanted: Answer<T>): void => {
      assertAnswer(`${field} of ${address} at ${txIndex}`, found, wanted);
      tally.saw('value' in wanted ? 'ready answers' : 'unready answers');
    };
    const codeHash = expected.codeHash;
    const code = 'value' in codeHash ? { value: BigInt(codeHash.value) } : codeHash;
    compare('balance', actual.balance, expected.balance);
    compare('nonce', actual.nonce, expected.nonce);
    compare('code', actual.codeHash, code);
    compare('existence', actual.exists, exists(expected));
    compare('having of storage', actual.hasStorage, expected.hasStorage);
    for (const slot of SLOTS) {
      const wanted = expected.slots.get(slot) ?? { value: 0n };
      compare(`slot ${slot}`, resolver.slot(txIndex, address, slot), wanted);
    }
    countSights({ model, tally }, txIndex, address);
  }
}

function countSights(
  { model, tally }: Omit<Pair, 'memory'>,
  txIndex: number,
  address: Address,
): void {
  const below = Array.from({ length: txIndex }, (_, writer) => writer);
  const writers = below.filter((writer) =>
    model.entry(writer).writes.some((one) => one.address === address && one.kind === 'balance'),
  );
  const events = below.flatMap((writer) =>
    model
      .entry(writer)
      .writes.flatMap((one) =>
        one.address === address && one.kind === 'lifecycle' ? [one.event] : [],
      ),
  );
  if (writers.length > 1) tally.saw('balances with folded deltas');
  if (writers.some((writer) => writer < model.finalEnd)) tally.saw('balances above a final delta');
  if (events.includes('destroyed')) tally.saw('fields cut off by a destruction');
  if (events.length > 0) tally.saw('slots cut off');
}

/** One fact at an index, asked directly. */
export function compareFact({ memory, model, tally }: Pair, txIndex: number, fact: Fact): void {
  const wanted = model.factHolds(txIndex, fact);
  assertSame(`${words(fact)} at ${txIndex}`, factHolds(memory.resolver, txIndex, fact), wanted);
  const observed = observe(model.account(txIndex, fact.address), fact);
  if ('waitsFor' in observed) tally.saw('facts that wait');
  else tally.saw(wanted ? 'facts that hold' : 'facts that fail');
}

/** What memory keeps of the transaction: read set, write set, validity, readers of its writes. */
export function compareTransaction({ memory, model, tally }: Pair, txIndex: number): void {
  const { reads, writes } = model.entry(txIndex);
  const about = (what: string): string => `${what} of transaction ${txIndex}`;
  assertSame(about('reads'), inOrder(memory.readsOf(txIndex)), inOrder(reads));
  const kept = memory.writesOf(txIndex);
  assertSame(about('writes'), inOrder(kept), inOrder(writes));
  const firstOther = kept.findIndex(({ kind }) => kind !== 'lifecycle');
  const lastEvent = kept.map(({ kind }) => kind).lastIndexOf('lifecycle');
  assertSame(about('lifecycle first'), firstOther === -1 || lastEvent < firstOther, true);
  const holds = model.holds(txIndex);
  assertSame(about('validity'), memory.holds(txIndex), holds);
  if (reads.length > 0) tally.saw(holds ? 'read sets that hold' : 'read sets that fail');
  if (txIndex < model.finalEnd) return;
  const readers = inOrder(model.readersOf(txIndex));
  assertSame(about('readers'), inOrder(memory.readersOf(txIndex)), readers);
  tally.saw('readers found', readers.length);
}

/** Code that was deployed is found, other code is not. */
export function compareCodes({ memory, tally }: Pair, deployed: ReadonlySet<string>): void {
  for (const { hash, code } of CODES) {
    const isDeployed = deployed.has(hash);
    assertSame(`code ${hash}`, memory.code(hash), isDeployed ? code : null);
    tally.saw(isDeployed ? 'codes found' : 'codes missed');
  }
}

function assertAnswer<T>(what: string, found: Resolved<T>, wanted: Answer<T>): void {
  if ('value' in wanted) return assertSame(what, found, { kind: 'ready', value: wanted.value });
  if (found.kind === 'unready' && wanted.waitsFor.has(found.writer)) return;
  const writers = [...wanted.waitsFor].join(' or ');
  throw new Error(`${what} is ${words(found)}, but it waits for ${writers}`);
}

function assertSame(what: string, found: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(found, wanted)) {
    throw new Error(`${what}: ${words(found)}, not ${words(wanted)}`);
  }
}

/** The different items, by their words. */
export function inOrder(items: readonly unknown[]): readonly string[] {
  return [...new Set(items.map(words))].sort();
}

/** A value in words that only equal values share. */
export function words(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return `${part}n`;
    return isRecord(part)
      ? Object.fromEntries(
          Object.keys(part)
            .sort()
            .map((key) => [key, part[key]]),
        )
      : part;
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array)
  );
}
