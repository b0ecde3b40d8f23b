import { expect, test } from 'vitest';
import { LineReader } from '#harness/protocol/lineReader.js';

function linesOf(pieces: readonly string[], bytesMax = 100): readonly string[] {
  const reader = new LineReader(bytesMax);
  return pieces.flatMap((piece) => [...reader.take(Buffer.from(piece))]);
}

test('lines come out whole, whatever pieces they arrive in', () => {
  const text = 'one\r\ntwo\n\n{"thrée": 3}\nrest';
  for (let size = 1; size <= text.length; size += 1) {
    const bytes = Buffer.from(text);
    const reader = new LineReader(100);
    const found: string[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      found.push(...reader.take(bytes.subarray(at, at + size)));
    }
    expect(found).toEqual(['one', 'two', '{"thrée": 3}']);
  }
});

test('a line may have as many bytes as the limit says, and not one more', () => {
  expect(linesOf(['12345\n678', '90\n'], 5)).toEqual(['12345', '67890']);
  expect(() => linesOf(['123456\n'], 5)).toThrow('a line of more than 5 bytes');
  expect(() => linesOf(['123', '456'], 5)).toThrow(RangeError);
});
