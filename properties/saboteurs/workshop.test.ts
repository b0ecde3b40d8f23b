import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/index.js';
import { hunt } from '#properties/saboteurs/hunt.js';
import { killTable } from '#properties/saboteurs/killTable.js';
import type { Saboteur } from '#properties/saboteurs/saboteur.js';
import { SaboteurError, Workshop } from '#properties/saboteurs/workshop.js';
import { type Trial, allTrials } from '#properties/trials.js';

const DEFECT: Saboteur = {
  id: 'test/version',
  file: 'engines/serial.js',
  find: `name: 'serial'`,
  replace: `name: 'sabotaged'`,
  why: 'The engine lies about its name.',
};

let workshop: Workshop;
let trials: readonly Trial[];
beforeAll(async () => {
  workshop = await Workshop.open();
  trials = (await allTrials(['London'])).slice(0, 3);
});
afterAll(() => workshop.close());

test('a saboteur changes its own copy and not the engine in use', async () => {
  const broken = await workshop.build(DEFECT);

  expect(broken.info.name).toBe('sabotaged');
  expect((await workshop.build(null)).info.name).toBe('serial');
  expect(createSerialEngine().info.name).toBe('serial');
});

test('a saboteur of several edits has all of them, one after the other', async () => {
  const { file } = DEFECT;
  const again = { file, find: DEFECT.replace, replace: `name: 'sabotaged twice'` };
  const folder = await workshop.copy({ id: 'test/twice', edits: [DEFECT, again] });

  expect(await readFile(join(folder, file), 'utf8')).toContain(again.replace);
});

test.each([
  {
    what: 'no longer applies',
    change: { find: 'text of yesterday' },
    says: /test\/version.*0 times/,
  },
  { what: 'applies in two places', change: { find: 'return' }, says: /finds its text \d+ times/ },
  { what: 'changes nothing', change: { replace: DEFECT.find }, says: /changes nothing/ },
])('a saboteur that $what is an error', async ({ change, says }) => {
  const built = workshop.build({ ...DEFECT, ...change });

  await expect(built).rejects.toThrow(SaboteurError);
  await expect(built).rejects.toThrow(says);
});

test('an engine that agrees everywhere survives, and it is said on how much', async () => {
  const fate = await hunt(createSerialEngine(), trials);

  expect(fate).toMatchObject({ kind: 'survived', blocks: 3 });
});

test('an engine that throws is not counted as killed', async () => {
  const crashing: Engine = {
    info: createSerialEngine().info,
    execute: () => Promise.reject(new Error('out of order')),
  };
  const fate = await hunt(crashing, trials);

  expect(fate).toMatchObject({ kind: 'crashed', by: trials[0]?.name });
  expect(killTable([{ id: 'test/crash', fate }])).toMatch(/nobody: crashed[^]*0 of 1/);
});
