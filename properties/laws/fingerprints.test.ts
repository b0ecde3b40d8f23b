/**
 * Law: whatever block and whatever defect, if any schedule that is sampled fails, then exploring
 * all of them finds a failure too; and of the honest engine neither does.
 *
 * Exploring leaves out states whose fingerprint it has met. If two states with one fingerprint
 * could come to different ends, failures would hide behind it, and sampling would find them.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawBlocks } from '#properties/saboteurs/scheduler/blocks.js';
import { SCHEDULER_SABOTEURS } from '#properties/saboteurs/scheduler/index.js';
import { openTheatre, setStage, type Theatre } from '#properties/saboteurs/scheduler/theatre.js';
import type { Edit, Sabotage } from '#properties/saboteurs/saboteur.js';
import { Workshop } from '#properties/saboteurs/workshop.js';
import { effort } from '#properties/effort.js';

const TIMEOUT_MS = 120_000;
const SCHEDULES = effort(200, 300);
const LANES = 2;
/** Incarnations give up at estimates, twice as often as they wait. */
const FIBRES: readonly number[] = [0, 0, 1];
const BLOCKS = drawBlocks({ seed: 2n, count: effort(18, 36), slots: 2, txMin: 2, txMax: 3 });
const SABOTEURS = ['M1', 'M2', 'M3', 'M4', 'M5b', 'M6', 'M7', 'M8', 'M8b', 'M11', 'M12', 'M13'];

/** A fingerprint with all that memory holds, instead of what it is said to follow from. */
const WHOLE_MEMORY: Edit = {
  file: 'memory/mvMemory.js',
  find: 'into.add(this.#versions.hasEstimate(txIndex) ? 1 : 0);',
  replace: `const places = this.#versions.ofTransaction(txIndex)
                .map((version) => ({ version, location: this.#versions.locationOf(version) }))
                .sort((one, other) => one.location - other.location);
            for (const { version, location } of places) {
                into.add(location);
                into.add(this.#versions.isEstimate(version) ? 1 : 0);
                into.add(Number(BigInt.asIntN(32, this.#versions.valueOf(version))));
            }
            into.add(-1);`,
};

/** What became of all blocks. */
interface Findings {
  readonly sampled: readonly string[];
  readonly explored: readonly string[];
  readonly states: number;
}

async function findingsOf(theatre: Theatre): Promise<Findings> {
  const sampled: string[] = [];
  const explored: string[] = [];
  let states = 0;
  for (const [index, block] of BLOCKS.entries()) {
    const fibres = FIBRES[index % FIBRES.length] ?? 0;
    const stage = await setStage(theatre, block, { lanes: LANES, fibres });
    const seed = BigInt(index);
    const sample = await theatre.sample(stage, {
      seed,
      schedules: SCHEDULES,
      stopsAtFailure: true,
    });
    const all = await theatre.explore(stage, { preemptionsMax: null, stopsAtFailure: true });
    expect(all.exhaustive || all.failed > 0).toBe(true);
    if (sample.failed > 0) sampled.push(block.name);
    if (all.failed > 0) explored.push(block.name);
    states += all.states;
  }
  return { sampled, explored, states };
}

describe('what sampling finds, exploring finds', { timeout: TIMEOUT_MS }, () => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await Workshop.open();
  });
  afterAll(() => workshop.close());

  async function findings(sabotage: Sabotage | null): Promise<Findings> {
    return findingsOf(await openTheatre(workshop, sabotage));
  }

  test.each(SABOTEURS)('of %s', async (name) => {
    const saboteur = SCHEDULER_SABOTEURS.find(({ id }) => id.startsWith(`${name}/`));
    const { sampled, explored } = await findings(saboteur ?? null);

    expect(sampled.length).toBeGreaterThan(0);
    expect(explored).toEqual(expect.arrayContaining([...sampled]));
  });

  test('and in the honest engine nothing, by either', async () => {
    const { sampled, explored, states } = await findings(null);

    expect(sampled).toEqual([]);
    expect(explored).toEqual([]);
    expect(states).toBeGreaterThan(BLOCKS.length);
  });

  test('what memory holds tells no states apart that its leaves do not', async () => {
    const lean = await findings(null);
    const whole = await findings({ id: 'honest/whole-memory', edits: [WHOLE_MEMORY] });

    expect(whole.states).toBe(lean.states);
  });
});
