/**
 * Root of a Merkle Patricia trie from its sorted leaves (Yellow Paper, appendix D).
 *
 * Owns root computation for a trie that is known whole. Does not store, prove or update tries.
 * Written here because nothing on the registry computes only a root: `@ethereumjs/mpt` builds and
 * stores every node, measured at 6 to 8 times the cost; it remains the cross-check in the tests.
 */
import { RLP, type NestedUint8Array } from '@ethereumjs/rlp';

import { keccak256 } from './keccak.ts';

/** One leaf: key and value are non-empty; no key is the beginning of another. */
export interface Leaf {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

type Node = Uint8Array | NestedUint8Array;

interface Path {
  readonly nibbles: Uint8Array;
  readonly value: Uint8Array;
}

/** Leaves of one subtree: `paths[start]` up to, not including, `paths[end]`. */
interface Range {
  readonly paths: readonly Path[];
  readonly start: number;
  readonly end: number;
}

const BRANCH_WIDTH = 16;

/** Root of the empty trie. */
export const EMPTY_TRIE_ROOT: Uint8Array = keccak256(RLP.encode(new Uint8Array(0)));

/** 32-byte root of the trie with these leaves, in any order. */
export function trieRoot(leaves: readonly Leaf[]): Uint8Array {
  if (leaves.length === 0) {
    return EMPTY_TRIE_ROOT;
  }
  const sorted = [...leaves].sort((a, b) => Buffer.compare(a.key, b.key));
  const paths = sorted.map(({ key, value }) => ({ nibbles: toNibbles(key), value }));
  return keccak256(RLP.encode(subtree({ paths, start: 0, end: paths.length }, 0)));
}

/** The node holding `range`, whose paths agree on their first `depth` nibbles. */
function subtree(range: Range, depth: number): Node {
  const first = pathAt(range, range.start);
  if (range.end - range.start === 1) {
    return [compact(first.nibbles.subarray(depth), 'leaf'), first.value];
  }
  const shared = sharedDepth(first, pathAt(range, range.end - 1), depth);
  if (shared > depth) {
    return [compact(first.nibbles.subarray(depth, shared), 'extension'), child(range, shared)];
  }
  return branch(range, depth);
}

function branch(range: Range, depth: number): Node {
  const children: Node[] = Array.from({ length: BRANCH_WIDTH + 1 }, () => new Uint8Array(0));
  let start = range.start;
  while (start < range.end) {
    const nibble = pathAt(range, start).nibbles[depth] ?? 0;
    let end = start + 1;
    while (end < range.end && pathAt(range, end).nibbles[depth] === nibble) {
      end += 1;
    }
    children[nibble] = child({ paths: range.paths, start, end }, depth + 1);
    start = end;
  }
  return children;
}

/** A node as its parent holds it: itself when shorter than a hash, else its hash. */
function child(range: Range, depth: number): Node {
  const node = subtree(range, depth);
  const encoded = RLP.encode(node);
  return encoded.length < 32 ? node : keccak256(encoded);
}

function pathAt(range: Range, index: number): Path {
  const path = range.paths[index];
  if (path === undefined) {
    throw new RangeError(`no leaf at ${index}`);
  }
  return path;
}

/** First and last of sorted paths share exactly what all of them share. */
function sharedDepth(first: Path, last: Path, depth: number): number {
  let shared = depth;
  while (shared < first.nibbles.length && first.nibbles[shared] === last.nibbles[shared]) {
    shared += 1;
  }
  return shared;
}

function toNibbles(key: Uint8Array): Uint8Array {
  const nibbles = new Uint8Array(2 * key.length);
  key.forEach((byte, i) => {
    nibbles[2 * i] = byte >> 4;
    nibbles[2 * i + 1] = byte & 0xf;
  });
  return nibbles;
}

/** Hex-prefix encoding (Yellow Paper, appendix C). */
function compact(nibbles: Uint8Array, kind: 'leaf' | 'extension'): Uint8Array {
  const odd = nibbles.length % 2;
  const bytes = new Uint8Array((nibbles.length >> 1) + 1);
  bytes[0] = (kind === 'leaf' ? 0x20 : 0) | (odd === 1 ? 0x10 | (nibbles[0] ?? 0) : 0);
  for (let i = odd, at = 1; i < nibbles.length; i += 2, at += 1) {
    bytes[at] = ((nibbles[i] ?? 0) << 4) | (nibbles[i + 1] ?? 0);
  }
  return bytes;
}
