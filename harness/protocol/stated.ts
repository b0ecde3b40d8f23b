/**
 * What a result leaves out.
 *
 * Owns the note of it: a field that is not there becomes a placeholder and one of the unstated
 * parts, together, so that neither is had without the other.
 */
import type { UnstatedPart } from '#engine/api/index.js';
import type { Fields, Reader } from '../input/fields.ts';

/** A field that may be left out. */
export interface Missable<T> {
  readonly name: string;
  readonly part: UnstatedPart;
  readonly placeholder: T;
}

/** Takes note of parts while one result is read. */
export class Unstated {
  readonly #parts = new Set<UnstatedPart>();

  add(part: UnstatedPart): void {
    this.#parts.add(part);
  }

  has(part: UnstatedPart): boolean {
    return this.#parts.has(part);
  }

  /** Reads what is there; what is not becomes its placeholder, and unstated. */
  read<T>(from: Fields, { name, part, placeholder }: Missable<T>, read: Reader<T>): T {
    if (from.has(name)) return from.required(name, read);
    this.add(part);
    return placeholder;
  }

  /** To be spread into the result. */
  get note(): { readonly unstated?: readonly UnstatedPart[] } {
    return this.#parts.size === 0 ? {} : { unstated: [...this.#parts].sort() };
  }
}
