/**
 * Law: what commutes does not conflict: payments into one account, fees, calls that change nothing,
 * one sender's transactions in order. No schedule aborts any of them.
 *
 * The other half: whoever does look at such a balance sees the right one in every schedule.
 */
import { describe, expect, test } from 'vitest';

import type { Transaction } from '#engine/api/index.js';
import { createBlockSTMEngine, createSerialEngine, randomSchedule } from '#engine/index.js';
import { addressNamed } from '#generators/build/address.js';
import { ChainBuilder, ETHER } from '#generators/build/chain.js';
import { BENEFICIARY } from '#generators/build/env.js';
import { encodeWords } from '#generators/contracts/calls.js';
import {
  ACCOUNT_PROBE,
  accountProbeCall,
  BENEFICIARY_PROBE,
  SELF_PROBE,
} from '#generators/contracts/probes.js';
import { firstDifference } from '#harness/compare/index.js';
import type { Scene } from '#properties/random/scene.js';
import { effort } from '#properties/effort.js';

const SCHEDULES = BigInt(effort(25, 60));
const ENGINES = ([2, 4] as const).flatMap((lanes) =>
  (['abort', 'suspend'] as const).map((onEstimate) => createBlockSTMEngine({ lanes, onEstimate })),
);
const PAYEE = addressNamed('payee');

/** A scene from the transactions that `write` makes on an Osaka chain. */
function scene(write: (chain: ChainBuilder) => readonly Transaction[]): Scene {
  const chain = new ChainBuilder('Osaka');
  const transactions = write(chain);
  return { block: chain.block(transactions), preState: chain.preState };
}

function payments(chain: ChainBuilder, to: `0x${string}`, count: number): readonly Transaction[] {
  return chain.senders(count).map((from) => chain.transfer(from, to, 5n));
}

const COMMUTING: Readonly<Record<string, Scene>> = {
  'payments to one account': scene((chain) => {
    chain.put(PAYEE, { balance: '0x7' });
    return payments(chain, PAYEE, 6);
  }),
  'payments that make an account': scene((chain) => payments(chain, PAYEE, 6)),
  'payments to the beneficiary of all fees': scene((chain) => payments(chain, BENEFICIARY, 6)),
  'fees of payments between strangers': scene((chain) =>
    chain.senders(6).map((from, i) => chain.transfer(from, addressNamed(`payee ${i}`), 1n)),
  ),
  'calls of one contract that change nothing': scene((chain) => {
    const idle = chain.contract('idle', '0x00');
    return Array.from({ length: 6 }, () => chain.anyone({ to: idle, gas: 50_000n }));
  }),
  'payments into one contract': scene((chain) => {
    const box = chain.contract('box', '0x00');
    return Array.from({ length: 6 }, () => chain.anyone({ to: box, gas: 50_000n, value: 3n }));
  }),
  'a run of one sender': scene((chain) => {
    const sender = chain.sender(ETHER);
    return Array.from({ length: 6 }, () => chain.transfer(sender, PAYEE, 1n));
  }),
  'the runs of two senders, one through the other': scene((chain) => {
    const [first, second] = [chain.sender(ETHER), chain.sender(ETHER)];
    return [first, second, second, first, second, first].map((from) =>
      chain.transfer(from, PAYEE, 1n),
    );
  }),
};

const LOOKED_AT: Readonly<Record<string, Scene>> = {
  'the balance of an account that all pay': scene((chain) => {
    const probe = chain.contract('probe', ACCOUNT_PROBE);
    const look = (at: bigint): Transaction =>
      chain.anyone({ to: probe, gas: 200_000n, input: accountProbeCall(PAYEE, at) });
    const [a, b, c, d] = payments(chain, PAYEE, 4);
    return [a, look(8n), b, c, look(16n), d].filter((one) => one !== undefined);
  }),
  'the balance of the beneficiary': scene((chain) => {
    const probe = chain.contract('probe', BENEFICIARY_PROBE);
    const look = (slot: bigint): Transaction =>
      chain.anyone({ to: probe, gas: 200_000n, input: encodeWords(slot) });
    const [a, b, c] = payments(chain, PAYEE, 3);
    return [a, look(1n), b, look(2n), c, look(3n)].filter((one) => one !== undefined);
  }),
  'the own balance of a contract that all pay': scene((chain) => {
    const probe = chain.contract('probe', SELF_PROBE);
    const look = (slot: bigint): Transaction =>
      chain.anyone({ to: probe, gas: 200_000n, input: encodeWords(slot) });
    const pay = (): Transaction => chain.anyone({ to: probe, gas: 50_000n, value: 3n });
    return [pay(), look(1n), pay(), pay(), look(2n), pay()];
  }),
};

describe('without a conflict nothing is aborted', () => {
  test.each(Object.entries(COMMUTING))('%s', async (_, { block, preState }) => {
    const truth = await createSerialEngine().execute(block, preState);
    expect(truth.status).toBe('accepted');
    for (const engine of ENGINES) {
      for (let seed = 0n; seed < SCHEDULES; seed += 1n) {
        const schedule = randomSchedule(seed);
        const result = await engine.execute(block, preState, { schedule });
        expect(firstDifference(truth, result), schedule).toBeNull();
        const { aborts, suspensions, executionsMax, lanes } = result.stats;
        expect({ aborts, suspensions, executionsMax }, `${lanes} lanes, ${schedule}`).toEqual({
          aborts: 0,
          suspensions: 0,
          executionsMax: 1,
        });
      }
    }
  });
});

describe('who looks sees what serial execution sees', () => {
  test.each(Object.entries(LOOKED_AT))('%s', async (_, { block, preState }) => {
    const truth = await createSerialEngine().execute(block, preState);
    let aborts = 0;
    for (const engine of ENGINES) {
      for (let seed = 0n; seed < SCHEDULES; seed += 1n) {
        const schedule = randomSchedule(seed);
        const result = await engine.execute(block, preState, { schedule });
        expect(firstDifference(truth, result), schedule).toBeNull();
        aborts += result.stats.aborts;
      }
    }
    // Not vacuous: some looked too early and had to look again.
    expect(aborts).toBeGreaterThan(0);
  });
});
