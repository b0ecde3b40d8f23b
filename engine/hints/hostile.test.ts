import { describe, expect, test } from 'vitest';
import { expectsRead, expectsWrite, placeKey, type Hints } from '#engine/hints/hint.js';
import { hintsFromJSON, hintsToJSON } from '#engine/hints/hintCodec.js';
import { HOSTILITIES, hostileHints } from '#engine/hints/hostile.js';
import { playScene } from '#engine/hints/testing/hintScene.js';
import { buildWorkload } from '#generators/workloads/index.js';

const { block, preState } = buildWorkload('zipf', { transactions: 12, seed: 1, fork: 'Osaka' });
const { transactions } = await playScene(block, preState);
const honest = transactions.map(({ truth }) => truth);

const keys = (hints: Hints = []): readonly string[] => hints.map(({ place }) => placeKey(place));

describe.each(HOSTILITIES)('hints that are hostile: %s', (hostility) => {
  test('differ from honest ones, the same way each time', () => {
    const made = hostileHints(honest, hostility, 5n);
    expect(made).not.toEqual(honest);
    expect(hostileHints(honest, hostility, 5n)).toEqual(made);
  });

  test('are well formed', () => {
    const made = hostileHints(honest, hostility, 5n);
    const json: unknown = JSON.parse(JSON.stringify(hintsToJSON(made)));
    expect(hintsFromJSON(json)).toEqual({ kind: 'read', value: made });
  });

  test('are made of nothing without harm', () => {
    expect(() => hostileHints([], hostility, 1n)).not.toThrow();
    expect(() => hostileHints([[], []], hostility, 1n)).not.toThrow();
  });
});

test('in a ring everyone reads what a neighbour writes', () => {
  const made = hostileHints(honest, 'cyclic', 1n);
  for (const [index, hints] of made.entries()) {
    const next = made[(index + 1) % made.length] ?? [];
    const written = keys(next.filter(expectsWrite));
    expect(keys(hints.filter(expectsRead))).toContain(written[0]);
  }
});

test('falsely independent transactions share nothing', () => {
  const made = hostileHints(honest, 'falsely-independent', 1n);
  const all = made.flatMap((hints) => [...new Set(keys(hints))]);
  expect(new Set(all).size).toBe(all.length);
});

test('everyone seems to wait for the first', () => {
  const [first, ...others] = hostileHints(honest, 'all-on-first', 1n);
  const written = keys((first ?? []).filter(expectsWrite)).at(-1);
  for (const hints of others) expect(keys(hints.filter(expectsRead))).toContain(written);
});

test('there are hints for transactions that are not there', () => {
  expect(hostileHints(honest, 'out-of-range', 1n).length).toBeGreaterThan(honest.length);
});
