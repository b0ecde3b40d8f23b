import { describe, expect, it } from 'vitest';

import { RecordIndex } from '#engine/memory/recordIndex.js';
import { Arena, createArenaBuffer } from '#engine/primitives/arena.js';

const LINK = 0;
const KEY = 1;
const RECORD_WORDS = 4;

/** An index whose records all meet in one bucket. */
function crowded(): { arena: Arena; index: RecordIndex } {
  const arena = new Arena(createArenaBuffer(1 << 12, 1 << 12));
  const buckets = arena.allocate(1);
  return {
    arena,
    index: new RecordIndex(arena, { buckets, bucketCount: 1, link: LINK, key: KEY }),
  };
}

describe('records of one bucket', () => {
  it('are told apart by every word of their keys', () => {
    const { arena, index } = crowded();
    const base = Int32Array.of(7, 8, 9);
    const keys = [base, ...[0, 1, 2].map((at) => base.with(at, -1))];
    const records = keys.map((key) => {
      expect(index.find(key)).toBe(0);
      const record = arena.allocate(RECORD_WORDS);
      index.add(record, key);
      return record;
    });

    expect(keys.map((key) => index.find(key))).toEqual(records);
    expect(new Set(records).size).toBe(keys.length);
  });
});
