/**
 * Saboteurs of the parallel parts are what they claim: each applies, loads, and has a reason.
 *
 * Whether laws find them out, `lockstep power` measures. What the catalogue names is there.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDoor, Workshop } from '#properties/saboteurs/workshop.js';
import { PARALLEL_SABOTEURS } from '#properties/saboteurs/parallel/index.js';
import { DEFECTS } from '#engine/primitives/defects.js';
import { EXECUTOR_SABOTEURS } from '#properties/saboteurs/executor/index.js';
import { SCHEDULER_SABOTEURS } from '#properties/saboteurs/scheduler/index.js';

const CATALOGUE = new URL('README.md', import.meta.url);
const SHOWN_MIN = 70;

let workshop: Workshop;
beforeAll(async () => {
  workshop = await Workshop.open();
});
afterAll(() => workshop.close());

describe('each saboteur of the parallel parts', () => {
  test.each(PARALLEL_SABOTEURS)('$id: $why', async (saboteur) => {
    // A copy is refused where a text is not there exactly once.
    const door = await openDoor(await workshop.copy(saboteur));

    expect(door.createSerialEngine).toBeTypeOf('function');
    expect(saboteur.builds.length).toBeGreaterThan(0);
    expect(new Set(saboteur.builds).size).toBe(saboteur.builds.length);
  });

  test('has a name of its own', () => {
    const ids = PARALLEL_SABOTEURS.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('the catalogue names saboteurs that exist, and enough of them', () => {
  const all = [...PARALLEL_SABOTEURS, ...EXECUTOR_SABOTEURS, ...SCHEDULER_SABOTEURS];
  const ids = new Set<string>([...all.map(({ id }) => id), ...DEFECTS]);
  const [, table = ''] = readFileSync(CATALOGUE, 'utf8').split('## Bugs that real engines had');
  const [expressed = ''] = table.split('## Those that cannot');
  const named = [...expressed.matchAll(/`([A-Za-z0-9]+(?:\/|-)[a-z0-9/-]+)`/g)].map(
    ([, id = '']) => id,
  );
  // Shortened ones and commits aside.
  const unknown = named.filter((id) => !ids.has(id));

  expect(unknown).toEqual([]);
  expect(named.length).toBeGreaterThan(50);
  expect(ids.size).toBeGreaterThan(SHOWN_MIN);
});
