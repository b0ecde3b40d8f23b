/**
 * Law: each saboteur of the scheduler is caught by some picker alone; which, and how soon, is the
 * table in `scheduler/README.md`.
 *
 * Takes minutes, and so runs only where `LOCKSTEP_MEDIANS` is set. Prints the table.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PICKER_NAMES } from '#engine/simulation/pickers/named.js';
import { SCHEDULER_SABOTEURS } from '#properties/saboteurs/scheduler/index.js';
import { WHOLE_STEPS_MAX } from '#properties/saboteurs/scheduler/schedulerSaboteur.js';
import { type Kill, setAll, stalk } from '#properties/saboteurs/scheduler/stalk.js';
import { openTheatre } from '#properties/saboteurs/scheduler/theatre.js';
import { markdown, medianOf, told } from '#properties/saboteurs/schedulerTable.js';
import { Workshop } from '#properties/saboteurs/workshop.js';

const TIMEOUT_MS = 1_800_000;
const isWanted = process.env['LOCKSTEP_MEDIANS'] !== undefined;
const SEEDS: readonly bigint[] = [101n, 102n, 103n, 104n, 105n, 106n, 107n];

const rows: string[][] = [];
let workshop: Workshop;
beforeAll(async () => {
  workshop = await Workshop.open();
});
afterAll(async () => {
  await workshop.close();
  if (rows.length > 0) console.log(markdown(['saboteur', ...PICKER_NAMES, 'all in turn'], rows));
});

test.runIf(isWanted).each(SCHEDULER_SABOTEURS)(
  '$id by each picker alone (LOCKSTEP_MEDIANS)',
  { timeout: TIMEOUT_MS },
  async (saboteur) => {
    const theatre = await openTheatre(workshop, saboteur);
    const sets = await setAll(theatre);
    const schedulesMax = saboteur.schedulesMax ?? WHOLE_STEPS_MAX;
    const medians: (number | null)[] = [];
    for (const picker of [...PICKER_NAMES, undefined]) {
      const kills: (Kill | null)[] = [];
      for (const seed of SEEDS) {
        const named = picker === undefined ? {} : { picker };
        kills.push(await stalk(theatre, sets, { seed, schedulesMax, ...named }));
      }
      medians.push(medianOf(kills));
    }
    rows.push([saboteur.id, ...medians.map(told)]);

    const isCaught = medians.some((median) => median !== null);
    expect(isCaught || saboteur.schedulesMax === null).toBe(true);
  },
);
