/**
 * How much work unknown code may cause.
 *
 * Owns every bound of analysis and of instantiation. Code is written by anyone, so that each number
 * here is the end of something that could otherwise go on. Past a bound hints are missing, nothing
 * worse. Chosen by hand: a swap through a compiled router stays well below all of them.
 */

/** Of the analysis of one code under one selector. */
export const ANALYSIS_LIMITS = {
  /** Instructions on all paths together. */
  steps: 20_000,
  /** Paths begun. */
  paths: 256,
  /** Times that one unknown branch is followed both ways on one path. */
  loopTurns: 4,
  /** Branches on one path. */
  branches: 256,
  /** Writes to memory on one path. */
  memoryWrites: 512,
  /** Writes that one region may be made of; one of more is unknown. */
  regionWrites: 64,
  /** Writes that all regions together hold. */
  heldWrites: 200_000,
  /** Levels of one expression; what is deeper is unknown. */
  depth: 64,
  /** Entries, as the protocol has it. */
  stack: 1_024,
} as const;

/** Of the instantiation for one transaction. */
export const WALK_LIMITS = {
  /** Reads, writes and calls, in all frames together. */
  steps: 2_000,
  /** Expressions looked at and chunks of memory moved, in all frames together. */
  evaluations: 100_000,
  /** Frames inside each other. */
  callDepth: 8,
  /** Unknown branches that are followed both ways. */
  forks: 8,
  /** Bytes that are moved for the price of one expression. */
  chunkBytes: 64,
  /** Bytes of one piece of memory: an input, an output, what is hashed. */
  regionBytes: 16_384,
} as const;

/** Room for analyses that are kept, over all codes: instructions followed and writes held. */
export const KEPT_MAX = 4_000_000;
