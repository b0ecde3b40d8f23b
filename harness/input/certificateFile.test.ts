/** Certificates from files: a fitting digest is not enough; what a later version adds is read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { Certificate } from '#harness/certify/certificate.js';
import { seal } from '#harness/certify/seal.js';
import { readCertificateFile } from '#harness/input/certificateFile.js';

const FOLDER = fileURLToPath(new URL('../../fixtures/certificates', import.meta.url));
const { certificate } = readCertificateFile(join(FOLDER, 'anvil.json'));

const folder = mkdtempSync(join(tmpdir(), 'lockstep-certificate-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function fileOf(text: string): string {
  const file = join(folder, 'one.json');
  writeFileSync(file, text);
  return file;
}

/** A file with these fields in place of its own, and a digest that fits. */
function resealed(change: object): string {
  const changed: Certificate = Object.assign({}, certificate, change);
  return fileOf(JSON.stringify(seal(changed, { version: '1', command: 'lockstep' })));
}

const PROOF = {
  ...{ kinds: ['overlap'], lanes: 2, processorsBusy: 1.9, processorsBusySerial: 1, rounds: 3 },
  ...{ speedup: 1.7, parallelBlocks: 1, conflictBlocks: 0, fallbacks: 0, executions: 2 },
  ...{ speedupOverChain: 1.6, aborts: 0, suspensions: 0 },
};
const FINDING = {
  ...{ kind: 'flaky', verdict: 'flaky', caseId: 'a', fork: null, policy: 'skip', block: 0 },
  ...{ path: '', words: '', expected: '', actual: '', replay: '' },
  rate: { wrong: 1, runs: 3, low: 0.1, high: 0.5 },
};

test.each<readonly [object, string]>([
  [{ families: undefined }, 'certificate.families: is missing'],
  [{ notCovered: [null] }, 'certificate.notCovered[0]: is null'],
  [{ verdict: 'great' }, 'certificate.verdict: is the string "great", which is not known'],
  [{ forks: ['Prague', 'Narnia'] }, 'certificate.forks[1]: is the string "Narnia"'],
  [{ blocks: -1 }, 'certificate.blocks: is the number -1, which cannot be'],
  [{ seconds: '1' }, 'certificate.seconds: is the string "1"'],
  [{ oracleLevels: [7] }, 'certificate.oracleLevels[0]: is the number 7'],
  [{ known: [{}] }, 'certificate.known[0].caseId: is missing'],
  [{ failures: [{ ...FINDING, rate: {} }] }, 'certificate.failures[0].rate.wrong: is missing'],
  [{ parallelProof: { ...PROOF, kinds: [] } }, 'certificate.parallelProof.kinds: is an array of 0'],
])('sealed again with %j it is refused at the place', (change, words) => {
  const file = resealed(change);
  expect(() => readCertificateFile(file)).toThrow(`${file}: ${words}`);
});

test.each([
  ['half a character', '"\\ud800"'],
  ['nesting without end', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
])('%s was never sealed', (_what, value) => {
  const file = fileOf(`{"form": "lockstep-certificate/1", "more": ${value}, "digest": "sha256:0"}`);
  expect(() => readCertificateFile(file)).toThrow('has been changed: its digest does not fit');
});

test('what a certificate can have, and what a later version adds, is read as it is', () => {
  const families = [{ name: 'a', judged: 1, notExpressible: 0, colour: 'red' }];
  const power = [{ broken: 'executor', askedBy: 'once', engines: 9, found: 8, shareAtLeast: 0.5 }];
  const more = { failures: [FINDING], parallelProof: PROOF, families, power, later: { of: [1] } };
  expect(readCertificateFile(resealed(more)).certificate).toEqual({ ...certificate, ...more });
});
