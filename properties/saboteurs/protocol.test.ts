/**
 * Engines that are broken on purpose, served over `lockstep/1` and judged through it alone: an
 * engine of other people would be found out like this. A test run tries some of them, a long one
 * all.
 */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createSerialEngine } from '#engine/index.js';
import { openStdioEngine } from '#harness/adapters/stdio/stdioEngine.js';
import { certify } from '#harness/certify/certify.js';
import { corpusCases } from '#harness/certify/corpusCases.js';
import { EXIT_OF_VERDICT } from '#harness/cli/exitCodes.js';
import { oneIn } from '#properties/effort.js';

const MAIN = fileURLToPath(new URL('../../dist/harness/cli/main.js', import.meta.url));

/** Cases that tell most of these engines from an honest one. */
const FAMILIES = [
  'hot-spots',
  'destruction',
  'predecessors',
  'delegation',
  'beneficiary',
  'refunds',
];

const IDS: readonly string[] = [
  'v2/skip-validation',
  'v2/ignore-new-locations',
  'v2/stale-receipt',
  'M1/new-write-not-announced',
  'M8/old-order-counts',
  'M8c/verdict-on-another-incarnation',
  'M9/base-reads-not-recorded',
  'M11/last-not-validated',
  'M13/writer-itself-confirmed',
  'v2/memory/hash-is-identity',
  'v2/memory/negative-numbers-lose-their-sign',
  'v2/facts/nonce-not-recorded',
  'v2/facts/code-not-recorded',
  'v2/commit/outcome-of-any-incarnation',
  'v2/async/nobody-is-flagged',
  'v2/async/published-unchecked',
  'v2/async/next-reader-only',
  'v2/async/slots-only-are-checked',
  'admission/limits-summed-instead-of-gas-used',
  'fees/beneficiary-unpaid',
  'fees/base-fee-not-burnt',
  'fees/maximum-charged',
  'fees/unused-gas-kept',
  'gas/authorisation-refund-dropped',
];

const TRIED = oneIn(5, IDS);

test.each(TRIED)('%s ends with 1 through the protocol alone', async (id) => {
  const command = `"${process.execPath}" "${MAIN}" serve --suspect ${id}`;
  const engine = await openStdioEngine(command, { version: 'test' });
  const serial = createSerialEngine();
  try {
    const { verdict, reason } = await certify(engine, {
      judges: [{ name: 'serial', level: 0, engine: serial }],
      claim: 'equivalence',
      forks: ['Prague'],
      seed: 1,
      cases: (fork) =>
        corpusCases(fork).filter(({ id: name }) => FAMILIES.includes(name.split('/')[0] ?? '')),
    });
    expect(EXIT_OF_VERDICT[verdict], reason).toBe(1);
  } finally {
    await engine.close?.();
  }
});
