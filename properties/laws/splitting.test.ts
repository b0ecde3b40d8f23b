/**
 * Law: a block cut in two, run one after the other in the same context, gives the same state.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { SEED_NOTE, sample } from '#properties/campaign.js';
import { askOf, askValid, holds } from '#properties/laws/asking.js';
import { lawbreaker } from '#properties/laws/lawbreaker.js';
import { splitting } from '#properties/relations/splitting.js';
import { SUBJECTS } from '#properties/subjects.js';
import { type Trial, allTrials } from '#properties/trials.js';
import { effort } from '#properties/effort.js';

const TIMEOUT_MS = 120_000;
const BLOCKS_MAX = effort(40, 80);

let trials: readonly Trial[];
beforeAll(async () => {
  const candidates = await allTrials(['Paris', 'Shanghai', 'Osaka']);
  trials = candidates.filter(
    ({ truth, block }) =>
      truth.status === 'accepted' && truth.rejected.length === 0 && block.transactions.length > 1,
  );
}, TIMEOUT_MS);

describe.each(SUBJECTS)('$name', ({ create, blocksMax }) => {
  const title = `gives the same state for a block and for its two parts (${SEED_NOTE})`;

  test(title, { timeout: TIMEOUT_MS }, async () => {
    const engine = create();
    let cut = 0;
    for (const trial of sample(trials, Math.min(blocksMax, BLOCKS_MAX))) {
      cut += holds(trial.name, await splitting.examine(askValid(engine, trial.name), trial, 0))
        ? 1
        : 0;
    }

    expect(cut).toBeGreaterThan(10);
  });
});

test('an engine that touches the nonce of the beneficiary once a block is seen', async () => {
  const engine = lawbreaker((result, { block, preState }) => {
    const address = block.env.currentCoinbase;
    const nonce = BigInt(preState[address]?.nonce ?? 0) + 1n;
    const account = { balance: '0x0', ...result.postState[address] } as const;
    const touched = { ...account, nonce: `0x${nonce.toString(16)}` } as const;
    return { ...result, postState: { ...result.postState, [address]: touched } };
  })();
  const [trial] = trials;
  if (trial === undefined) throw new Error('there is no block to cut');

  expect(await splitting.examine(askOf(engine), trial, 0)).toMatchObject({
    kind: 'broken',
    words: expect.stringMatching(/^cut at \d: the state root/) as unknown,
  });
});
