/**
 * Dependencies, groups, partitions and ranks of hand-made blocks.
 */
import { describe, expect, test } from 'vitest';
import { groupsOf } from '#engine/graph/components.js';
import { dependencyGraph, type ExpectedAccess } from '#engine/graph/dependencies.js';
import { packed } from '#engine/graph/partitions.js';
import { ranksOf } from '#engine/graph/ranks.js';

function access(part: Partial<ExpectedAccess>): ExpectedAccess {
  return { reads: [], writes: [], credits: [], gas: 1, ...part };
}

const onlyOn = (graph: ReturnType<typeof dependencyGraph>): number[][] =>
  graph.map((dependencies) => dependencies.map(({ on }) => on));

describe('dependencies', () => {
  test('are on the last lower writer of what is read', () => {
    const chain = [0, 1, 2].map(() => access({ reads: [7], writes: [7] }));
    expect(onlyOn(dependencyGraph(chain))).toEqual([[], [0], [1]]);
  });

  test('payments depend on nothing, and who looks depends on all of them', () => {
    const block = [
      access({ credits: [5] }),
      access({ credits: [5] }),
      access({ reads: [5] }),
      access({ writes: [5] }),
      access({ reads: [5] }),
    ];
    expect(onlyOn(dependencyGraph(block))).toEqual([[], [], [0, 1], [], [3]]);
  });

  test('count the locations that tie two together', () => {
    const graph = dependencyGraph([access({ writes: [1, 2, 3] }), access({ reads: [1, 3] })]);
    expect(graph[1]).toEqual([{ on: 0, weight: 2 }]);
  });

  test('leave out what is final', () => {
    const chain = [0, 1, 2].map(() => access({ reads: [7], writes: [7] }));
    expect(onlyOn(dependencyGraph(chain, 1))).toEqual([[], [], [1]]);
  });
});

describe('groups', () => {
  const gas = [1, 1, 1, 1, 1];
  const graph = [[], [{ on: 0, weight: 3 }], [{ on: 1, weight: 1 }], [{ on: 2, weight: 3 }], []];

  test('are what is tied together', () => {
    expect(groupsOf({ graph, members: [0, 1, 2, 3, 4], gas })).toEqual([[0, 1, 2, 3], [4]]);
  });

  test('of some members are tied by them alone', () => {
    expect(groupsOf({ graph, members: [0, 1, 3], gas })).toEqual([[0, 1], [3]]);
  });

  test('too heavy are cut where they are tied least', () => {
    const cut = groupsOf({ graph, members: [0, 1, 2, 3, 4], gas, capacity: 2 });
    expect(cut).toEqual([[0, 1], [2, 3], [4]]);
  });
});

test('partitions are balanced by gas, the heaviest first', () => {
  const gas = [5, 4, 3, 3, 3];
  const groups = [[0], [1], [2], [3], [4]];
  expect(packed({ groups, gas, count: 2 })).toEqual(
    [
      [0, 3],
      [1, 2, 4],
    ].toSorted((a, b) => weight(b, gas) - weight(a, gas)),
  );
  expect(packed({ groups: [[0, 1]], gas, count: 9 })).toEqual([[0, 1]]);
});

function weight(members: readonly number[], gas: readonly number[]): number {
  return members.reduce((sum, txIndex) => sum + (gas[txIndex] ?? 0), 0);
}

test('a rank is the longest way to an end', () => {
  const graph = [[], [{ on: 0, weight: 1 }], [{ on: 0, weight: 1 }], [{ on: 2, weight: 1 }]];
  expect(ranksOf(graph, [1, 10, 2, 3])).toEqual([11, 10, 5, 3]);
});
