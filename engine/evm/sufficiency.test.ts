/**
 * Facts suffice: whatever a transaction did not record may be different, and it still does the
 * same.
 *
 * Over the built-in corpus and the workloads, where every transaction has a purpose; random
 * programs are in `engines/randomBlocks.test.ts`. The last test takes facts away, to see the
 * property fail.
 */
import { describe, expect, it } from 'vitest';

import type { Alloc, Block } from '#engine/api/index.js';
import { disturb } from '#engine/evm/testing/disturbance.js';
import { createStage } from '#engine/evm/testing/stage.js';
import type { Fact } from '#engine/primitives/facts.js';
import { CommittedState } from '#engine/state/committedState.js';
import { corpus } from '#fixtures/corpus/index.js';
import { assemble } from '#generators/assembly/assemble.js';
import { addressNamed, createAddress } from '#generators/build/address.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { createRandom } from '#generators/build/random.js';
import { WORKLOADS, buildWorkload, isWorkloadName } from '#generators/workloads/index.js';

const SEED = 1;
const LONG = { timeout: 60_000 };
const random = createRandom(SEED, 'disturbances');
const draw = (end: number): number => Number(random(BigInt(end)));

/** Disturbs before each transaction; returns how many facts were relied on. */
async function expectSufficient(block: Block, preState: Alloc): Promise<number> {
  const stage = createStage(block);
  const state = new CommittedState(preState);
  let factCount = 0;
  for (const transaction of block.transactions) {
    const seen = await stage.run(transaction, state);
    const elsewhere = new CommittedState(disturb(state.toAlloc(), seen.reads, draw));
    expect(await stage.run(transaction, elsewhere)).toEqual(seen);
    factCount += seen.reads.length;
    state.apply(seen.writes);
  }
  return factCount;
}

describe('the facts of a transaction suffice', () => {
  it.each(['Shanghai', 'Osaka'] as const)('in the corpus under %s', LONG, async (fork) => {
    let factCount = 0;
    for (const { preState, blocks } of corpus(fork)) {
      // One block of a case, and of that a few transactions: the rest repeats them on other states.
      const [first] = blocks;
      if (first !== undefined) {
        const transactions = first.block.transactions.slice(0, 5);
        factCount += await expectSufficient({ ...first.block, transactions }, preState);
      }
    }
    expect(factCount).toBeGreaterThan(100);
  });

  it.each(Object.keys(WORKLOADS).filter(isWorkloadName))('in the workload %s', async (name) => {
    const options = { transactions: 5, seed: SEED, fork: 'Osaka' } as const;
    const { block, preState } = buildWorkload(name, options);
    expect(await expectSufficient(block, preState)).toBeGreaterThan(0);
  });
});

describe('without one kind of fact', () => {
  const C = addressNamed('C');
  const [T, N] = [addressNamed('T'), addressNamed('N')];
  const pay = `0 0 0 0 5 ${T} GAS CALL 2 SSTORE`;
  it.each<[Fact['kind'], string]>([
    ['balance', `${T} BALANCE 1 SSTORE`],
    ['balance-at-least', pay],
    ['nonce', '0 0 0 CREATE 1 SSTORE'],
    ['code', `${T} EXTCODESIZE 1 SSTORE`],
    ['storage', '1 SLOAD 1 ADD 1 SSTORE'],
    ['empty', `${N} EXTCODEHASH 1 SSTORE`],
    ['has-storage', '0 0 0 CREATE 1 SSTORE'],
    ['removable', `0 0 0 0 0 ${N} GAS CALL`],
  ])('(%s) a disturbance is seen', async (kind, code) => {
    const chain = new ChainBuilder('Osaka');
    chain.put(C, { balance: '0x64', nonce: '0x1', code: assemble(code) });
    chain.put(T, { balance: '0x64' });
    chain.put(createAddress(C, 1), { balance: '0x1' });
    const block = chain.block([chain.anyone({ to: C, gas: 500_000n })]);
    const stage = createStage(block);
    const [transaction] = block.transactions;
    const state = new CommittedState(chain.preState);
    if (transaction === undefined) {
      throw new Error('the block has a transaction');
    }
    const seen = await stage.run(transaction, state);
    const kept = seen.reads.filter((fact) => fact.kind !== kind);
    expect(kept.length).toBeLessThan(seen.reads.length);
    let isSeen = false;
    for (let trial = 0; trial < 40 && !isSeen; trial += 1) {
      const elsewhere = new CommittedState(disturb(state.toAlloc(), kept, draw));
      const other = await stage.run(transaction, elsewhere);
      isSeen =
        JSON.stringify([other.outcome, other.writes], spell) !==
        JSON.stringify([seen.outcome, seen.writes], spell);
    }
    expect(isSeen).toBe(true);
  });
});

function spell(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}` : value;
}
