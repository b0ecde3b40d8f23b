/**
 * Two kinds of time, which never mix.
 *
 * Virtual time is what a cost model says a schedule takes; the wall clock is what a machine took.
 * Both are numbers, but of different types: neither can be given where the other is asked for, so
 * that no table can hold both.
 */

declare const CLOCK: unique symbol;

/** A duration or a point of virtual time, in microseconds since the block began. */
export type VirtualMicroseconds = number & { readonly [CLOCK]: 'virtual' };

/** A duration by the wall clock, in milliseconds. */
export type WallMilliseconds = number & { readonly [CLOCK]: 'wall' };
