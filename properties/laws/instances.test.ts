/**
 * Law: one instance of an engine answers every block of any sequence as a fresh instance would.
 *
 * Sequences mix siblings, valid blocks and rejected ones of one fork, one after another or all at
 * once: what an instance keeps (interpreters, caches) must never show.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Engine, Fork } from '#engine/api/index.js';
import { firstDifference } from '#harness/compare/index.js';
import { SEED_NOTE, campaignSettings } from '#properties/campaign.js';
import { lawbreaker } from '#properties/laws/lawbreaker.js';
import { SUBJECTS } from '#properties/subjects.js';
import { AGES, type Trial, allTrials, execute } from '#properties/trials.js';

const TIMEOUT_MS = 120_000;
const LENGTH_MAX = 6;

const trials = new Map<Fork, readonly Trial[]>();
beforeAll(async () => {
  for (const fork of AGES) trials.set(fork, await allTrials([fork]));
}, TIMEOUT_MS);

/** A sequence of blocks of one fork; a block may come as its sibling with the order reversed. */
function sequence(): fc.Arbitrary<readonly Trial[]> {
  const trial = (fork: Fork): fc.Arbitrary<Trial> =>
    fc
      .tuple(fc.constantFrom(...(trials.get(fork) ?? [])), fc.boolean())
      .map(([given, isReversed]) => (isReversed ? reversed(given) : given));
  return fc
    .constantFrom(...AGES)
    .chain((fork) => fc.array(trial(fork), { minLength: 2, maxLength: LENGTH_MAX }));
}

function reversed(trial: Trial): Trial {
  const { block, name } = trial;
  const transactions = block.transactions.toReversed();
  return { ...trial, name: `${name}, reversed`, block: { ...block, transactions } };
}

/** Fails when one instance, used for the whole sequence, differs from instances used once. */
async function examine(
  create: () => Engine,
  blocks: readonly Trial[],
  isOverlapping: boolean,
): Promise<void> {
  const kept = create();
  const results = isOverlapping
    ? await Promise.all(blocks.map((trial) => execute(kept, trial)))
    : await inTurn(kept, blocks);
  for (const [place, trial] of blocks.entries()) {
    const result = results[place];
    if (result === undefined) throw new Error('a block without a result');
    const difference = firstDifference(await execute(create(), trial), result);
    if (difference !== null) throw new Error(`${trial.name}: ${difference.words}`);
  }
}

async function inTurn(
  engine: Engine,
  blocks: readonly Trial[],
): Promise<readonly Trial['truth'][]> {
  const results: Trial['truth'][] = [];
  for (const trial of blocks) results.push(await execute(engine, trial));
  return results;
}

/** The law as a property, to be asserted or, for a lawbreaker, refuted. */
function law(create: () => Engine) {
  return fc.asyncProperty(sequence(), fc.boolean(), (blocks, isOverlapping) =>
    examine(create, blocks, isOverlapping),
  );
}

describe.each(SUBJECTS)('$name', ({ create, blocksMax }) => {
  const runs = Math.min(60, Math.ceil(blocksMax / LENGTH_MAX));

  test(`keeps nothing from block to block (${SEED_NOTE})`, { timeout: TIMEOUT_MS }, async () => {
    await fc.assert(law(create), campaignSettings(runs));
  });
});

test('an engine that answers from a cache by block number is seen', async () => {
  const create = (): Engine => {
    const known = new Map<string, Trial['truth']>();
    const [serial] = SUBJECTS;
    if (serial === undefined) throw new Error('no engine is under law');
    const honest = serial.create();
    return {
      info: honest.info,
      async execute(block, preState, options) {
        const number = block.env.currentNumber;
        const result = known.get(number) ?? (await honest.execute(block, preState, options));
        known.set(number, result);
        return result;
      },
    };
  };

  expect((await fc.check(law(create), campaignSettings(20))).failed).toBe(true);
});

test('an engine that errs from its third block on is seen', async () => {
  const create = lawbreaker((result, { callsBefore }) =>
    callsBefore < 2 ? result : { ...result, gasUsed: '0x0' },
  );

  expect((await fc.check(law(create), campaignSettings(20))).failed).toBe(true);
});
