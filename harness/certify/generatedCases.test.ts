/** Generated cases: the same name and seed give the same block, and a run judges them. */
import { expect, test } from 'vitest';
import { createSerialEngine } from '#engine/index.js';
import { GENERATORS } from '#generators/adversarial/generators.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { certify } from '#harness/certify/certify.js';
import { generatedCase, generatedCases } from '#harness/certify/generatedCases.js';

const CASES = generatedCases('Prague', { seed: 7, drawsPerGenerator: 2 });

test('each generator draws as often, each case under a name of its own', () => {
  const ids = CASES.map(({ id }) => id);
  expect(ids).toHaveLength(2 * GENERATORS.length);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a name and a seed are all that a block needs', () => {
  const [first] = CASES.slice(5);
  if (first === undefined) throw new Error('no case');
  const again = generatedCase(first.id, 'Prague', 7);
  expect(again?.build()).toEqual(first.build());
  expect(generatedCase(first.id, 'Prague', 8)?.build()).not.toEqual(first.build());
  expect(generatedCase('generated/nobody/1', 'Prague', 7)).toBeNull();
  expect(generatedCase('transfers/chain', 'Prague', 7)).toBeNull();
});

const JUDGES = [{ name: 'oracle', level: 1, engine: createOracle() }] as const;
const OPTIONS = { judges: JUDGES, claim: 'equivalence', profile: 'standard', seed: 7 } as const;
const RUN = { ...OPTIONS, forks: ['Prague'] as const, cases: () => [] };

test('profile standard draws four of each generator', async () => {
  const giveUp = new AbortController();
  const totals: (number | null)[] = [];
  await certify(createSerialEngine(), {
    ...RUN,
    signal: giveUp.signal,
    onProgress: ({ total }) => {
      totals.push(total);
      giveUp.abort();
    },
  });
  expect(totals).toEqual([4 * GENERATORS.length]);
});

test('a case is judged, and a finding is had again by its name', async () => {
  const serial = createSerialEngine();
  const wrong = {
    info: { ...serial.info, name: 'wrong' },
    execute: async (...given: Parameters<typeof serial.execute>) => {
      const result = await serial.execute(...given);
      return result.status === 'accepted' ? { ...result, gasUsed: '0x1' as const } : result;
    },
  };
  const only = 'generated/chain/3';
  const honest = await certify(serial, { ...RUN, only });
  expect(honest).toMatchObject({ verdict: 'pass', profile: 'standard', blocks: 1, findings: 0 });
  const { failures } = await certify(wrong, { ...RUN, only });
  expect(failures).toHaveLength(1);
  expect(failures[0]?.replay).toContain(`--only ${only} --fork Prague --seed 7`);
});
