/**
 * Fillers make blocks large, and change nothing that is stated of a case.
 */
import { expect, test } from 'vitest';
import { createBlockSTMEngine, createSerialEngine } from '#engine/index.js';
import { corpus } from '#fixtures/corpus/index.js';
import type { Certificate } from '#harness/certify/certificate.js';
import { certify } from '#harness/certify/certify.js';
import { filledCase } from '#harness/certify/fillers.js';

const serial = createSerialEngine();

async function judgedUnder(fork: 'Berlin' | 'Osaka', prefix: string): Promise<Certificate> {
  const runtime = { kind: 'simulation', seed: 1n } as const;
  const engine = createBlockSTMEngine({ lanes: 3, runtime, minParallel: 12 });
  const cases = corpus(fork).filter(({ id }) => id.startsWith(prefix));
  try {
    return await certify(engine, {
      judges: [{ name: 'serial', level: 0, engine: serial }],
      forks: [fork],
      cases: () => cases.map((judged) => ({ id: judged.id, build: () => judged })),
      schedules: { asConfigured: true, seeded: 0 },
      meter: { wall: () => performance.now(), processor: () => 0, processors: 1 },
    });
  } finally {
    await engine.close?.();
  }
}

// Without a base fee, and with all there is.
test.each([
  ['Berlin', 'hot-spots/'],
  ['Osaka', ''],
] as const)(
  'an engine that is parallel from 12 on is judged on its parallel path under %s',
  { timeout: 120_000 },
  async (fork, prefix) => {
    const certificate = await judgedUnder(fork, prefix);
    // The proof is not tried on one processor; whatever else speaks against the claim comes before.
    expect(certificate.reason).toMatch(/^nothing observed from outside/);
    expect(certificate.findings).toBe(0);
    // Some blocks of the corpus are full by design.
    const small = certificate.notCovered.filter(({ what }) => what.startsWith('the parallel path'));
    expect(small).toHaveLength(prefix === '' ? 1 : 0);
  },
);

test('gas counts too', async () => {
  const [first] = corpus('Osaka').filter(({ id }) => id === 'hot-spots/counter');
  if (first === undefined) throw new Error('the corpus has lost a case');
  const { judged, isLarge } = filledCase(first, { transactions: 4, gas: 4_000_000 });
  expect(isLarge).toEqual([true]);
  const [stated] = judged.blocks;
  if (stated === undefined) throw new Error('it has lost its block');
  const result = await serial.execute(stated.block, judged.preState);
  if (result.status === 'rejected') throw new Error(result.rejection.reason);
  expect(result.receipts).toHaveLength(10 + 4);
  expect(Number(result.gasUsed)).toBeGreaterThan(4_000_000);
});

test('without a size, or where transactions cannot meet, a case stays as it is', () => {
  for (const one of corpus('Osaka').slice(0, 8)) {
    expect(filledCase(one, undefined).judged).toBe(one);
    const isAlone = one.blocks.every(({ block }) => block.transactions.length < 2);
    expect(filledCase(one, { transactions: 64 }).isChanged).toBe(!isAlone);
  }
});
