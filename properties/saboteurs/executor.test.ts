/**
 * Law: whatever is broken in the executor, some named case of the corpus tells it apart.
 *
 * One test a saboteur. Prints the kill matrix at the end.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fork } from '#engine/api/index.js';
import { EXECUTOR_SABOTEURS } from '#properties/saboteurs/executor/index.js';
import { cheapestFirst, hunt } from '#properties/saboteurs/hunt.js';
import { type Row, killTable } from '#properties/saboteurs/killTable.js';
import type { Saboteur } from '#properties/saboteurs/saboteur.js';
import { Workshop } from '#properties/saboteurs/workshop.js';
import { type Trial, allTrials } from '#properties/trials.js';

const TIMEOUT_MS = 120_000;

describe('the executor broken in one place', { timeout: TIMEOUT_MS }, () => {
  const rows: Row[] = [];
  let workshop: Workshop;
  const trials = new Map<Fork, readonly Trial[]>();
  /** What told one saboteur apart often tells the next one apart, too. */
  const proven = new Set<string>();
  const provenFirst = (all: readonly Trial[]): readonly Trial[] =>
    all.toSorted((left, right) => Number(proven.has(right.name)) - Number(proven.has(left.name)));

  beforeAll(async () => {
    workshop = await Workshop.open();
    const forks = new Set(EXECUTOR_SABOTEURS.map(forkOf));
    for (const fork of forks) trials.set(fork, cheapestFirst(await allTrials([fork])));
  }, TIMEOUT_MS);

  afterAll(async () => {
    await workshop.close();
    console.log(killTable(rows));
  });

  const named = EXECUTOR_SABOTEURS.map(
    (saboteur) => [saboteur.id, saboteur.why, saboteur] as const,
  );

  test.each(named)('%s is caught: %s', async (_, __, saboteur) => {
    const fate = await hunt(
      await workshop.build(saboteur),
      provenFirst(trials.get(forkOf(saboteur)) ?? []),
    );
    rows.push({ id: saboteur.id, fate });
    if (fate.kind === 'killed') proven.add(fate.by);

    expect(fate).toMatchObject({ kind: 'killed' });
  });

  test('and nowhere: the honest engine, built the same way, is not accused', async () => {
    const all = [...trials.values()].flat();
    const fate = await hunt(await workshop.build(null), all);

    expect(fate).toMatchObject({ kind: 'survived', blocks: all.length });
    expect(fate.kind === 'survived' && fate.compared).toBeGreaterThan(all.length);
  });

  test('each in a place of its own, under a name of its own', () => {
    const ids = EXECUTOR_SABOTEURS.map(({ id }) => id);
    const edits = EXECUTOR_SABOTEURS.map(({ file, find, replace }) => [file, find, replace].join());

    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(edits).size).toBe(edits.length);
    expect(ids.length).toBeGreaterThanOrEqual(20);
  });
});

function forkOf({ fork = 'Osaka' }: Saboteur): Fork {
  return fork;
}
