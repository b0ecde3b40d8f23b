/**
 * Exported blocks are what official readers read, and the same seed gives the same bytes.
 */
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/index.js';
import { type CorpusCase, corpus } from '#fixtures/corpus/index.js';
import { generatedCases } from '#harness/certify/generatedCases.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { exportedBlocks } from '#harness/export/exportedBlocks.js';
import { EXPORT_FORMATS, type FileOptions, TestFiles } from '#harness/export/testFiles.js';
import { runFixtures } from '#harness/fixtures/runFixtures.js';

const FAMILIES = /^(blobs|requests|validity|predecessors|withdrawals)\//;
const PLAIN: FileOptions = { formats: EXPORT_FORMATS, isCompressed: false, seed: 1 };

const witnesses = { serial: createSerialEngine(), oracle: createOracle() };
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-export-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Every fifth case, and all of a kind that a header or a body has to speak of. */
function some(fork: 'Paris' | 'Cancun' | 'Osaka'): readonly CorpusCase[] {
  return corpus(fork).filter(({ id }, at) => at % 5 === 0 || (FAMILIES.test(id) && at % 2 === 0));
}

async function exported(cases: readonly CorpusCase[], options: FileOptions): Promise<TestFiles> {
  const files = new TestFiles(options);
  for (const one of cases) {
    for await (const step of exportedBlocks(one, witnesses, 0)) {
      if ('reason' in step) files.leaveOut(step);
      else files.add(step);
    }
  }
  return files;
}

function write(name: string, files: TestFiles): string {
  const to = join(folder, name);
  for (const { path, content } of files.files()) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), content);
  }
  return to;
}

async function run(engine: Engine, where: string): Promise<unknown> {
  const { total, passed, failed, skipped } = await runFixtures({ engine, folder: where });
  return { total, passed, failed, skipped: skipped.length };
}

test.each(['Paris', 'Cancun', 'Osaka'] as const)('blocks of %s, read again', async (fork) => {
  const files = await exported(some(fork), { ...PLAIN, isCompressed: fork === 'Osaka' });
  const { blocks, leftOut } = files.manifest([]);
  const to = join(write(fork, files), 'blockchain_tests');
  expect(blocks).toBeGreaterThan(30);
  expect(leftOut.length).toBeLessThan(5);
  const all = { total: blocks, passed: blocks, failed: 0, skipped: 0 };
  expect(await run(witnesses.serial, to)).toEqual(all);
  // The one that is not ours.
  expect(fork === 'Osaka' ? await run(witnesses.oracle, to) : all).toEqual(all);
});

test('the same blocks give the same bytes', async () => {
  const cases = some('Osaka').slice(0, 8);
  const [first, second] = [await exported(cases, PLAIN), await exported(cases, PLAIN)];
  expect(first.files()).toEqual(second.files());
});

test('a block before Paris is left out, and says why', async () => {
  const [first] = corpus('London');
  if (first === undefined) throw new Error('there is a corpus');
  const { blocks, leftOut } = (await exported([first], PLAIN)).manifest([]);
  expect(blocks).toBe(0);
  expect(leftOut[0]?.reason).toBe('before Paris its difficulty follows from ancestors');
});

test('the pack is whole, and what is drawn again gives its bytes', async () => {
  const manifest: unknown = JSON.parse(readFileSync('fixtures/pack/manifest.json', 'utf8'));
  const drawn = generatedCases('Cancun', { seed: 1, drawsPerGenerator: 1 });
  const files = new TestFiles({ formats: ['blockchain_test'], isCompressed: true, seed: 1 });
  for (const unbuilt of drawn) {
    for await (const step of exportedBlocks(unbuilt.build(), witnesses, 2)) {
      if (!('reason' in step)) files.add(step);
    }
  }
  const [generated] = files.files();
  expect(generated?.path).toBe('blockchain_tests/Cancun/generated.json.gz');
  const kept = readFileSync(join('fixtures/pack', generated?.path ?? ''));
  expect(Buffer.from(generated?.content ?? []).equals(kept)).toBe(true);
  expect(manifest).toMatchObject({ form: 'lockstep-fixtures/1', seed: 1 });
  expect(Reflect.get(Object(manifest), 'blocks')).toBeGreaterThanOrEqual(500);
});
