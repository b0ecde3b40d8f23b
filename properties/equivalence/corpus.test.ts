/**
 * Law: oracle and serial agree, field by field, on every case of the corpus under every fork.
 *
 * One test a case and fork, so that a defect has a name. Both must also say what the case states by
 * hand: two engines that are wrong in the same way agree with each other.
 */
import { describe, expect, test } from 'vitest';
import { createSerialEngine } from '#engine/index.js';
import { corpus, deviations, statementCount } from '#fixtures/corpus/index.js';
import { FORKS } from '#generators/build/fork.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { compareResults } from '#harness/compare/index.js';
import { execute, trialsOf } from '#properties/trials.js';
import { oneIn } from '#properties/effort.js';

describe.each(FORKS)('oracle and serial agree under %s', (fork) => {
  // One instance of each for the whole corpus: what they kept from one case would show in the next.
  const oracle = createOracle();
  const serial = createSerialEngine();

  const all = corpus(fork).map((corpusCase) => [corpusCase.id, corpusCase] as const);
  // Every case under the latest fork, and under some of the others; which, depends on its place.
  const named = fork === FORKS.at(-1) ? all : oneIn(3, all, FORKS.indexOf(fork));

  test.each(named)('on %s', async (_, corpusCase) => {
    for await (const trial of trialsOf(corpusCase, oracle)) {
      const { truth, stated } = trial;
      const result = await execute(serial, trial);
      const { differences, compared } = compareResults(truth, result, 1);

      expect(differences.map(({ words }) => words)).toEqual([]);
      expect(compared).toBeGreaterThan(0);
      expect(deviations(stated, truth)).toEqual([]);
      expect(statementCount(stated)).toBeGreaterThan(0);
    }
  });
});
