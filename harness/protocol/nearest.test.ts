/** What an engine may choose of a block's context, and that it may choose nothing else. */
import { describe, expect, test } from 'vitest';
import type { BlockInput } from '#engine/api/index.js';
import { BEACON_ROOTS_ADDRESS } from '#generators/build/predeploys.js';
import { corpusCases } from '#harness/certify/corpusCases.js';
import { refuseOther } from '#harness/protocol/nearest.js';

const [built] = corpusCases('Prague').filter(({ id }) => id === 'transfers/one-sender');
const { blocks, preState } = built?.build() ?? { blocks: [], preState: {} };
const [first] = blocks;
if (first === undefined) throw new Error('the case has no block');
const ASKED: BlockInput = { block: first.block, preState };
const HASH = `0x${'11'.repeat(32)}` as const;
const ADDRESS = `0x${'22'.repeat(20)}` as const;

function withEnv(env: Partial<BlockInput['block']['env']>): BlockInput {
  return { ...ASKED, block: { ...ASKED.block, env: { ...ASKED.block.env, ...env } } };
}

function judged(nearest: BlockInput): string | null {
  try {
    refuseOther(ASKED, nearest, 'input');
    return null;
  } catch (error) {
    return String(error);
  }
}

describe('an engine with a chain of its own', () => {
  test.each([
    ['the block asked for', ASKED],
    ['another number', withEnv({ currentNumber: '0x1', blockHashes: { '0': HASH } })],
    ['other randomness', withEnv({ currentRandom: HASH, parentBeaconBlockRoot: HASH })],
    ['an account more', { ...ASKED, preState: { ...preState, [ADDRESS]: { balance: '0x1' } } }],
    ['no beacon roots', { ...ASKED, preState: without(BEACON_ROOTS_ADDRESS) }],
  ] as const)('may choose %s', (_what, nearest) => {
    expect(judged(nearest)).toBeNull();
  });

  const [sender = ''] = Object.keys(preState).slice(-1);
  test.each([
    ['fewer transactions', { ...ASKED, block: { ...ASKED.block, transactions: [] } }, 'input.txs'],
    ['another time', withEnv({ currentTimestamp: '0x1' }), 'input.env'],
    ['another beneficiary', withEnv({ currentCoinbase: ADDRESS }), 'input.env'],
    ['no sender', { ...ASKED, preState: without(sender) }, `input.alloc.${sender}`],
    [
      'a richer sender',
      { ...ASKED, preState: { ...preState, [sender]: { balance: '0xffffffffffffffffffff' } } },
      `input.alloc.${sender}`,
    ],
    [
      'withdrawals',
      {
        ...ASKED,
        block: {
          ...ASKED.block,
          withdrawals: [{ index: '0x0', validatorIndex: '0x0', address: ADDRESS, amount: '0x1' }],
        },
      },
      'input.env.withdrawals',
    ],
  ] as const)('may not choose %s', (_what, nearest, place) => {
    expect(judged(nearest)).toContain(place);
  });
});

function without(address: string): BlockInput['preState'] {
  return Object.fromEntries(Object.entries(preState).filter(([at]) => at !== address));
}
