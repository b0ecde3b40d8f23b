/**
 * Law: a block cut in two, run one after the other in the same context, gives the same state.
 *
 * Holds where the context of a block does not count its transactions: from Paris on (before it,
 * each block is rewarded) and for blocks that leave the request queues alone (EIP-7002, EIP-7251),
 * which move on once a block. Withdrawals go with the second part.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { AcceptedBlock, Block, Engine } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/index.js';
import {
  CONSOLIDATION_REQUEST_ADDRESS,
  WITHDRAWAL_REQUEST_ADDRESS,
} from '#generators/build/predeploys.js';
import { firstDifference } from '#harness/compare/index.js';
import { SEED_NOTE, sample } from '#properties/campaign.js';
import { lawbreaker } from '#properties/laws/lawbreaker.js';
import { SUBJECTS } from '#properties/subjects.js';
import { type Trial, allTrials } from '#properties/trials.js';

const TIMEOUT_MS = 120_000;
const QUEUES = [WITHDRAWAL_REQUEST_ADDRESS, CONSOLIDATION_REQUEST_ADDRESS];

let trials: readonly Trial[];
beforeAll(async () => {
  const candidates = await allTrials(['Paris', 'Shanghai', 'Osaka']);
  const serial = createSerialEngine();
  const suitable: Trial[] = [];
  for (const trial of candidates) if (await canBeSplit(serial, trial)) suitable.push(trial);
  trials = suitable;
}, TIMEOUT_MS);

async function canBeSplit(engine: Engine, { block, preState, truth }: Trial): Promise<boolean> {
  if (truth.status === 'rejected' || truth.rejected.length > 0) return false;
  if (block.transactions.length < 2) return false;
  const result = await engine.execute(block, preState, { accesses: true });
  const accesses = result.status === 'accepted' ? (result.accesses ?? []) : [];
  return !accesses
    .flatMap(({ reads, writes }) => [...reads, ...writes])
    .some(({ location }) => QUEUES.includes(location.address));
}

/** Runs both parts of a block cut before the transaction at `cut`; what is wrong, or `null`. */
async function objection(engine: Engine, trial: Trial, cut: number): Promise<string | null> {
  const { name, block, preState } = trial;
  const [head, tail] = split(block, cut);
  const whole = await accepted(engine, block, preState);
  const first = await accepted(engine, head, preState);
  const second = await accepted(engine, tail, first.postState);
  const joined = join(whole, first, second);
  const difference = firstDifference(whole, joined);
  return difference === null ? null : `${name}, cut at ${cut}: ${difference.words}`;
}

function split(block: Block, cut: number): readonly [Block, Block] {
  const { transactions, withdrawals } = block;
  const head = { ...block, transactions: transactions.slice(0, cut) };
  const tail = { ...block, transactions: transactions.slice(cut) };
  return [withdrawals === undefined ? head : { ...head, withdrawals: [] }, tail];
}

/** The state of the second part and what both tell of each transaction by itself. */
function join(
  whole: AcceptedBlock,
  ...parts: readonly [AcceptedBlock, AcceptedBlock]
): AcceptedBlock {
  const receipts = parts
    .flatMap((part) => part.receipts)
    .map((receipt, index) => ({
      ...receipt,
      transactionIndex: index,
      cumulativeGasUsed: whole.receipts[index]?.cumulativeGasUsed ?? '0x0',
    }));
  const { postState, stateRoot } = parts[1];
  return { ...whole, receipts, postState, stateRoot };
}

async function accepted(
  engine: Engine,
  block: Block,
  preState: Trial['preState'],
): Promise<AcceptedBlock> {
  const result = await engine.execute(block, preState);
  if (result.status === 'accepted') return result;
  throw new Error(`a part of a valid block was rejected: ${result.rejection.reason}`);
}

describe.each(SUBJECTS)('$name', ({ create, blocksMax }) => {
  const title = `gives the same state for a block and for its two parts (${SEED_NOTE})`;

  test(title, { timeout: TIMEOUT_MS }, async () => {
    const engine = create();
    const blocks = sample(trials, blocksMax);

    expect(blocks.length).toBeGreaterThan(10);
    for (const trial of blocks) {
      const middle = Math.ceil(trial.block.transactions.length / 2);
      expect(await objection(engine, trial, middle)).toBeNull();
    }
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

  expect(trial && (await objection(engine, trial, 1))).toMatch(/, cut at 1: the state root/);
});
