/**
 * Law: what was found once is found again.
 *
 * Each block of `fixtures/regressions` breaks the law it is kept for on the engine that failed on
 * it, and breaks nothing on the honest engine of the same set-up.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSerialEngine } from '#engine/index.js';
import { Accused } from '#properties/power/accused.js';
import { type Example, readExample, show } from '#properties/power/example.js';
import { suspectNamed } from '#properties/power/suspects.js';
import { ENGINE_FOLDER, Workshop } from '#properties/saboteurs/workshop.js';

const FOLDER = fileURLToPath(new URL('../../fixtures/regressions', import.meta.url));
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const TRANSACTIONS_MAX = 8;

let workshop: Workshop;
beforeAll(async () => {
  workshop = await Workshop.open();
});
afterAll(() => workshop.close());

/** What the law says of a set-up built from that folder. */
async function said(example: Example, folder: string): Promise<string | null> {
  const { build, defect } = suspectNamed(example.id);
  const isHonest = folder === ENGINE_FOLDER;
  const accused = await Accused.open({ folder, build, defect: isHonest ? null : defect });
  try {
    return await show(example, { accused, serial: createSerialEngine() });
  } finally {
    await accused.close();
  }
}

describe('blocks that have failed', () => {
  test.each(FILES)('%s', async (name) => {
    const example = readExample(join(FOLDER, name));
    const { id, edits } = suspectNamed(example.id);
    const broken = await workshop.copy({ id, edits });

    expect(name).toBe(`${id.replaceAll('/', '--')}.json`);
    expect(example.spec.transactions.length).toBeLessThanOrEqual(TRANSACTIONS_MAX);
    expect(await said(example, broken)).not.toBeNull();
    expect(await said(example, ENGINE_FOLDER)).toBeNull();
  });

  test('are there', () => {
    expect(FILES.length).toBeGreaterThan(20);
  });
});
