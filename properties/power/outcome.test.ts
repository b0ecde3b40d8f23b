import { expect, test } from 'vitest';
import type { Entry } from '#properties/power/campaign.js';
import { addUp, type Facts, NO_FACTS } from '#properties/power/facts.js';
import { outcomeOf } from '#properties/power/outcome.js';
import { CELLS } from '#properties/power/patterns.js';
import type { Suspect } from '#properties/power/suspects.js';

const [CELL = ''] = CELLS;
const CHASE: Entry['chase'] = {
  kill: null,
  blocks: 10,
  seconds: 8,
  isInterrupted: false,
  facts: NO_FACTS,
  example: null,
  shrinkSeconds: 0,
};
const FACTS: Facts = {
  generators: {
    chain: {
      blocks: 2,
      transactions: 9,
      conflicting: 1,
      refused: 0,
      failed: 3,
      aborts: 4,
      runs: 4,
    },
  },
  laws: { equivalence: { held: 3, vacuous: 1 } },
  cells: [CELL],
};

function suspect(id: string, equivalent?: string): Suspect {
  const rest = equivalent === undefined ? {} : { equivalent };
  return { id, build: 'serial', edits: [], defect: null, forks: ['Osaka'], ...rest };
}

function found(id: string, laws: readonly string[], seconds: number): Entry {
  const kill = {
    how: 'law',
    laws,
    generator: 'chain',
    index: 3,
    schedule: null,
    words: '',
  } as const;
  return { id, chase: { ...CHASE, kill, seconds } };
}

test('those that cannot be told apart are no survivors, and count in no share', () => {
  const suspects = [
    found('one', ['equivalence', 'progress'], 1),
    found('two', ['progress'], 2),
    { id: 'three', chase: CHASE },
    { id: 'four', chase: CHASE },
  ];
  const tried = [suspect('one'), suspect('two'), suspect('three'), suspect('four', 'alike')];
  const outcome = outcomeOf({ suspects, honest: [] }, tried);

  expect(outcome).toMatchObject({
    saboteurs: 4,
    killed: 2,
    survivors: ['three'],
    equivalent: [{ id: 'four', argument: 'alike' }],
    medianSecondsToKill: 2,
    cleanBlocks: 0,
  });
  expect(outcome.killedShare).toBeCloseTo(2 / 3);
  expect(outcome.laws.find(({ name }) => name === 'equivalence')).toMatchObject({
    kills: 1,
    noticed: 1,
  });
  expect(outcome.laws.find(({ name }) => name === 'progress')).toMatchObject({
    kills: 2,
    noticed: 1,
  });
});

test('one that was said to be alike and is found out counts all the same', () => {
  const outcome = outcomeOf({ suspects: [found('one', ['equivalence'], 1)], honest: [] }, [
    suspect('one', 'alike'),
  ]);

  expect(outcome).toMatchObject({ killed: 1, killedShare: 1, equivalent: [] });
});

test('honest engines are accused by name, and what they met is added up', () => {
  const honest = [
    { id: 'honest/v1/0-10', chase: { ...CHASE, facts: FACTS } },
    { ...found('honest/v1/10-20', ['equivalence'], 1) },
  ];
  const outcome = outcomeOf({ suspects: [], honest }, []);

  expect(outcome).toMatchObject({
    cleanBlocks: 20,
    falsePositives: 1,
    falsePositiveRateAtMost: null,
    accusations: [{ id: 'honest/v1/10-20' }],
    cells: { all: CELLS.length, reached: 1 },
    vacuousShare: 0.25,
  });
  expect(outcome.cells.missed).not.toContain(CELL);
});

test('facts add up', () => {
  expect(addUp([FACTS, FACTS, NO_FACTS])).toMatchObject({
    generators: { chain: { blocks: 4, aborts: 8 } },
    laws: { equivalence: { held: 6, vacuous: 2 } },
    cells: [CELL],
  });
});
