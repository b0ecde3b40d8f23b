/**
 * Law: transactions that do not conflict may change places, and nothing but the order changes.
 *
 * Put to every block in the order that is furthest from its own, and to random wishes.
 */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Engine, Fork } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/index.js';
import { WORKLOADS, buildWorkload, isWorkloadName } from '#generators/workloads/index.js';
import { SEED, SEED_NOTE, campaignSettings } from '#properties/campaign.js';
import { askValid, holds } from '#properties/laws/asking.js';
import { lawbreaker } from '#properties/laws/lawbreaker.js';
import { reordered } from '#properties/relations/reordering.js';
import { AGES, type Trial, allTrials } from '#properties/trials.js';
import { effort } from '#properties/effort.js';

const TIMEOUT_MS = 120_000;
const TRANSACTIONS_MAX = 64;
const BLOCKS = effort(80, 150);

type Candidate = Pick<Trial, 'name' | 'block' | 'preState'>;

let candidates: readonly Candidate[];
beforeAll(async () => {
  const blocks = (await allTrials(AGES)).filter(
    ({ block, truth }) =>
      truth.status === 'accepted' && truth.rejected.length === 0 && block.transactions.length > 1,
  );
  candidates = [...blocks, ...AGES.flatMap(workloads)];
}, TIMEOUT_MS);

function workloads(fork: Fork): readonly Candidate[] {
  return Object.keys(WORKLOADS)
    .filter(isWorkloadName)
    .map((name) => ({
      name: `workload ${name} under ${fork}`,
      ...buildWorkload(name, { transactions: 8, seed: SEED, fork }),
    }));
}

/** A block and how badly each of its transactions wants to come first. */
function wish(): fc.Arbitrary<readonly [Candidate, readonly number[]]> {
  const urgency = fc.array(fc.nat(99), {
    minLength: TRANSACTIONS_MAX,
    maxLength: TRANSACTIONS_MAX,
  });
  return fc.tuple(fc.constantFrom(...candidates), urgency);
}

/** Fails when the law does not hold; returns whether any transaction changed its place. */
async function examine(
  engine: Engine,
  candidate: Candidate,
  urgency: readonly number[],
): Promise<boolean> {
  const finding = await reordered(
    askValid(engine, candidate.name),
    candidate,
    (position) => urgency[position] ?? 0,
  );
  return holds(candidate.name, finding);
}

/** Every candidate, as close to its reverse order as its conflicts allow; counts who moved. */
async function reverseAll(engine: Engine): Promise<number> {
  let movedCount = 0;
  const urgency = Array.from({ length: TRANSACTIONS_MAX }, (_, position) => position);
  for (const candidate of candidates) {
    movedCount += (await examine(engine, candidate, urgency)) ? 1 : 0;
  }
  return movedCount;
}

test('serial reports enough to reverse every block by', { timeout: TIMEOUT_MS }, async () => {
  expect(await reverseAll(createSerialEngine())).toBeGreaterThan(candidates.length / 4);
});

const title = `serial reports enough to reorder blocks at random by (${SEED_NOTE})`;

test(title, { timeout: TIMEOUT_MS }, async () => {
  const engine = createSerialEngine();
  let movedCount = 0;
  const law = fc.asyncProperty(wish(), async ([candidate, urgency]) => {
    movedCount += (await examine(engine, candidate, urgency)) ? 1 : 0;
  });
  await fc.assert(law, campaignSettings(BLOCKS));

  expect(movedCount).toBeGreaterThan(BLOCKS / 5);
});

test.each(['storage', 'balance', 'code', 'nonce'] as const)(
  'an engine that does not report its reads of %s is seen',
  { timeout: TIMEOUT_MS },
  async (kind) => {
    const engine = lawbreaker((result) => ({
      ...result,
      accesses: (result.accesses ?? []).map((entry) => ({
        ...entry,
        reads: entry.reads.filter(({ location }) => location.kind !== kind),
      })),
    }))();

    await expect(reverseAll(engine)).rejects.toThrow(/under/);
  },
);
