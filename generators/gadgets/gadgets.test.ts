/**
 * Gadget programs: interpreted and compiled, they do what the model says.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Address, Alloc, ExecutionResult } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/index.js';
import { addressNamed, create2Address } from '#generators/build/address.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { byteLength, word } from '#generators/build/hex.js';
import { type ProgramOptions, programs } from '#generators/gadgets/arbitrary.js';
import { CHILD_INITCODE, INTERPRETER_ADDRESS } from '#generators/gadgets/child.js';
import { compileProgram } from '#generators/gadgets/compiler.js';
import { encodeProgram, INTERPRETER } from '#generators/gadgets/interpreter.js';
import { operationsIn, type Program, witness } from '#generators/gadgets/operation.js';
import { MODELLED, type ModelWorld, runModel } from '#generators/gadgets/testing/model.js';

const RUNS = { seed: 20_261, numRuns: 300 };
const NOBODY = 2;
const TOP = 3;
const RUNNERS = 2;
const ADDRESSES: readonly Address[] = [
  addressNamed('runner 0'),
  addressNamed('runner 1'),
  addressNamed('nobody'),
  addressNamed('top'),
];
const BALANCE = 3;
const ENGINE = createSerialEngine();

type Mode = 'interpreted' | 'compiled';

function resolve(who: number): Address {
  const address = ADDRESSES[who];
  if (address === undefined) throw new RangeError(`there is no account ${who}`);
  return address;
}

/** Runs a program in a transaction of its own. */
async function run(program: Program, mode: Mode, wei = 0n): Promise<ExecutionResult> {
  const chain = new ChainBuilder('Prague');
  const storage = { [word(0)]: word(1) };
  const isCompiled = mode === 'compiled';
  const code = isCompiled ? compileProgram(program, resolve) : INTERPRETER;
  for (const [who, address] of ADDRESSES.entries()) {
    if (who === NOBODY) continue;
    const balance = `0x${BALANCE.toString(16)}` as const;
    chain.put(address, { balance, nonce: '0x1', code: who === TOP ? code : INTERPRETER, storage });
  }
  chain.put(INTERPRETER_ADDRESS, { balance: '0x0', nonce: '0x1', code: INTERPRETER });
  const input = isCompiled ? '0x' : encodeProgram(program, resolve);
  // A call that fails takes all its gas with it.
  const gas = 2n ** 34n;
  const block = chain.block([chain.anyone({ to: resolve(TOP), gas, value: wei, input })], {
    env: { currentGasLimit: `0x${gas.toString(16)}` },
  });
  return ENGINE.execute(block, chain.preState);
}

/** What is left of a run, as the model has it. */
function told(result: ExecutionResult): unknown {
  if (result.status !== 'accepted') throw new Error(JSON.stringify(result));
  const [receipt] = result.receipts;
  return {
    isDone: receipt?.status === '0x1',
    logs: receipt?.logs.map(({ address, topics, data }) => ({
      by: ADDRESSES.indexOf(address),
      topic: Number(topics[0]),
      acc: BigInt(data),
    })),
    accounts: ADDRESSES.map((address) => toldOf(result.postState, address)),
  };
}

function toldOf(state: Alloc, address: Address): unknown {
  const { balance = '0x0', storage = {} } = state[address] ?? {};
  return {
    balance: BigInt(balance),
    storage: Object.fromEntries(
      Object.entries(storage).map(([slot, value]) => [Number(slot), BigInt(value)]),
    ),
  };
}

function modelled(program: Program): unknown {
  const world: ModelWorld = new Map();
  for (const who of ADDRESSES.keys()) {
    const [balance, storage] = who === NOBODY ? [0, []] : [BALANCE, [[0, 1n] as const]];
    const transient = new Map<number, bigint>();
    world.set(who, { balance: BigInt(balance), storage: new Map(storage), transient });
  }
  const { status, logs } = runModel(world, TOP, program);
  const accounts = [...world.values()].map(({ balance, storage }) => ({
    balance,
    storage: Object.fromEntries([...storage].filter(([, value]) => value !== 0n)),
  }));
  return { isDone: status === 'returned', logs, accounts };
}

const OPTIONS: ProgramOptions = { accounts: 3, runners: RUNNERS, lengthMax: 8 };

describe('a program', { timeout: 60_000 }, () => {
  test.each(['interpreted', 'compiled'] as const)('%s does what it means', async (mode) => {
    const seen = new Map<string, number>();
    const modelledOnly = programs({ ...OPTIONS, only: MODELLED, gas: [null] });
    const property = fc.asyncProperty(modelledOnly, async (program) => {
      const witnessed = [...program, witness(0)];
      expect(told(await run(witnessed, mode))).toEqual(modelled(witnessed));
      for (const { op } of operationsIn(program)) seen.set(op, (seen.get(op) ?? 0) + 1);
    });
    await fc.assert(property, RUNS);

    expect([...seen.keys()].toSorted()).toEqual(MODELLED.toSorted());
    expect(Math.min(...seen.values())).toBeGreaterThan(20);
  });

  test('means the same interpreted and compiled, but for gas and code', async () => {
    let worked = 0;
    const property = fc.asyncProperty(programs({ ...OPTIONS, lengthMax: 6 }), async (program) => {
      const operations = [...operationsIn(program)];
      fc.pre(!operations.some((operation) => dependsOnCost(operation)));
      const witnessed = [...program, witness(0)];
      const [one, other] = [await run(witnessed, 'interpreted'), await run(witnessed, 'compiled')];
      expect(told(one)).toEqual(told(other));
      worked += 1;
    });
    await fc.assert(property, { ...RUNS, numRuns: 150 });

    expect(worked).toBe(150);
  });

  test('makes children that run programs, end, and are made anew without a memory', async () => {
    const child = create2Address(resolve(TOP), 1, CHILD_INITCODE);
    const result = await run([{ op: 'create', salt: 1 }, witness(0)], 'interpreted');
    if (result.status !== 'accepted') throw new Error('refused');

    expect(byteLength(result.postState[child]?.code ?? '0x')).toBeGreaterThan(20);
    expect(BigInt(result.postState[resolve(TOP)]?.storage?.[word(0x8000)] ?? '0x0')).toBe(
      BigInt(child),
    );
  });
});

/** What depends on how a program is run, and not on what it means. */
function dependsOnCost(operation: Program[number]): boolean {
  if (operation.op === 'call') return operation.gas !== null;
  return operation.op === 'gas' || operation.op === 'look' || operation.op === 'precompile';
}
