import { expect, test } from 'vitest';
import { SEED, SEED_NOTE, campaignSettings, sample } from '#properties/campaign.js';

const items = Array.from({ length: 100 }, (_, place) => place);

test('a sample is the same in every run and keeps its order', () => {
  const chosen = sample(items, 10);

  expect(chosen).toEqual(sample(items, 10));
  expect(chosen).toEqual(chosen.toSorted((a, b) => a - b));
  expect(new Set(chosen).size).toBe(10);
  expect(chosen).not.toEqual(items.slice(0, 10));
});

test('a sample larger than its source is the whole source', () => {
  expect(sample(items, 1_000)).toEqual(items);
});

test('the seed of the settings is the one that is printed', () => {
  expect(campaignSettings(5)).toEqual({ seed: SEED, numRuns: 5 });
  expect(SEED_NOTE).toBe(`LOCKSTEP_SEED=${SEED}`);
});
