import { expect, test } from 'vitest';
import { columns, counted, duration, grouped } from '#harness/report/words.js';

test('counts have their plural and their groups', () => {
  expect(counted(1, 'block')).toBe('1 block');
  expect(counted(0, 'block')).toBe('0 blocks');
  expect(counted(1_234_567, 'field')).toBe('1,234,567 fields');
  expect(grouped(999.6)).toBe('1,000');
});

test('durations have the digits that matter', () => {
  expect([0.123, 12.34, 185.9].map(duration)).toEqual(['0.12 s', '12.3 s', '3 min 5 s']);
});

test('columns of numbers are aligned right and others left', () => {
  const rows = [
    ['engine', 'version', 'tx/s'],
    ['oracle', '10.1.3', '1,234'],
    ['v', '2', '5.5x'],
  ];
  expect(columns(rows)).toBe(
    ['engine  version   tx/s', 'oracle  10.1.3   1,234', 'v       2         5.5x'].join('\n'),
  );
});
