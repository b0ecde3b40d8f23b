/**
 * Law: skipping invalid transactions gives what the block without them gives when none may be.
 *
 * And the first one skipped is the one that makes the block as given invalid. Blocks are those of
 * the corpus with transactions left out and shuffled, so that nonces and funds go wrong.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AcceptedBlock, Engine, ExecutionResult } from '#engine/api/index.js';
import { firstDifference } from '#harness/compare/index.js';
import { SEED_NOTE, campaignSettings } from '#properties/campaign.js';
import { lawbreaker } from '#properties/laws/lawbreaker.js';
import { SUBJECTS } from '#properties/subjects.js';
import { AGES, type Trial, allTrials } from '#properties/trials.js';

const TIMEOUT_MS = 120_000;

let trials: readonly Trial[];
beforeAll(async () => {
  trials = await allTrials(AGES);
}, TIMEOUT_MS);

/** A block of the corpus, some of its transactions missing, the rest in any order. */
function disorder(): fc.Arbitrary<Trial> {
  return fc.constantFrom(...trials).chain((trial) =>
    fc.shuffledSubarray([...trial.block.transactions]).map((transactions) => ({
      ...trial,
      block: { ...trial.block, transactions },
    })),
  );
}

/** Fails when the law does not hold; returns how many transactions were left out. */
async function examine(engine: Engine, { name, block, preState }: Trial): Promise<number> {
  const skipped = await engine.execute(block, preState, { invalidTransactions: 'skip' });
  // A block that is invalid as a whole is so under either policy.
  if (skipped.status === 'rejected') return 0;
  const invalid = new Set(skipped.rejected.map(({ index }) => index));
  const transactions = block.transactions.filter((_, index) => !invalid.has(index));
  const without = await engine.execute({ ...block, transactions }, preState);
  assertSame(name, without, renumbered(skipped));
  const [first] = skipped.rejected;
  if (first !== undefined) {
    const rejection = { kind: 'transaction', ...first } as const;
    const refused: ExecutionResult = { status: 'rejected', rejection, stats: skipped.stats };
    assertSame(name, refused, await engine.execute(block, preState));
  }
  return invalid.size;
}

/** The result as if the transactions left out had not been in the block. */
function renumbered(result: AcceptedBlock): AcceptedBlock {
  const receipts = result.receipts.map((receipt, index) => ({
    ...receipt,
    transactionIndex: index,
  }));
  return { ...result, receipts, rejected: [] };
}

function assertSame(name: string, expected: ExecutionResult, actual: ExecutionResult): void {
  const difference = firstDifference(expected, actual);
  if (difference !== null) throw new Error(`${name}: ${difference.words}`);
}

describe.each(SUBJECTS)('$name', ({ create, blocksMax }) => {
  test(`skips as if nothing had been there (${SEED_NOTE})`, { timeout: TIMEOUT_MS }, async () => {
    const engine = create();
    let leftOut = 0;
    const law = fc.asyncProperty(disorder(), async (trial) => {
      leftOut += await examine(engine, trial);
    });
    await fc.assert(law, campaignSettings(blocksMax));

    expect(leftOut).toBeGreaterThan(0);
  });
});

test('an engine that lets a skipped transaction use gas is seen', async () => {
  const engine = lawbreaker((result) =>
    result.rejected.length === 0 ? result : { ...result, gasUsed: '0x5208' },
  )();
  const law = fc.asyncProperty(disorder(), async (trial) => {
    await examine(engine, trial);
  });

  expect((await fc.check(law, campaignSettings(100))).failed).toBe(true);
});
