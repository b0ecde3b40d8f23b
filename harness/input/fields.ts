/**
 * Readers of foreign objects, lists and records.
 *
 * Owns how a value nobody has checked becomes a typed one: the first thing that cannot be accepted
 * throws a `Refusal` that names its place, sizes are looked at before contents, and what comes out
 * is a fresh plain value, never the object that came in. Does not know hexadecimal or blocks.
 */
import { closest } from './closest.ts';
import { describeValue, printable } from './printable.ts';
import { Refusal } from './refusal.ts';

/** Turns an unchecked value at a place into a `T`. Throws `Refusal`. */
export type Reader<T> = (value: unknown, place: string) => T;

/** Which field names an object may have. */
export interface FieldNames {
  readonly known: readonly string[];
  /** Fields that other tools write and that are not needed here; left unread. */
  readonly ignored?: readonly string[];
}

/** The fields of one object. */
export interface Fields {
  /** Whether the field is there; `undefined` counts as absent. */
  has(name: string): boolean;
  required<T>(name: string, read: Reader<T>): T;
  /** An object with the field, or without any: spread it into the result. */
  optional<K extends string, T>(name: K, read: Reader<T>): Partial<Record<K, T>>;
}

/** Opens an object. Without `names` unknown fields are left alone; with them they are refused. */
export function fieldsOf(value: unknown, place: string, names?: FieldNames): Fields {
  const object = readObject(value, place);
  if (names !== undefined) refuseUnknown(object, place, names);
  const required = <T>(name: string, read: Reader<T>): T => {
    const field = object[name];
    if (field === undefined) {
      throw new Refusal({
        place: join(place, name),
        problem: 'is missing',
        remedy: 'add it',
      });
    }
    return read(field, join(place, name));
  };
  return {
    has: (name) => object[name] !== undefined,
    required,
    optional: <K extends string, T>(name: K, read: Reader<T>): Partial<Record<K, T>> => {
      const found: Partial<Record<K, T>> = {};
      if (object[name] !== undefined) found[name] = required(name, read);
      return found;
    },
  };
}

/** Reads a list of at most `countMax` items. */
export function listOf<T>(read: Reader<T>, countMax: number): Reader<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) {
      throw new Refusal({
        place,
        problem: `must be an array, is ${describeValue(value)}`,
        remedy: 'write it as [ ... ]',
      });
    }
    refuseCount(value.length, { place, countMax, what: 'items' });
    // `Array.from` visits holes too, so that a sparse list is refused like a list with gaps.
    return Array.from(value, (item: unknown, index) => read(item, `${place}[${String(index)}]`));
  };
}

/** Reads an object whose keys are values themselves, at most `countMax` of them. */
export function recordOf<K extends string, T>(
  readKey: Reader<K>,
  read: Reader<T>,
  countMax: number,
): Reader<Record<K, T>> {
  return (value, place) => {
    const object = readObject(value, place);
    const keys = Object.keys(object);
    refuseCount(keys.length, { place, countMax, what: 'entries' });
    const entries = new Map<K, T>();
    for (const raw of keys) {
      const key = readKey(raw, join(place, raw));
      if (entries.has(key)) {
        throw new Refusal({
          place: join(place, raw),
          problem: 'is there twice, spelled in two ways',
          remedy: 'keep one of the two',
        });
      }
      entries.set(key, read(object[raw], join(place, raw)));
    }
    // Keys have passed `readKey`, so that none of them can be `__proto__`.
    return Object.fromEntries(entries) as Record<K, T>;
  };
}

/** Reads one of the given words. */
export function oneOf<const T extends string>(words: readonly T[]): Reader<T> {
  return (value, place) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    const near = typeof value === 'string' ? closest(value, words) : null;
    throw new Refusal({
      place,
      problem: `is ${describeValue(value)}, which is not known`,
      remedy: near === null ? `write one of ${words.join(', ')}` : `did you mean ${near}?`,
    });
  };
}

/** Reads what `read` reads, or `null`. */
export function nullable<T>(read: Reader<T>): Reader<T | null> {
  return (value, place) => (value === null ? null : read(value, place));
}

/** Reads text of at most `lengthMax` characters. */
export function text(lengthMax: number): Reader<string> {
  return (value, place) => {
    if (typeof value !== 'string') {
      throw new Refusal({
        place,
        problem: `must be text, is ${describeValue(value)}`,
        remedy: 'write it in double quotes',
      });
    }
    refuseCount(value.length, { place, countMax: lengthMax, what: 'characters' });
    if (HALF_CHARACTER.test(value)) {
      const problem = 'holds half a character: a surrogate without its partner';
      throw new Refusal({ place, problem, remedy: 'write whole characters, as UTF-8 has them' });
    }
    return value;
  };
}

/** JSON can spell one; no file and no digest can. */
const HALF_CHARACTER = /\p{Surrogate}/u;

/** Takes a value as it is; whoever knows what it must be reads it later. */
export const asIs: Reader<unknown> = (value) => value;

/** Reads `true` or `false`. */
export const flag: Reader<boolean> = (value, place) => {
  if (typeof value === 'boolean') return value;
  throw new Refusal({
    place,
    problem: `must be true or false, is ${describeValue(value)}`,
    remedy: 'write true or false without quotes',
  });
};

/** Reads a whole number from 0 to 2^53 - 1, as JSON numbers hold them exactly. */
export const count: Reader<number> = (value, place) => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new Refusal({
    place,
    problem: `must be a whole number from 0, is ${describeValue(value)}`,
    remedy: 'write it as a plain number',
  });
};

/** `a.b`, or `b` at the top. Keys of foreign records are made printable here, once for all. */
export function join(place: string, name: string): string {
  const safe = printable(name, 80);
  return place === '' ? safe : `${place}.${safe}`;
}

interface CountLimit {
  readonly place: string;
  readonly countMax: number;
  readonly what: string;
}

/** Refuses too many before anything of them is read. */
export function refuseCount(length: number, { place, countMax, what }: CountLimit): void {
  if (length <= countMax) return;
  throw new Refusal({
    place,
    problem: `has ${String(length)} ${what}, more than ${String(countMax)}`,
    remedy: 'make it smaller',
  });
}

/** Reads an object, whatever its fields. Throws `Refusal`. */
export function readObject(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal({
      place,
      problem: `must be an object, is ${describeValue(value)}`,
      remedy: 'write it as { ... }',
    });
  }
  return value as Readonly<Record<string, unknown>>;
}

function refuseUnknown(object: object, place: string, { known, ignored = [] }: FieldNames): void {
  for (const name of Object.keys(object)) {
    if (known.includes(name) || ignored.includes(name)) continue;
    const near = closest(name, known);
    throw new Refusal({
      place: join(place, name),
      problem: 'is not a field known here',
      remedy:
        near === null ? `remove it; known: ${known.join(', ')}` : `did you mean ${near}? Rename it`,
    });
  }
}
