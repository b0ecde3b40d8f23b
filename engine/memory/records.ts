/**
 * Layout of the records of multi-version memory, in words from the start of a record.
 *
 * Every link is an offset into the arena; 0 ends a list. An address is 5 words, a slot 8, a number
 * 12 on an even offset. Tables only, no code.
 */
/** A location that some transaction has read or written. */
export const LOCATION = {
  /** Its version with the greatest TxIndex. */
  newest: 0,
  /** Its registered readers. */
  readers: 1,
  /** Of a balance: what the final prefix has settled. */
  settled: 2,
  /** Position in `LOCATION_KINDS`. */
  kind: 3,
  account: 4,
  words: 5,
} as const;

/** An account that some transaction has met. */
export const ACCOUNT = {
  /** The next of its bucket. */
  link: 0,
  /** Its address. */
  key: 1,
  keyWords: 5,
  /** One location for each kind of field, in the order of `LOCATION_KINDS`. */
  fields: 6,
  /** 1 when somebody has asked for the account before the block. */
  isLoaded: 26,
  words: 27,
} as const;

/** A slot: a location, found by its account and its name. */
export const SLOT = {
  key: 4,
  keyWords: 9,
  slot: 5,
  slotWords: 8,
  /** The next of its bucket. */
  link: 13,
  /** 1 when somebody has asked for the slot before the block. */
  isLoaded: 14,
  words: 15,
} as const;

/** What one transaction wrote to one location. */
export const VERSION = {
  /** The version with the next smaller TxIndex. */
  older: 0,
  txIndex: 1,
  incarnation: 2,
  /** 1 when the value is not to be relied on: expect another. */
  isEstimate: 3,
  location: 4,
  nextOfTx: 5,
  value: 6,
  words: 18,
} as const;

/** A balance that cannot change any more. */
export const SETTLED = {
  /** It is the balance just below this TxIndex. */
  end: 0,
  balance: 2,
  words: 14,
} as const;

/** One fact that an incarnation relies on. */
export const FACT = {
  nextOfTx: 0,
  txIndex: 1,
  /** Position in `FACT_KINDS`. */
  kind: 2,
  /** For facts that hold or do not: 1 or 0. */
  holds: 3,
  /** The location it is about; for facts about a whole account, its lifecycle. */
  location: 4,
  firstReader: 5,
  operand: 6,
  words: 18,
} as const;

/** A fact's place in the list of one location that can break it. */
export const READER = {
  next: 0,
  previous: 1,
  location: 2,
  fact: 3,
  nextOfFact: 4,
  words: 6,
} as const;

/** Code that a transaction put somewhere. */
export const CODE = {
  next: 0,
  length: 1,
  hash: 2,
  bytes: 14,
} as const;

/** Kinds of fact; the position of a kind is its number in shared words. */
export const FACT_KINDS = [
  'balance',
  'balance-at-least',
  'nonce',
  'code',
  'storage',
  'empty',
  'exists',
  'has-storage',
  'removable',
] as const;
