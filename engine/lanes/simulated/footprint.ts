/**
 * What a step touches, as a set of 32 bits.
 *
 * One bit stands for the scheduler, which everything but reads goes through; the others for
 * locations, by a hash of their names. Two steps without a common bit commute; with one they may
 * not. Only pickers care.
 */
import type { Input } from '../exchange.ts';

/** The scheduler's bit. */
export const SCHEDULER_BIT = 1;
const LOCATION_BITS = 31;

/** Inputs of virtual lanes are met again and again. */
const known = new WeakMap<Input, number>();

/** The bits of a step that begins with `input`. */
export function footprintOf(input: Input): number {
  const before = known.get(input);
  if (before !== undefined) {
    return before;
  }
  const bits = bitsOf(input);
  known.set(input, bits);
  return bits;
}

function bitsOf(input: Input): number {
  switch (input.kind) {
    case 'read-account':
      return bitOf(input.address);
    case 'read-slot':
      return bitOf(input.address, input.slot);
    case 'read-code':
      return 0;
    case 'finished':
      return input.writes.reduce(
        (bits, write) =>
          bits |
          (write.kind === 'storage' ? bitOf(write.address, write.slot) : bitOf(write.address)),
        SCHEDULER_BIT,
      );
    case 'go':
    case 'prepared':
    case 'suspended':
    case 'blocked':
      return SCHEDULER_BIT;
  }
}

/** FNV-1a over the names' characters. */
function bitOf(...names: readonly string[]): number {
  let hash = 0x811c9dc5;
  for (const name of names) {
    for (let i = 0; i < name.length; i += 1) {
      hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
    }
  }
  return 2 << ((hash >>> 0) % LOCATION_BITS);
}
