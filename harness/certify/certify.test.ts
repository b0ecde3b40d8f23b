import { describe, expect, test } from 'vitest';
import type { AcceptedBlock, Block, Engine, ExecutionResult } from '#engine/api/index.js';
import { corpus, type CorpusCase } from '#fixtures/corpus/index.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import type { Finding } from '#harness/certify/certificate.js';
import { certify } from '#harness/certify/certify.js';
import type { CertifyOptions } from '#harness/certify/certifyOptions.js';
import type { UnbuiltCase } from '#harness/certify/corpusCases.js';
import type { Judge } from '#harness/certify/court.js';

/** The oracle, asked once about each block: these tests are about judging, not about executing. */
function createRememberingOracle(): Engine {
  const oracleItself = createOracle();
  const results = new Map<Block, Promise<ExecutionResult>>();
  return {
    info: oracleItself.info,
    execute: async (block, ...rest) => {
      const known = results.get(block) ?? oracleItself.execute(block, ...rest);
      results.set(block, known);
      return await known;
    },
  };
}

const oracle = createRememberingOracle();
const JUDGES: readonly Judge[] = [{ name: 'oracle', level: 1, engine: oracle }];
const CASES = ['transfers/chain', 'hot-spots/counter', 'gas-limits/block-one-past'];

const CANCUN = corpus('Cancun');

/** Three cases, so that a run takes a moment only. */
const FEW = CANCUN.filter(({ id }) => CASES.includes(id));

function built(cases: readonly CorpusCase[]): readonly UnbuiltCase[] {
  return cases.map((judged) => ({ id: judged.id, build: () => judged }));
}

const OPTIONS = {
  judges: JUDGES,
  claim: 'equivalence',
  forks: ['Cancun'],
  cases: () => built(FEW),
  seed: 7,
} as const satisfies CertifyOptions;

/** The oracle with its answers changed. */
function engineWith(
  change: (result: ExecutionResult) => ExecutionResult | Promise<ExecutionResult>,
  capabilities: Partial<Engine['info']['capabilities']> = {},
): Engine {
  const { info } = oracle;
  return {
    info: { ...info, name: 'changed', capabilities: { ...info.capabilities, ...capabilities } },
    execute: async (...given) => await change(await oracle.execute(...given)),
  };
}

function ifAccepted(change: (result: AcceptedBlock) => AcceptedBlock) {
  return (result: ExecutionResult): ExecutionResult =>
    result.status === 'accepted' ? change(result) : result;
}

const honest = engineWith((result) => result);

describe('an engine that agrees', () => {
  test('passes, and the certificate says in how much', async () => {
    const certificate = await certify(honest, OPTIONS);
    expect(certificate).toMatchObject({
      engine: 'changed',
      claim: 'equivalence',
      profile: 'quick',
      verdict: 'pass',
      blocks: 3,
      divergences: 0,
      findings: 0,
      failures: [],
      parallelProof: null,
      oracleLevels: [1],
      forks: ['Cancun'],
      official: null,
      seed: 7,
      interrupted: false,
    });
    expect(certificate.compared).toBeGreaterThan(100);
    expect(certificate.seconds).toBeGreaterThan(0);
  });

  test('is not certified as parallel when it has no parallel path', async () => {
    const certificate = await certify(honest, { ...OPTIONS, claim: 'parallel' });
    expect(certificate).toMatchObject({ verdict: 'inconclusive', findings: 0 });
    expect(certificate.reason).toContain('changed has no parallel path');
    expect(certificate.reason).toContain('--claim equivalence');
  });

  test('is not certified as parallel by saying that it is', async () => {
    const certificate = await certify(
      engineWith((result) => result, { parallel: true }),
      { judges: JUDGES, forks: ['Cancun'], cases: () => built(FEW) },
    );
    expect(certificate).toMatchObject({ claim: 'parallel', verdict: 'inconclusive' });
    expect(certificate.reason).toContain('was executed serially');
  });
});

describe('nothing is passed over in silence', () => {
  test('a run that compares nothing is inconclusive', async () => {
    const certificate = await certify(honest, { ...OPTIONS, cases: () => [] });
    expect(certificate).toMatchObject({ verdict: 'inconclusive', compared: 0, blocks: 0 });
    expect(certificate.reason).toContain('nothing was compared');
  });

  test('a fork that was asked for and is not claimed is inconclusive and named', async () => {
    const forks = { forks: ['Cancun', 'Osaka'] } as const;
    const certificate = await certify(
      engineWith((result) => result, { forks: ['Cancun'] }),
      { ...OPTIONS, ...forks },
    );
    expect(certificate).toMatchObject({ verdict: 'inconclusive', forks: ['Cancun'] });
    expect(certificate.notCovered.map(({ what }) => what)).toContain('fork Osaka');
    expect(certificate.reason).toContain('fork Osaka');
  });

  test('a fork that is not claimed is named', async () => {
    const { forks: _all, ...options } = OPTIONS;
    const certificate = await certify(
      engineWith((result) => result, { forks: ['Cancun'] }),
      options,
    );
    expect(certificate).toMatchObject({ verdict: 'pass', forks: ['Cancun'] });
    const left = certificate.notCovered.map(({ what }) => what);
    expect(left).toEqual(expect.arrayContaining(['fork Berlin', 'fork Osaka', 'official tests']));
  });

  test('a policy that is not claimed is named', async () => {
    const skipping = CANCUN.filter(({ policy }) => policy === 'skip');
    expect(skipping.length).toBeGreaterThan(0);
    const certificate = await certify(
      engineWith((result) => result, { policies: ['reject-block'] }),
      { ...OPTIONS, cases: () => built(skipping) },
    );
    expect(certificate).toMatchObject({ verdict: 'inconclusive', blocks: 0 });
    expect(certificate.notCovered.map(({ what }) => what)).toContain('policy skip');
  });
});

describe('an engine that does not agree', () => {
  test('fails with the first difference, where it is and how to see it again', async () => {
    const found: Finding[] = [];
    const wrong = engineWith(
      ifAccepted((result) => ({
        ...result,
        receipts: result.receipts.map((receipt, index) =>
          index === 1 ? { ...receipt, gasUsed: '0x5209' } : receipt,
        ),
      })),
    );
    const certificate = await certify(wrong, {
      ...OPTIONS,
      engineName: 'module:my engine.mjs',
      onFinding: (finding, trial) => {
        expect(trial?.block.fork).toBe('Cancun');
        found.push(finding);
      },
    });
    expect(certificate).toMatchObject({ verdict: 'fail', divergences: 2, findings: 2, blocks: 3 });
    expect(certificate.failures).toEqual(found);
    expect(found[0]).toMatchObject({
      kind: 'divergence',
      caseId: 'transfers/chain',
      fork: 'Cancun',
      block: 0,
      path: 'receipts[1].gasUsed',
      actual: '0x5209',
      replay:
        "lockstep certify 'module:my engine.mjs' --only transfers/chain --fork Cancun --seed 7" +
        ' --claim equivalence',
    });
    expect(certificate.reason).toContain('transaction 1: gas used is 21001');
    expect(certificate.reason).toContain('the first of 2 findings');
  });

  test('fails when it accepts a block that is invalid', async () => {
    const [valid] = FEW;
    const [first] = valid?.blocks ?? [];
    if (valid === undefined || first === undefined) throw new Error('no case');
    const accepted = await oracle.execute(first.block, valid.preState);
    const lenient = engineWith((result) => (result.status === 'rejected' ? accepted : result));
    const certificate = await certify(lenient, OPTIONS);
    expect(certificate).toMatchObject({ verdict: 'fail', divergences: 1 });
    expect(certificate.failures[0]?.caseId).toBe('gas-limits/block-one-past');
  });

  test('says what was judged by family, and has a digest of the blocks', async () => {
    const certificate = await certify(honest, OPTIONS);
    const again = await certify(honest, OPTIONS);
    const fewer = await certify(honest, { ...OPTIONS, cases: () => built(FEW.slice(1)) });
    expect(certificate.families.reduce((sum, { judged }) => sum + judged, 0)).toBe(FEW.length);
    expect(again.casesDigest).toBe(certificate.casesDigest);
    expect(fewer.casesDigest).not.toBe(certificate.casesDigest);
  });

  test('is flaky when the same block comes out right another time', async () => {
    let count = 0;
    const flaky = engineWith(
      ifAccepted((result) => {
        count += 1;
        return count === 1 ? { ...result, gasUsed: '0x1' } : result;
      }),
    );
    const certificate = await certify(flaky, OPTIONS);
    expect(certificate).toMatchObject({ verdict: 'flaky', divergences: 1 });
    const [failure] = certificate.failures;
    expect(failure?.words).toContain('(in 1 of 20 runs, so in 0.13 to 25 % of them)');
    expect(failure?.rate).toMatchObject({ wrong: 1, runs: 20 });
  });

  test('is not trusted when it agrees with the judges against what the case states', async () => {
    const misstated = FEW.map((judged) => ({
      ...judged,
      blocks: judged.blocks.map(({ block }) => ({
        block,
        expect: { kind: 'accepted', statuses: [], rejected: [] } as const,
        after: [],
      })),
    }));
    const certificate = await certify(honest, { ...OPTIONS, cases: () => built(misstated) });
    expect(certificate).toMatchObject({ verdict: 'fail', divergences: 0, findings: 3 });
    expect(certificate.failures[0]).toMatchObject({ kind: 'expectation' });
    expect(certificate.failures[0]?.words).toContain('the case states otherwise');
  });
});

describe('an engine that breaks down', () => {
  test('crashes, and is given up when it crashes on and on', async () => {
    const broken = engineWith(() => {
      throw new Error('out of order');
    });
    const [some] = FEW;
    if (some === undefined) throw new Error('no case');
    const many = Array.from({ length: 30 }, () => some);
    const certificate = await certify(broken, { ...OPTIONS, cases: () => built(many) });
    expect(certificate).toMatchObject({ verdict: 'crash', findings: 10, blocks: 0 });
    expect(certificate.reason).toContain('out of order');
    expect(certificate.reason).toContain('given up: 10 crashes');
  });

  test('is given up for its crashes however many divergences came before', async () => {
    let count = 0;
    const wrongThenBroken = engineWith((result) => {
      count += 1;
      if (count > 180) throw new Error('out of order');
      return result.status === 'accepted' ? { ...result, gasUsed: '0x1' } : result;
    });
    const [some] = FEW;
    if (some === undefined) throw new Error('no case');
    const many = Array.from({ length: 100 }, () => some);
    const certificate = await certify(wrongThenBroken, { ...OPTIONS, cases: () => built(many) });
    expect(certificate).toMatchObject({ verdict: 'crash', divergences: 60, findings: 70 });
    // Fifty, and the first of those that decide the verdict.
    expect(certificate.failures).toHaveLength(51);
    expect(certificate.failures.at(-1)).toMatchObject({ kind: 'crash' });
    expect(certificate.reason).toContain('out of order');
  });

  test('is asked no more once it hangs', async () => {
    let count = 0;
    const stuck = engineWith(() => {
      count += 1;
      return new Promise(() => undefined);
    });
    const certificate = await certify(stuck, { ...OPTIONS, secondsPerBlockMax: 0.2 });
    expect(certificate).toMatchObject({ verdict: 'crash', findings: 1 });
    expect(certificate.reason).toContain('timed out after 0.2 seconds');
    expect(count).toBe(1);
  });
});

describe('judges who cannot tell', () => {
  const liar = engineWith(ifAccepted((result) => ({ ...result, gasUsed: '0x1' })));

  test('that disagree make the verdict inconclusive', async () => {
    const judges = [...JUDGES, { name: 'liar', level: 0, engine: liar }] as const;
    const certificate = await certify(honest, { ...OPTIONS, judges });
    expect(certificate).toMatchObject({ verdict: 'inconclusive', findings: 2, blocks: 1 });
    expect(certificate.failures[0]).toMatchObject({ kind: 'dispute', verdict: 'inconclusive' });
    expect(certificate.failures[0]?.words).toContain('the judges oracle and liar disagree');
  });

  test('that are not there make the verdict inconclusive', async () => {
    const certificate = await certify(honest, { ...OPTIONS, judges: [] });
    expect(certificate).toMatchObject({ verdict: 'inconclusive', blocks: 0, oracleLevels: [] });
    expect(certificate.reason).toContain('no judge independent of this engine');
  });
});

test('one case can be asked for alone', async () => {
  const certificate = await certify(honest, { ...OPTIONS, only: 'hot-spots/counter' });
  expect(certificate).toMatchObject({ verdict: 'pass', blocks: 1 });
});

test('an interrupted run says what it did and does not pass', async () => {
  const interrupt = new AbortController();
  const certificate = await certify(honest, {
    ...OPTIONS,
    forks: ['Cancun', 'Prague'],
    official: { folder: 'not looked into', samplePercent: 1 },
    signal: interrupt.signal,
    onProgress: ({ done }) => {
      if (done === 1) interrupt.abort();
    },
  });
  expect(certificate).toMatchObject({ verdict: 'inconclusive', blocks: 1, interrupted: true });
  expect(certificate.reason).toContain('the run was interrupted');
  const reason = 'the run ended before it came to this';
  expect(certificate.notCovered).toContainEqual({ what: 'fork Prague', reason });
  expect(certificate.notCovered).toContainEqual({ what: 'official tests', reason });
});
