/**
 * Runners of block tests as engines. The runner is our own, as a process, over an engine that is
 * wrong about two things.
 */
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openBridge } from '#harness/adapters/bridge/openBridge.js';
import { certify } from '#harness/certify/certify.js';
import { corpusCases } from '#harness/certify/corpusCases.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { Workplace } from '#harness/cli/spawned.js';

const DIST = new URL('../../../dist/', import.meta.url).href;
const place = new Workplace();
afterAll(() => {
  place.remove();
});

/** Runs tests on an engine that is wrong about logs and about what is invalid. */
place.write(
  'runner.mjs',
  `import { dirname } from 'node:path';
import { createEngine } from '${DIST}engine/index.js';
import { runFixtures } from '${DIST}harness/fixtures/runFixtures.js';
const [, , file] = process.argv;
const serial = createEngine({ scheduler: 'serial' });
const wrong = {
  info: serial.info,
  execute: async (block, preState, options) => {
    const result = await serial.execute(block, preState, options);
    if (result.status === 'rejected') {
      return await serial.execute(block, preState, { invalidTransactions: 'skip' });
    }
    const isLogged =
      result.status === 'accepted' && result.receipts.some(({ logs }) => logs.length > 0);
    return isLogged ? { ...result, receiptsRoot: result.stateRoot } : result;
  },
};
const report = await runFixtures({ engine: wrong, folder: dirname(file) });
process.exit(report.failed === 0 && report.passed > 0 ? 0 : 1);
`,
);

test('one that is wrong about logs and refusals fails there, and nowhere else', async () => {
  const rest = `"${process.execPath}" "${join(place.folder, 'runner.mjs')}"`;
  const runner = await openBridge({ kind: 'blocktest', rest, remedy: '' }, { version: '0' });
  const ids = ['transfers/chain', 'hot-spots/token-holder', 'validity/nonce-too-low'];
  try {
    const certificate = await certify(runner, {
      judges: [{ name: 'oracle', level: 1, engine: createOracle() }],
      claim: 'equivalence',
      forks: ['Cancun'],
      cases: (fork) => corpusCases(fork).filter(({ id }) => ids.includes(id)),
    });
    expect(certificate).toMatchObject({ verdict: 'fail', blocks: 3, divergences: 2 });
    expect(certificate.failures.map(({ caseId }) => caseId)).toEqual(ids.slice(1));
  } finally {
    await runner.close?.();
  }
});

test.each([
  ['true', 'it passes a block with a false gas used'],
  ['false', 'it fails a plain payment with a true header'],
  ['no-such-runner', 'there is no program no-such-runner'],
])('%s is no runner', async (rest, words) => {
  const opening = openBridge({ kind: 'blocktest', rest, remedy: 'name one' }, { version: '0' });
  await expect(opening).rejects.toThrow(words);
});
