/**
 * What serial execution makes of a block, as traces for bounds.
 *
 * Owns the walk that finds the true incarnations in the trie (one lane, in index order) and which
 * read let a transaction rely on which fact: an account is captured whole when it is read, whatever
 * field is used later.
 */
import type { TraceRead, TransactionTrace } from '../../graph/trace.ts';
import type { Fact } from '../../primitives/facts.ts';
import { invariant } from '../../primitives/invariant.ts';
import type { Stage } from '../stage.ts';
import type { FinishedInput, ReadInput } from '../trie/nodes.ts';
import { BEGINNING } from '../trie/readTrie.ts';
import { ColdPlaces, type Prices } from './prices.ts';

/** A read of a true incarnation. */
export interface TrueRead {
  readonly input: ReadInput;
  /** Used before it, in gas. */
  readonly gas: number;
}

/** The incarnation that serial execution makes. */
export interface TrueIncarnation {
  /** In the order in which they are made. */
  readonly reads: readonly TrueRead[];
  readonly end: FinishedInput;
  /** Used in all, before refunds. */
  readonly gas: number;
}

/** Walks a stage of one lane from its beginning to its end. */
export async function trueIncarnations<Outcome>(
  stage: Stage<Outcome>,
): Promise<readonly TrueIncarnation[]> {
  const { lanes } = stage;
  invariant(lanes.lanes === 1, 'nobody goes before another', { lanes: lanes.lanes });
  while (lanes.canGo(0)) {
    await lanes.step(0);
  }
  return stage.truth.map((effect, txIndex) => {
    const leaf = lanes.leafOf(txIndex);
    invariant(leaf?.effect === effect, 'one lane does what serial execution does', { txIndex });
    return { reads: readsBefore(stage, leaf.parent), end: leaf.input, gas: leaf.gas };
  });
}

/** The read steps that lead to a node, in order. */
function readsBefore<Outcome>({ trie }: Stage<Outcome>, number: number): readonly TrueRead[] {
  const reads: TrueRead[] = [];
  for (let at = number; at !== BEGINNING;) {
    const node = trie.node(at);
    if (node.kind === 'ask') {
      reads.push({ input: node.input, gas: node.gas });
    }
    at = node.parent;
  }
  return reads.reverse();
}

/** Traces at these prices. That a read is cold is no transaction's fate: it is not in them. */
export function tracesOf(
  incarnations: readonly TrueIncarnation[],
  prices: Prices,
): readonly TransactionTrace[] {
  return incarnations.map(({ reads, end, gas }, txIndex) => {
    const bearers = bearersOf(reads, end.reads);
    return {
      reads: reads.map((read): TraceRead => ({
        bodyBefore: prices.bodyUntil({ txIndex, gas: read.gas, isEnd: false }),
        duration: prices.read(false),
        facts: bearers.get(read) ?? [],
      })),
      body: prices.bodyUntil({ txIndex, gas, isEnd: true }),
      publish: prices.publish(end.writes.length),
      writes: end.writes,
    };
  });
}

/** What cold reads take in all: each place is cold for the first who reads it, whoever that is. */
export function coldTime(incarnations: readonly TrueIncarnation[], prices: Prices): number {
  const places = new ColdPlaces();
  const inputs = incarnations.flatMap(({ reads }) => reads.map(({ input }) => input));
  const count = inputs.filter((input) => places.isFirst(input)).length;
  return count * (prices.read(true) - prices.read(false));
}

/** Facts by the first read of their account or slot. */
function bearersOf(
  reads: readonly TrueRead[],
  facts: readonly Fact[],
): ReadonlyMap<TrueRead, readonly Fact[]> {
  const places = new Map<string, TrueRead>();
  for (const read of reads) {
    const place = placeOf(read.input);
    if (!places.has(place)) {
      places.set(place, read);
    }
  }
  const bearers = new Map<TrueRead, Fact[]>();
  for (const fact of facts) {
    const read = places.get(fact.kind === 'storage' ? slotPlace(fact) : fact.address);
    invariant(read !== undefined, 'what a transaction relies on it has read', { ...fact });
    bearers.set(read, [...(bearers.get(read) ?? []), fact]);
  }
  return bearers;
}

function placeOf(input: ReadInput): string {
  switch (input.kind) {
    case 'read-slot':
      return slotPlace(input);
    case 'read-account':
      return input.address;
    default:
      return input.hash;
  }
}

function slotPlace({ address, slot }: { readonly address: string; readonly slot: string }): string {
  return `${address} ${slot}`;
}
