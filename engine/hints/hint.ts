/**
 * Hints: what a transaction is expected to read and write, said before it runs.
 *
 * Owns the value, its grades and how several sources become one list. A hint costs time, never
 * truth: nothing that is decided from hints may change a result, whatever they say. Does not know
 * where hints come from (one file each) nor who uses them.
 */
import type { Address, Bytes32 } from '../api/index.ts';
import type { LocationKind, Place } from '../primitives/locations.ts';

/** How far a hint can be relied on, best first. */
export const HINT_GRADES = [
  /** Seen on the very state, or declared by the block or transaction itself. */
  'exact',
  /** Follows from a known kind of contract. */
  'template',
  /** Seen in other transactions, or on another state. */
  'learned',
  /** May be. */
  'likely',
] as const;

/** One grade. */
export type HintGrade = (typeof HINT_GRADES)[number];

/** What is expected to happen at the location. */
export const HINT_ACCESSES = ['read', 'write', 'read-write'] as const;

/** One kind of access. */
export type HintAccess = (typeof HINT_ACCESSES)[number];

/** Who may have made a hint. */
export const HINT_SOURCES = [
  'envelope',
  'access-list',
  'bal',
  'templates',
  'static',
  'simulation',
  'index',
  'hostile',
] as const;

/** One source. */
export type HintSource = (typeof HINT_SOURCES)[number];

/** Sources that can be asked for, beside the envelope. */
export type AskedSource = Exclude<HintSource, 'envelope' | 'hostile'>;

/** All of them, from the one that knows most. */
export const ASKED_SOURCES: readonly AskedSource[] = [
  'bal',
  'simulation',
  'access-list',
  'templates',
  'index',
  'static',
];

/** One expected access of one transaction. Plain and serialisable. */
export interface Hint {
  readonly place: Place;
  readonly access: HintAccess;
  /**
   * The write adds to what is there, whatever it is: credits and debits of one balance commute and
   * need no order among each other. Never true of a read.
   */
  readonly isDelta: boolean;
  readonly grade: HintGrade;
  readonly source: HintSource;
  /** One line for people: why this location. */
  readonly why: string;
}

/** All hints of one transaction. */
export type Hints = readonly Hint[];

/** Whether the hint expects a read. */
export function expectsRead({ access }: Hint): boolean {
  return access !== 'write';
}

/** Whether the hint expects a write. */
export function expectsWrite({ access }: Hint): boolean {
  return access !== 'read';
}

/** A location as text, for keys and order. */
export function placeKey({ kind, address, slot }: Place): string {
  return slot === null ? `${address} ${kind}` : `${address} ${kind} ${slot}`;
}

/** A slot of a contract. */
export function slotPlace(address: Address, slot: Bytes32): Place {
  return { kind: 'storage', address, slot };
}

/** A field of an account. */
export function fieldPlace(address: Address, kind: Exclude<LocationKind, 'storage'>): Place {
  return { kind, address, slot: null };
}

/** Makes the hints of one source, which agree in everything but place, access and reason. */
export class HintWriter {
  readonly #hints: Hint[] = [];
  readonly #source: HintSource;
  readonly #grade: HintGrade;

  constructor(source: HintSource, grade: HintGrade) {
    this.#source = source;
    this.#grade = grade;
  }

  /** Adds one hint. */
  add(place: Place, access: HintAccess, why: string): void {
    const [source, grade] = [this.#source, this.#grade];
    this.#hints.push({ place, access, isDelta: false, grade, source, why });
  }

  /** Adds a write that commutes with others of its kind. */
  addDelta(place: Place, why: string): void {
    const [source, grade] = [this.#source, this.#grade];
    this.#hints.push({ place, access: 'write', isDelta: true, grade, source, why });
  }

  /** All hints so far, each location once in each direction, in the order of locations. */
  get hints(): Hints {
    return mergeHints([this.#hints]);
  }
}

/**
 * One list out of several: each location at most once in each direction, and of hints that agree on
 * location and direction the best grade wins, or the earlier list. Sorted by location, so that the
 * result does not depend on the order within lists.
 */
export function mergeHints(lists: readonly Hints[]): Hints {
  const best = new Map<string, Directions>();
  for (const list of lists) {
    for (const hint of list) {
      const key = placeKey(hint.place);
      let known = best.get(key);
      if (known === undefined) {
        known = { read: null, write: null };
        best.set(key, known);
      }
      if (expectsRead(hint)) known.read = better(known.read, hint);
      if (expectsWrite(hint)) known.write = better(known.write, hint);
    }
  }
  return [...best]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, { read, write }]) => joined(read, write));
}

/** The best hint so far in each direction. */
interface Directions {
  read: Hint | null;
  write: Hint | null;
}

/**
 * The same hints some blocks later: what was seen on a state that is not the latest any more is
 * known no better than what was learned.
 */
export function agedHints(hints: Hints, blocks: number): Hints {
  return blocks === 0
    ? hints
    : hints.map((hint) =>
        hint.source === 'simulation' && hint.grade === 'exact'
          ? { ...hint, grade: 'learned', why: `${hint.why}, ${String(blocks)} blocks ago` }
          : hint,
      );
}

/** Whether `one` is at least as good as `other`. */
function isAsGood(one: Hint, other: Hint): boolean {
  return HINT_GRADES.indexOf(one.grade) <= HINT_GRADES.indexOf(other.grade);
}

function better(known: Hint | null, next: Hint): Hint {
  return known !== null && isAsGood(known, next) ? known : next;
}

/** What is known of both directions: one hint when it is known equally well, and else two. */
function joined(read: Hint | null, write: Hint | null): Hint[] {
  if (read === null || write === null) {
    return [read, write].flatMap((hint, direction) =>
      hint === null ? [] : [inDirection(hint, direction === 0 ? 'read' : 'write')],
    );
  }
  if (read.grade === write.grade && read.source === write.source && !write.isDelta) {
    const { place, grade, source, why } = write;
    return [{ place, access: 'read-write', isDelta: false, grade, source, why }];
  }
  return [inDirection(read, 'read'), inDirection(write, 'write')];
}

function inDirection(hint: Hint, access: 'read' | 'write'): Hint {
  if (hint.access === access) return hint;
  const { place, isDelta, grade, source, why } = hint;
  return { place, access, isDelta: access === 'write' && isDelta, grade, source, why };
}
