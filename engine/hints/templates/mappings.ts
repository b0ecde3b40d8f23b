/**
 * Mappings: how a contract lays out entries by key, found by what it reads.
 *
 * Owns the layouts compilers use (Solidity hashes key then base, Vyper base then key), the bases
 * that are tried, and the derivation of slots. A layout is never assumed: it is the one that
 * explains a slot which the contract was seen to read for known keys.
 */
import type { Bytes32, Hex } from '../../api/index.ts';
import {
  bigIntToHex,
  bytesToBigInt,
  bytesToHex,
  concatBytes,
  hexToBytes,
  padHex,
} from '../../primitives/bytes.ts';
import { keccak256 } from '../../state/keccak.ts';

/** Bases from 0 on that are tried. */
const BASES_END = 64;
/** Where current libraries keep what belongs to a token (ERC-7201). */
const NAMESPACES: readonly bigint[] = ['ERC20', 'ERC721', 'ERC1155'].map((kind) =>
  namespaceOf(`openzeppelin.storage.${kind}`),
);
/** Members of a namespace that are tried. */
const MEMBERS_END = 8;

/** Where entries of a mapping stand. */
export interface MappingLayout {
  readonly base: Bytes32;
  readonly isKeyFirst: boolean;
  /** Whether the second of two keys is hashed first. */
  readonly isReversed: boolean;
}

/** The layout in which one of `slots` is the entry of `keys`, or `null`. */
export function explainSlots(
  slots: readonly Bytes32[],
  keys: readonly Hex[],
): MappingLayout | null {
  const wanted = new Set(slots);
  if (wanted.size === 0) return null;
  for (const isReversed of keys.length > 1 ? [false, true] : [false]) {
    for (const isKeyFirst of [true, false]) {
      for (const base of candidateBases()) {
        const layout = { base, isKeyFirst, isReversed };
        if (wanted.has(entrySlot(layout, keys))) return layout;
      }
    }
  }
  return null;
}

/** Where the entry of these keys stands; nested mappings have several, outermost first. */
export function entrySlot(layout: MappingLayout, keys: readonly Hex[]): Bytes32 {
  const ordered = layout.isReversed ? [...keys].reverse() : keys;
  return ordered.reduce<Bytes32>(
    (base, key) => (layout.isKeyFirst ? hashWords(key, base) : hashWords(base, key)),
    layout.base,
  );
}

/** The hash of two words. */
export function hashWords(first: Hex, second: Hex): Bytes32 {
  const words = [first, second].map((word) => hexToBytes(padHex(word, 32)));
  return bytesToHex(keccak256(concatBytes(...words)));
}

function* candidateBases(): Generator<Bytes32> {
  for (let base = 0; base < BASES_END; base += 1) yield bigIntToHex(BigInt(base), 32);
  for (const namespace of NAMESPACES) {
    for (let member = 0n; member < MEMBERS_END; member += 1n) {
      yield bigIntToHex(namespace + member, 32);
    }
  }
}

/** The first slot of a namespace: the hash of its hash less one, the last byte cleared. */
function namespaceOf(name: string): bigint {
  const hash = bytesToBigInt(keccak256(new TextEncoder().encode(name)));
  const again = keccak256(hexToBytes(bigIntToHex(hash - 1n, 32)));
  return (bytesToBigInt(again) >> 8n) << 8n;
}
