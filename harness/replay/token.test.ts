import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeToken, encodeToken } from '#harness/replay/token.js';

const CONTENT = { words: ['a', 'b'], list: Array.from({ length: 100 }, (_, i) => i), text: '€' };

test('a value comes back from its token', () => {
  const token = encodeToken(CONTENT);
  expect(token).toMatch(/^lockstep1\.[A-Za-z0-9_-]+\.[0-9a-f]{8}$/);
  expect(decodeToken(token)).toEqual(CONTENT);
});

/** A token of these bytes with a checksum that is right. */
function forged(bytes: Buffer): string {
  const payload = bytes.toString('base64url');
  const sum = createHash('sha256').update(payload).digest('hex').slice(0, 8);
  return `lockstep1.${payload}.${sum}`;
}

describe('a token that is none is refused with what to do', () => {
  const token = encodeToken(CONTENT);

  test.each([
    ['', /no replay token/],
    ['random:17', /no replay token/],
    ['lockstep2.abc.00000000', /form that this version does not know/],
    ['lockstep1.', /cut short/],
    [`${token} `, /cut short/],
    [forged(Buffer.from('no deflated bytes')), /cannot be unfolded/],
    [forged(deflateRawSync('{"half":')), /holds no JSON/],
  ])('%s', (text, message) => {
    expect(() => decodeToken(text)).toThrow(message);
  });

  test('however short it is cut', () => {
    for (let end = 0; end < token.length; end += 1) {
      expect(() => decodeToken(token.slice(0, end))).toThrow(/cut short|no replay token/);
    }
  });

  test('whichever character is another one', () => {
    for (let at = 'lockstep1.'.length; at < token.length - 9; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      const changed = token.slice(0, at) + other + token.slice(at + 1);
      expect(() => decodeToken(changed)).toThrow(/damaged/);
    }
  });

  test('when it would unfold into more than memory should hold', () => {
    const bomb = forged(deflateRawSync(Buffer.alloc(65 * 1024 * 1024, 0x20)));
    expect(() => decodeToken(bomb)).toThrow(/cannot be unfolded/);
  });
});
