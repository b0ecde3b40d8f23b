import { expect, test } from 'vitest';
import { closest } from '#harness/input/closest.js';

const FORKS = ['Berlin', 'London', 'Paris', 'Shanghai', 'Cancun', 'Prague', 'Osaka'];

test.each([
  ['Cancan', 'Cancun'],
  ['osaka', 'Osaka'],
  ['Parsi', 'Paris'],
  ['Shangai', 'Shanghai'],
])('the misspelt %s is taken for %s', (word, meant) => {
  expect(closest(word, FORKS)).toBe(meant);
});

test('a word that is like none of the names gets no guess', () => {
  expect(closest('Amsterdam', FORKS)).toBeNull();
  expect(closest('', FORKS)).toBeNull();
  expect(closest('0x9', ['0x0', '0x1'])).toBeNull();
});

test('an endless word gets no guess and costs no time', () => {
  expect(closest('x'.repeat(1_000_000), FORKS)).toBeNull();
});
