/** The engine `block-stm`: whatever the schedule, what serial execution does. */
import { afterAll, describe, expect, it } from 'vitest';

import type { AcceptedBlock, Alloc, Block, Engine, ExecutionResult } from '#engine/api/index.js';
import { createBlockSTMEngine, createSerialEngine } from '#engine/index.js';
import { corpus } from '#fixtures/corpus/index.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { assemble } from '#generators/assembly/assemble.js';
import { word } from '#generators/build/hex.js';
import { COUNTER } from '#generators/contracts/counter.js';
import { buildWorkload } from '#generators/workloads/index.js';
import { firstDifference } from '#harness/compare/index.js';

const serial = createSerialEngine();
const threads = createBlockSTMEngine({ lanes: 2, minParallel: 0 });
afterAll(() => threads.close?.());

function simulated(seed: bigint, lanes = 3): Engine {
  return createBlockSTMEngine({ lanes, runtime: { kind: 'simulation', seed } });
}

function accepted(result: ExecutionResult): AcceptedBlock {
  if (result.status === 'rejected') throw new Error(JSON.stringify(result.rejection));
  return result;
}

/** What the transactions read and wrote, or `null` for a block that is not accepted. */
function accessesOf(result: ExecutionResult): AcceptedBlock['accesses'] | null {
  return result.status === 'accepted' ? result.accesses : null;
}

interface Case {
  readonly block: Block;
  readonly preState: Alloc;
}

const HOT = ['hot-counter', 'transfer-chain', 'erc20-hot-holder'] as const;

function hot(name: (typeof HOT)[number], transactions: number): Case {
  return buildWorkload(name, { transactions, seed: 1, fork: 'Osaka' });
}

describe.each(['Berlin', 'Cancun', 'Osaka'] as const)('on the corpus under %s', (fork) => {
  it.each(corpus(fork).map((one) => [one.id, one] as const))('%s equals serial', async (_, one) => {
    let preState = one.preState;
    for (const [number, { block }] of one.blocks.entries()) {
      const options = { invalidTransactions: one.policy, accesses: true };
      const truth = await serial.execute(block, preState, options);
      const result = await simulated(BigInt(number)).execute(block, preState, options);
      expect(firstDifference(truth, result)).toBeNull();
      expect(accessesOf(result)).toEqual(accessesOf(truth));
      expect(result.stats.path.kind).toBe(block.transactions.length > 0 ? 'parallel' : 'serial');
      preState = truth.status === 'accepted' ? truth.postState : preState;
    }
  });
});

describe('under conflict', () => {
  it.each(HOT)('%s equals serial in every simulated schedule', async (name) => {
    const { block, preState } = hot(name, 8);
    const truth = await serial.execute(block, preState);
    let aborts = 0;
    for (let seed = 0n; seed < 25n; seed += 1n) {
      const result = await simulated(seed).execute(block, preState);
      expect(firstDifference(truth, result), `seed ${String(seed)}`).toBeNull();
      aborts += result.stats.aborts;
    }
    // Not vacuous: the schedules did run into each other.
    expect(aborts).toBeGreaterThan(0);
  });

  it.each(HOT)('%s equals serial on threads, block after block', async (name) => {
    const { block, preState } = hot(name, 30);
    const truth = await serial.execute(block, preState);
    for (let round = 0; round < 3; round += 1) {
      const result = await threads.execute(block, preState);
      expect(firstDifference(truth, result)).toBeNull();
      expect(result.stats.path).toEqual({ kind: 'parallel' });
    }
  });
});

describe('a run is its schedule', () => {
  const { block, preState } = hot('hot-counter', 10);

  it('a simulated run is repeated by its seed, stats included', async () => {
    const first = await simulated(7n).execute(block, preState);
    expect(first.stats.schedule).toBe('random:7');
    const again = createBlockSTMEngine({ lanes: 3, minParallel: 0 });
    expect(await again.execute(block, preState, { schedule: 'random:7' })).toEqual(first);
  });

  it('a run on threads is repeated in simulation by its steps, stats included', async () => {
    const first = await threads.execute(block, preState);
    const { schedule } = first.stats;
    if (schedule === undefined) throw new Error('a run on threads says what repeats it');
    expect(schedule).toMatch(/^steps:[01]{40,}$/);
    expect(await threads.execute(block, preState, { schedule })).toEqual(first);
  });
});

describe('a body that fails', () => {
  const ASKER = assemble(`
    CALLDATASIZE @set JUMPI
    0 SLOAD BLOCKHASH 1 SSTORE STOP
  set:
    0 CALLDATALOAD 0 SSTORE STOP
  `);

  /** Asks for the hash of the block in slot 0: one that the env lacks, until it is changed. */
  function asking(isChangedBefore: boolean): Case {
    const chain = new ChainBuilder('Osaka');
    const missing = { [word(0)]: word(chain.nextNumber - 9) };
    const asker = chain.contract('asker', ASKER, { storage: missing });
    const change = chain.anyone({ to: asker, gas: 100_000n, input: word(0) });
    const ask = chain.anyone({ to: asker, gas: 100_000n });
    return {
      block: chain.block(isChangedBefore ? [change, ask] : [ask, change]),
      preState: chain.preState,
    };
  }

  it('on a view that was never true is no failure of the block', async () => {
    const { block, preState } = asking(true);
    const truth = await serial.execute(block, preState);
    const paths = new Set<string>();
    for (let seed = 0n; seed < 30n; seed += 1n) {
      const result = await simulated(seed).execute(block, preState);
      expect(firstDifference(truth, result)).toBeNull();
      const { path } = result.stats;
      paths.add(path.kind === 'serial' ? (path.reason.split(':')[0] ?? '') : path.kind);
    }
    expect([...paths].sort()).toEqual(['lane failed', 'parallel']);
  });

  it.each([
    ['on threads', threads],
    ['in simulation', simulated(1n)],
  ])('%s fails the execution where it is true, and the engine goes on', async (_, engine) => {
    const { block, preState } = asking(false);
    await expect(serial.execute(block, preState)).rejects.toThrow('env.blockHashes has no block');
    await expect(engine.execute(block, preState)).rejects.toThrow('env.blockHashes has no block');
    const good = hot('hot-counter', 20);
    const truth = await serial.execute(good.block, good.preState);
    const result = await engine.execute(good.block, good.preState);
    expect(firstDifference(truth, result)).toBeNull();
    expect(result.stats.path).toEqual({ kind: 'parallel' });
  });
});

describe('a schedule that cannot be followed', () => {
  it.each(['steps:0', 'steps:0000000000', 'steps:z', 'steps:01010101010101010101'] as const)(
    '%s is refused, and the engine goes on',
    async (schedule) => {
      const { block, preState } = hot('hot-counter', 20);
      const engine = simulated(1n);
      await expect(engine.execute(block, preState, { schedule })).rejects.toThrow(
        /schedule|replay/,
      );
      const truth = await serial.execute(block, preState);
      expect(firstDifference(truth, await engine.execute(block, preState))).toBeNull();
    },
  );
});

describe('an execution that is no longer wanted', () => {
  it('ends on threads, and the next one is as good as any', async () => {
    const { block, preState } = hot('hot-counter', 400);
    const stop = new AbortController();
    const execution = threads.execute(block, preState, { signal: stop.signal });
    setImmediate(() => {
      stop.abort(new Error('enough'));
    });
    await expect(execution).rejects.toThrow('enough');
    const truth = await serial.execute(block, preState);
    expect(firstDifference(truth, await threads.execute(block, preState))).toBeNull();
  });
});

describe('the serial path', () => {
  it('is taken below the least size, and says so', async () => {
    const { block, preState } = hot('transfer-chain', 3);
    const engine = createBlockSTMEngine({ minParallel: 4 });
    const { stats } = await engine.execute(block, preState);
    await engine.close?.();
    expect(stats.path).toEqual({
      kind: 'serial',
      reason: 'fewer than 4 transactions that run code',
    });
    expect(stats.executions).toBe(3);
  });

  it('is taken by plain payments, however many, until they run code', async () => {
    const { block, preState } = hot('transfer-chain', 20);
    const engine = createBlockSTMEngine();
    const { stats } = await engine.execute(block, preState);
    const withCode = { balance: '0x0', code: '0x00' } as const;
    const called = block.transactions.map(({ to }): [string, typeof withCode] => [
      to ?? '',
      withCode,
    ]);
    const calls = await engine.execute(block, { ...preState, ...Object.fromEntries(called) });
    await engine.close?.();
    const reason = 'fewer than 16 transactions that run code';
    expect(stats.path).toEqual({ kind: 'serial', reason });
    expect(calls.stats.path).toEqual({ kind: 'parallel' });
  });

  it('is not taken when a schedule is asked for', async () => {
    const { block, preState } = hot('transfer-chain', 3);
    const engine = createBlockSTMEngine();
    const { stats } = await engine.execute(block, preState, { schedule: 'random:1' });
    expect(stats.path).toEqual({ kind: 'parallel' });
    expect(stats.minParallel).toBe(16);
  });
});

describe('admission', () => {
  it('takes back what a transaction without room has written, in every schedule', async () => {
    const one = corpus('Osaka').find(({ id }) => id === 'gas-limits/block-one-past-skipped');
    const first = one?.blocks[0];
    if (one === undefined || first === undefined) throw new Error('the corpus has the case');
    const options = { invalidTransactions: 'skip' } as const;
    const truth = accepted(await serial.execute(first.block, one.preState, options));
    expect(truth.rejected.length).toBeGreaterThan(0);
    for (let seed = 0n; seed < 40n; seed += 1n) {
      const result = await simulated(seed).execute(first.block, one.preState, options);
      expect(firstDifference(truth, result), `seed ${String(seed)}`).toBeNull();
      expect(result.stats).toMatchObject({ path: { kind: 'parallel' }, fallbacks: 0 });
    }
  });

  it('stops the lanes when a transaction ends its block', async () => {
    // Long, since the lane that finds the end may have to wait for a processor meanwhile.
    const count = 600;
    const { block, preState } = hot('transfer-chain', count);
    const [first, second, ...rest] = block.transactions;
    if (first === undefined || second === undefined) throw new Error('the block has two');
    const broken = { ...block, transactions: [first, { ...second, gas: '0x1' } as const, ...rest] };
    const truth = await serial.execute(broken, preState);
    expect(truth.status).toBe('rejected');
    for (const engine of [threads, simulated(1n)]) {
      const result = await engine.execute(broken, preState);
      expect(firstDifference(truth, result)).toBeNull();
      expect(result.stats.executions).toBeLessThan(count);
    }
  });
});

it('counts the calls of a counter', async () => {
  const chain = new ChainBuilder('Osaka');
  const counter = chain.contract('counter', COUNTER);
  const bump = (): ReturnType<ChainBuilder['anyone']> =>
    chain.anyone({ to: counter, gas: 100_000n });
  const block = chain.block([bump(), bump(), bump()]);
  const result = accepted(await simulated(3n, 2).execute(block, chain.preState));
  expect(Object.values(result.postState[counter]?.storage ?? {}).map(BigInt)).toEqual([3n]);
});
