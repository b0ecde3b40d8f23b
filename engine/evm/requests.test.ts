/** The list and the hash of requests (EIP-7685). */
import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { requestListOf } from '#engine/evm/requests.js';

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

describe('the request list', () => {
  it('without requests has the hash of nothing', () => {
    const empty = [0, 1, 2].map((type) => ({ type, data: new Uint8Array(0) }));
    expect(requestListOf(empty)).toEqual({
      requests: [],
      requestsHash: '0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    });
  });

  it('puts the type before the data and leaves empty ones out', () => {
    const { requests } = requestListOf([
      { type: 0, data: Uint8Array.of(0xaa) },
      { type: 1, data: new Uint8Array(0) },
      { type: 2, data: Uint8Array.of(0xbb, 0xcc) },
    ]);
    expect(requests).toEqual(['0x00aa', '0x02bbcc']);
  });

  it('hashes the hashes of its entries', () => {
    const data = Uint8Array.of(0xaa);
    const { requestsHash } = requestListOf([
      { type: 1, data },
      { type: 2, data },
    ]);
    const inner = Buffer.concat([sha256(Uint8Array.of(1, 0xaa)), sha256(Uint8Array.of(2, 0xaa))]);
    expect(requestsHash).toBe(`0x${sha256(inner).toString('hex')}`);
  });
});
