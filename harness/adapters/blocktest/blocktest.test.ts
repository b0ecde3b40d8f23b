/**
 * Runners of block tests as engines. The runner is our own, as a process, over a right engine and a
 * wrong one.
 */
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openBridge } from '#harness/adapters/bridge/openBridge.js';
import { certify } from '#harness/certify/certify.js';
import type { Certificate } from '#harness/certify/certificate.js';
import { corpusCases } from '#harness/certify/corpusCases.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { Workplace } from '#harness/cli/spawned.js';

const DIST = new URL('../../../dist/', import.meta.url).href;
const place = new Workplace();
afterAll(() => {
  place.remove();
});

/** Runs tests on an engine that is right, or wrong about logs and about what is invalid. */
place.write(
  'runner.mjs',
  `import { dirname } from 'node:path';
import { createEngine } from '${DIST}engine/index.js';
import { runFixtures } from '${DIST}harness/fixtures/runFixtures.js';
const [, , kind, file] = process.argv;
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
const report = await runFixtures({
  engine: kind === 'wrong' ? wrong : serial,
  folder: dirname(file),
});
process.exit(report.failed === 0 && report.passed > 0 ? 0 : 1);
`,
);

async function certified(kind: 'right' | 'wrong', ids: readonly string[]): Promise<Certificate> {
  const rest = `"${process.execPath}" "${join(place.folder, 'runner.mjs')}" ${kind}`;
  const runner = await openBridge({ kind: 'blocktest', rest, remedy: '' }, { version: '0' });
  try {
    return await certify(runner, {
      judges: [{ name: 'oracle', level: 1, engine: createOracle() }],
      claim: 'equivalence',
      forks: ['Cancun'],
      cases: (fork) => corpusCases(fork).filter(({ id }) => ids.includes(id)),
    });
  } finally {
    await runner.close?.();
  }
}

test('a right one passes, for valid blocks and for those to be refused', async () => {
  const ids = ['transfers/chain', 'validity/nonce-too-low'];
  expect(await certified('right', ids)).toMatchObject({ verdict: 'pass', blocks: 2 });
});

test('a wrong one fails where it is wrong', async () => {
  const ids = ['transfers/chain', 'hot-spots/token-holder', 'validity/nonce-too-low'];
  const certificate = await certified('wrong', ids);
  expect(certificate).toMatchObject({ verdict: 'fail', divergences: 2 });
  expect(certificate.failures.map(({ caseId }) => caseId)).toEqual(ids.slice(1));
});

test.each([
  ['true', 'it passes a block with a false gas used'],
  ['false', 'it fails a plain payment with a true header'],
  ['no-such-runner', 'there is no program no-such-runner'],
])('%s is no runner', async (rest, words) => {
  const opening = openBridge({ kind: 'blocktest', rest, remedy: 'name one' }, { version: '0' });
  await expect(opening).rejects.toThrow(words);
});
