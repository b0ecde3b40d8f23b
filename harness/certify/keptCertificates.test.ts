/** The certificates in `fixtures/certificates`: as they were written, and all of them a pass. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readCertificateFile } from '#harness/input/certificateFile.js';
import { readKnownFile } from '#harness/input/knownFile.js';

const FOLDER = fileURLToPath(new URL('../../fixtures/certificates', import.meta.url));
const FILES = readdirSync(FOLDER).filter((name) => /^[a-z-]+\.json$/.test(name));

test('there are some', () => {
  expect(FILES.length).toBeGreaterThanOrEqual(3);
});

test.each(FILES)('%s is intact, a pass, and about something', (name) => {
  const { certificate, command, residualRisk } = readCertificateFile(join(FOLDER, name));
  expect(certificate).toMatchObject({ verdict: 'pass', claim: 'equivalence', failures: [] });
  expect(certificate.blocks).toBeGreaterThan(100);
  expect(residualRisk === null).toBe(certificate.known.length > 0);
  expect(command).toMatch(/^lockstep certify /);
});

test('known failures beside them can be read', () => {
  expect(readKnownFile(join(FOLDER, 'go-ethereum.known.json'))).toHaveLength(1);
  expect(readKnownFile(join(FOLDER, 'revm.known.json'))).toHaveLength(3);
});
