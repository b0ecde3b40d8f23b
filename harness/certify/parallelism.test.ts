/**
 * The claim `parallel`, with engines that take no time and clocks that are told what to show.
 */
import { describe, expect, test } from 'vitest';
import type { Block, Engine, ExecutionResult, Stats } from '#engine/api/index.js';
import { corpus } from '#fixtures/corpus/index.js';
import { COMPUTE_IN_CHAIN } from '#generators/contracts/compute.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { certify } from '#harness/certify/certify.js';
import type { CertifyOptions } from '#harness/certify/certifyOptions.js';

const oracle = createOracle();
const counter = corpus('Cancun').filter(({ id }) => id === 'hot-spots/counter');

/** How long one execution takes and how many processors it keeps busy. */
interface Effort {
  readonly wall: number;
  readonly busy: number;
}

/** Two clocks that move only when somebody works. */
class Clocks {
  readonly processors: number;
  #wall = 0;
  #processor = 0;

  constructor(processors = 2) {
    this.processors = processors;
  }

  wall(): number {
    return this.#wall;
  }

  processor(): number {
    return this.#processor;
  }

  spend({ wall, busy }: Effort): void {
    this.#wall += wall;
    this.#processor += wall * busy;
  }
}

/** What serial execution of a hashing block might return: nobody here executes one. */
function hashed(block: Block, result: ExecutionResult): ExecutionResult {
  if (result.status === 'rejected') return result;
  return { ...result, receipts: [], gasUsed: `0x${block.transactions.length.toString(16)}` };
}

/** The first transaction does what the others would have to share. */
const isWhole = ({ transactions: [first, second] }: Block): boolean => first?.gas !== second?.gas;

/** The corpus case has ten transactions, the hashing blocks have more. */
const isHashing = ({ transactions }: Block): boolean => transactions.length !== 10;

interface Scene {
  readonly clocks?: Clocks;
  /** Of the engine, on the work split and whole. */
  readonly split: Effort;
  readonly whole: Effort;
  /** On the work in a chain; default as whole. */
  readonly chain?: Effort;
  readonly stats?: Partial<Stats>;
  /** What the engine returns of a hashing block. */
  readonly change?: (result: ExecutionResult) => ExecutionResult;
}

async function certified(
  { clocks = new Clocks(), split, whole, chain = whole, stats, change = (same) => same }: Scene,
  options: Partial<CertifyOptions> = {},
) {
  const [first] = counter;
  const [stated] = first?.blocks ?? [];
  if (first === undefined || stated === undefined) throw new Error('the corpus has lost a case');
  const truth = await oracle.execute(stated.block, first.preState);
  const judge: Engine = {
    info: oracle.info,
    execute: async (block) => {
      if (!isHashing(block)) return truth;
      clocks.spend({ wall: 1_000, busy: 1 });
      return hashed(block, truth);
    },
  };
  const engine: Engine = {
    info: {
      ...oracle.info,
      name: 'claims',
      capabilities: { ...oracle.info.capabilities, parallel: true },
    },
    execute: async (block, preState) => {
      const all = { ...truth.stats, path: { kind: 'parallel' }, lanes: 2, ...stats } as const;
      if (!isHashing(block)) return { ...truth, stats: all };
      const isChain = Object.values(preState).some(({ code }) => code === COMPUTE_IN_CHAIN);
      clocks.spend(isWhole(block) ? whole : isChain ? chain : split);
      return change({ ...hashed(block, truth), stats: all });
    },
  };
  return await certify(engine, {
    judges: [{ name: 'oracle', level: 1, engine: judge }],
    forks: ['Cancun'],
    cases: () => counter.map((judged) => ({ id: judged.id, build: () => judged })),
    meter: clocks,
    ...options,
  });
}

const SERIAL: Scene = { split: { wall: 900, busy: 1 }, whole: { wall: 900, busy: 1 } };
const OVERLAP: Scene = { split: { wall: 900, busy: 1.8 }, whole: { wall: 900, busy: 1 } };
const TIMING: Scene = { split: { wall: 500, busy: 0.1 }, whole: { wall: 900, busy: 0.1 } };

describe('the claim is proved', () => {
  test('by processors that were busy at once', async () => {
    expect(await certified(OVERLAP)).toMatchObject({
      verdict: 'pass',
      parallelProof: { kinds: ['overlap'], lanes: 2, parallelBlocks: 1, rounds: 1 },
    });
  });

  test('by time, of an engine that works in another process', async () => {
    expect(await certified(TIMING)).toMatchObject({
      verdict: 'pass',
      parallelProof: { kinds: ['timing'], rounds: 3 },
    });
  });
});

describe('the claim is not proved, and the reason says why', () => {
  test.each([
    ['by saying so', SERIAL, 'at most 1.00 processors were busy'],
    [
      'on a serial path',
      { ...OVERLAP, stats: { path: serial() } },
      'block 0, was executed serially',
    ],
    [
      'by being slow at large transactions',
      { ...TIMING, chain: TIMING.split },
      '1.80 times as fast as whole and 1.00 times as in a chain',
    ],
    ['with a fallback', { ...OVERLAP, stats: { fallbacks: 1 } }, 'fell back to serial execution'],
    ['on one lane', { ...OVERLAP, stats: { lanes: 1 } }, 'the engine has one lane'],
    ['on one processor', { ...OVERLAP, clocks: new Clocks(1) }, 'this machine has one processor'],
  ])('%s', async (_how, scene, words) => {
    const certificate = await certified(scene);
    expect(certificate).toMatchObject({ verdict: 'inconclusive', parallelProof: null });
    expect(certificate.reason).toContain(words);
    expect(certificate.reason).toContain('--claim equivalence');
  });

  test('in simulation, which no clock can see into', async () => {
    const schedules = { asConfigured: false, seeded: 1 };
    const certificate = await certified(OVERLAP, { schedules });
    expect(certificate).toMatchObject({ verdict: 'inconclusive', parallelProof: null });
    expect(certificate.reason).toContain('certify on threads');
  });
});

test('without the claim nothing is measured', async () => {
  const clocks = new Clocks();
  const certificate = await certified({ ...OVERLAP, clocks }, { claim: 'equivalence' });
  expect(certificate).toMatchObject({ verdict: 'pass', parallelProof: null });
  expect(clocks.wall()).toBe(0);
});

test('a wrong result of the measured block is a divergence', async () => {
  const certificate = await certified({
    ...OVERLAP,
    change: (result) => (result.status === 'accepted' ? { ...result, gasUsed: '0x7' } : result),
  });
  expect(certificate).toMatchObject({ verdict: 'fail', divergences: 1, parallelProof: null });
  expect(certificate.reason).toContain('proof of parallelism under Cancun: ');
});

test('an engine that fails while it is measured has crashed', async () => {
  const certificate = await certified({
    ...OVERLAP,
    change: () => {
      throw new Error('too much');
    },
  });
  expect(certificate).toMatchObject({ verdict: 'crash', parallelProof: null });
});

function serial(): Stats['path'] {
  return { kind: 'serial', reason: 'just so' };
}
