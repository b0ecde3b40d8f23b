/**
 * EDR and anvil as engines, the real ones: agreement, what is declined, and what is known of them.
 * The whole corpus under them is `lockstep certify edr`; these are the blocks that tell most.
 */
import { describe, expect, test } from 'vitest';
import type { Certificate } from '#harness/certify/certificate.js';
import { certify } from '#harness/certify/certify.js';
import { corpusCases } from '#harness/certify/corpusCases.js';
import type { KnownFailure } from '#harness/certify/knownFailures.js';
import { openBridge } from '#harness/adapters/bridge/openBridge.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { KNOWN_OF_ANVIL, KNOWN_OF_EDR } from '#harness/adapters/node/known.js';

const CASES = [
  'transfers/one-sender',
  'transfers/chain',
  'transfers/zero-value',
  'creation/collision-with-storage',
  'creation/reverted',
  'authorities/refund-by-existence',
  'validity/sender-has-code',
  'requests/deposits',
  'withdrawals/to-anyone',
  'system-contracts/history',
  'emptiness/empty-before',
];

const NODES: readonly (readonly ['edr' | 'anvil', readonly KnownFailure[]])[] = [
  ['edr', KNOWN_OF_EDR],
  ['anvil', KNOWN_OF_ANVIL],
];

async function certified(
  kind: 'edr' | 'anvil',
  known: readonly KnownFailure[],
): Promise<Certificate> {
  const engine = await openBridge({ kind, remedy: 'npm ci' }, { version: '0' });
  try {
    return await certify(engine, {
      judges: [{ name: 'oracle', level: 1, engine: createOracle() }],
      claim: 'equivalence',
      forks: ['Prague'],
      known,
      cases: (fork) => corpusCases(fork).filter(({ id }) => CASES.includes(id)),
    });
  } finally {
    await engine.close?.();
  }
}

describe.each(NODES)('%s', (kind, known) => {
  test('agrees but for what is known, and each block it cannot be given is named', async () => {
    const certificate = await certified(kind, known);
    expect(certificate.failures).toEqual([]);
    expect(certificate.verdict).toBe('pass');
    expect(certificate.compared).toBeGreaterThan(100);
    const seen = certificate.known.map(({ caseId }) => caseId);
    const expected = known.map(({ caseId }) => caseId).filter((id) => CASES.includes(id));
    expect([...seen].sort()).toEqual([...expected].sort());
    const declined = certificate.notCovered.map(({ what }) => what);
    for (const id of ['transfers/chain', 'validity/sender-has-code', 'requests/deposits']) {
      expect(declined).toContain(`${id} under Prague`);
    }
    expect(declined).toContain('withdrawals/to-anyone under Prague');
  });

  test('what is known counts where nobody says so', async () => {
    const certificate = await certified(kind, []);
    expect(certificate.verdict).toBe('fail');
    expect(certificate.failures.map(({ caseId }) => caseId)).toContain(
      'creation/collision-with-storage',
    );
  });
});
