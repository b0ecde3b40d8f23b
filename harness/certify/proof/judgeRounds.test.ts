import { describe, expect, test } from 'vitest';
import { judgeRounds, missingWords, type Round } from '#harness/certify/proof/judgeRounds.js';

interface Figures {
  readonly busy: number;
  readonly busySerial?: number;
  readonly speedup?: number;
  /** Over the chain; default the same. */
  readonly overChain?: number;
}

function round({ busy, busySerial = 1, speedup = 1, overChain = speedup }: Figures): Round {
  return {
    judge: { wall: 1_000, processor: 1_000 * busySerial },
    split: { wall: 1_000, processor: 1_000 * busy },
    whole: { wall: 1_000 * speedup, processor: 1_000 },
    chain: { wall: 1_000 * overChain, processor: 1_000 },
  };
}

const kindsOf = (...rounds: readonly Figures[]) => judgeRounds(rounds.map(round), 2).kinds;

describe('overlap', () => {
  test('is shown by one good round, however many hide it', () => {
    expect(kindsOf({ busy: 1 }, { busy: 1.1 }, { busy: 1.5 }, { busy: 0.7 })).toEqual(['overlap']);
    expect(kindsOf({ busy: 1.39 }, { busy: 1.3 })).toEqual([]);
  });

  test('is not shown by what the serial judge shows too', () => {
    expect(kindsOf({ busy: 1.5, busySerial: 1.3 })).toEqual([]);
    expect(kindsOf({ busy: 1.5, busySerial: 1.2 })).toEqual(['overlap']);
  });

  test('is quoted from the round that shows it', () => {
    const rounds = [
      { busy: 1.9, busySerial: 1.8 },
      { busy: 1.5, busySerial: 1 },
    ];
    const figures = judgeRounds(rounds.map(round), 2);
    expect(figures).toMatchObject({ processorsBusy: 1.5, processorsBusySerial: 1, lanes: 2 });
  });
});

describe('timing', () => {
  const fast = { busy: 1, speedup: 1.3 };

  test('is a median of at least three rounds', () => {
    expect(kindsOf(fast, fast)).toEqual([]);
    expect(kindsOf(fast, fast, fast)).toEqual(['timing']);
    expect(kindsOf(fast, { busy: 1, speedup: 1.2 }, { busy: 1, speedup: 9 })).toEqual(['timing']);
    expect(kindsOf(fast, { busy: 1, speedup: 1.2 }, { busy: 1, speedup: 1.1 })).toEqual([]);
  });

  test('is not shown by an engine that is slow at one transaction, or at a chain', () => {
    const atOne = { busy: 1, speedup: 2, overChain: 1 };
    const atChains = { busy: 1, speedup: 1, overChain: 2 };
    expect(kindsOf(atOne, atOne, atOne)).toEqual([]);
    expect(kindsOf(atChains, atChains, atChains)).toEqual([]);
  });
});

test('what shows nothing is said with its figures', () => {
  const words = missingWords(judgeRounds([round({ busy: 1.1, speedup: 1.02 })], 2));
  expect(words).toContain('at most 1.10 processors were busy (1.00 under the serial judge');
  expect(words).toContain('1.02 times as fast as whole and 1.02 times as in a chain');
});
