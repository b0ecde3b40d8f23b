import { expect, test } from 'vitest';
import { describeThrown, describeValue, printable } from '#harness/input/printable.js';

test('control characters and marks that reorder text are spelled out', () => {
  expect(printable('a\u001b[2Jb\u0007\n\u202ec\u0085')).toBe(
    'a\\u{1b}[2Jb\\u{7}\\u{a}\\u{202e}c\\u{85}',
  );
});

test('ordinary text of any script is left alone', () => {
  expect(printable('state root 0x12 größer 状态 🙂')).toBe('state root 0x12 größer 状态 🙂');
});

test('long text is cut and its length is said', () => {
  expect(printable('x'.repeat(1_000), 5)).toBe('xxxxx… (1000 characters)');
});

test.each([
  [null, 'null'],
  [undefined, 'nothing'],
  [7, 'the number 7'],
  ['0x1z', 'the string "0x1z"'],
  [[1, 2], 'an array of 2'],
  [{}, 'an object'],
  [() => 1, 'a function'],
])('the value %j is described as %s', (value, words) => {
  expect(describeValue(value)).toBe(words);
});

test('what was thrown is told in one line, whatever it was', () => {
  expect(describeThrown(new Error('no\nway'))).toBe('no\\u{a}way');
  expect(describeThrown(new RangeError('too far'))).toBe('RangeError: too far');
  expect(describeThrown(new TypeError())).toBe('TypeError');
  expect(describeThrown('a string')).toBe('threw the string "a string"');
  const hostile = new Error();
  Object.defineProperty(hostile, 'message', {
    get: () => {
      throw new Error('trap');
    },
  });
  expect(describeThrown(hostile)).toBe('threw a value that cannot be described');
});
