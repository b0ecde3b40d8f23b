/**
 * A small assembler. Owns the notation: words between blanks, and comments from `;` to line end.
 *
 *   MNEMONIC      the instruction
 *   42, 0x2a      push: as few bytes as it needs, a hex number as many as it is written with
 *   name:         a jump destination
 *   @name, ~name  push the two-byte offset of that jump destination; the offset itself
 *   #0x60806040   these bytes as they are, or none for `#0x`
 * Never emits PUSH0 by itself: the same source runs under forks without EIP-3855.
 */
import type { Bytes } from '#engine/api/index.js';
import { bytesToHex, hexToBytes } from '../build/hex.ts';
import { OPCODES } from './opcodes.ts';

const PUSH1 = 0x60;
const PUSH2 = 0x61;
const JUMPDEST = 0x5b;
const LABEL = /^([a-z][a-zA-Z0-9]*):$/;
const REFERENCE = /^@([a-z][a-zA-Z0-9]*)$/;
const OFFSET = /^~([a-z][a-zA-Z0-9]*)$/;
const NUMBER = /^(0x[0-9a-fA-F]+|[0-9]+)$/;

/** One word of the source, understood. */
type Item =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'label'; readonly name: string }
  | { readonly kind: 'reference'; readonly name: string }
  | { readonly kind: 'offset'; readonly name: string };

function push(literal: string): Uint8Array {
  const digits = literal.startsWith('0x') ? literal.slice(2) : BigInt(literal).toString(16);
  const bytes = hexToBytes(`0x${digits}`);
  if (bytes.length > 32) throw new SyntaxError(`more than 32 bytes to push: ${literal}`);
  return Uint8Array.of(PUSH1 + bytes.length - 1, ...bytes);
}

function parse(source: string): Item {
  const label = LABEL.exec(source)?.[1];
  if (label !== undefined) return { kind: 'label', name: label };
  const reference = REFERENCE.exec(source)?.[1];
  if (reference !== undefined) return { kind: 'reference', name: reference };
  const offset = OFFSET.exec(source)?.[1];
  if (offset !== undefined) return { kind: 'offset', name: offset };
  if (NUMBER.test(source)) return { kind: 'bytes', bytes: push(source) };
  if (source.startsWith('#0x')) return { kind: 'bytes', bytes: hexToBytes(`0x${source.slice(3)}`) };
  const opcode = OPCODES.get(source);
  if (opcode === undefined) throw new SyntaxError(`not an instruction: ${source}`);
  return { kind: 'bytes', bytes: Uint8Array.of(opcode) };
}

function sizeOf(item: Item): number {
  switch (item.kind) {
    case 'bytes':
      return item.bytes.length;
    case 'label':
      return 1;
    case 'reference':
      return 3;
    case 'offset':
      return 2;
    default:
      return item satisfies never;
  }
}

function labelOffsets(items: readonly Item[]): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  let offset = 0;
  for (const item of items) {
    if (item.kind === 'label') {
      if (offsets.has(item.name)) throw new SyntaxError(`two labels of one name: ${item.name}`);
      offsets.set(item.name, offset);
    }
    offset += sizeOf(item);
  }
  return offsets;
}

function emit(item: Item, offsets: ReadonlyMap<string, number>): Uint8Array {
  switch (item.kind) {
    case 'bytes':
      return item.bytes;
    case 'label':
      return Uint8Array.of(JUMPDEST);
    case 'reference':
      return Uint8Array.of(PUSH2, ...offsetOf(item.name, offsets));
    case 'offset':
      return offsetOf(item.name, offsets);
    default:
      return item satisfies never;
  }
}

function offsetOf(name: string, offsets: ReadonlyMap<string, number>): Uint8Array {
  const offset = offsets.get(name);
  if (offset === undefined) throw new SyntaxError(`no such label: ${name}`);
  return Uint8Array.of(offset >> 8, offset & 0xff);
}

/** Turns source into code. Throws a `SyntaxError` that names the word it did not understand. */
export function assemble(source: string): Bytes {
  const words = source
    .split('\n')
    .map((line) => line.replace(/;.*$/, ''))
    .join(' ')
    .split(/\s+/)
    .filter((part) => part !== '');
  const items = words.map(parse);
  const offsets = labelOffsets(items);
  return bytesToHex(Buffer.concat(items.map((item) => emit(item, offsets))));
}
