/**
 * A pass needs something in which an engine can fail.
 */
import { expect, test } from 'vitest';
import type { Engine } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/index.js';
import { corpus } from '#fixtures/corpus/index.js';
import type { Certificate } from '#harness/certify/certificate.js';
import { certify } from '#harness/certify/certify.js';
import { Unsupported } from '#harness/input/unsupported.js';

const serial = createSerialEngine();

/** Takes blocks of so many transactions at most. */
const upTo = (most: number): Engine => ({
  info: serial.info,
  execute: async (block, preState, options) => {
    if (block.transactions.length > most) throw new Unsupported('too hard');
    return await serial.execute(block, preState, options);
  },
});

/** Cases of one, two, four and ten transactions. */
const CASES = ['transfers/last-wei', 'transfers/zero-value', 'hot-spots/pair', 'hot-spots/counter'];

async function certified(engine: Engine): Promise<Certificate> {
  const cases = corpus('Osaka').filter(({ id }) => CASES.includes(id));
  return await certify(engine, {
    judges: [{ name: 'serial', level: 0, engine: serial }],
    claim: 'equivalence',
    forks: ['Osaka'],
    cases: () => cases.map((judged) => ({ id: judged.id, build: () => judged })),
  });
}

test('an engine that takes hardly a block in which transactions meet has not passed', async () => {
  const { verdict, reason } = await certified(upTo(2));
  expect(verdict).toBe('inconclusive');
  expect(reason).toBe('of 3 cases of two or more transactions only 1 could be given to it');
});

test('one that takes most of them has, and the reason says how many it does not take', async () => {
  const { verdict, reason } = await certified(upTo(4));
  expect(verdict).toBe('pass');
  expect(reason).toMatch(/truth; 1 of 4 cases could not be given to it$/);
});
