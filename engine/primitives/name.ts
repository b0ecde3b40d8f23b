/**
 * Names: 64 bits that stand for a text, the same in every process.
 *
 * A name is made of a name before it and what comes next, so that the name of a path takes one step
 * to make. Numbers given in the order of arrival are shorter, but mean something else elsewhere.
 */
import { Fingerprint } from './fingerprint.ts';

/** What a text is called. */
export class Name {
  readonly #first: number;
  readonly #second: number;

  private constructor(first: number, second: number) {
    this.#first = first;
    this.#second = second;
  }

  /** Of nothing. */
  static readonly empty: Name = new Name(0, 0);

  /** The name of what has this name, followed by `text`. */
  followedBy(text: string): Name {
    const fingerprint = new Fingerprint();
    fingerprint.clear();
    this.addTo(fingerprint);
    for (let i = 0; i < text.length; i += 1) {
      fingerprint.add(text.charCodeAt(i));
    }
    fingerprint.endPart();
    return new Name(fingerprint.first, fingerprint.second);
  }

  /** Adds the name to a fingerprint. */
  addTo(into: Fingerprint): void {
    into.add(this.#first);
    into.add(this.#second);
  }
}
