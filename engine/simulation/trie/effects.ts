/**
 * Effects of incarnations, by number.
 *
 * Two incarnations of one transaction that relied on the same, changed the same and came to the
 * same have one number, however they got there; comparing them is then comparing integers.
 */
import type { BodyResult } from '../../lanes/body.ts';
import { bytesToHex } from '../../primitives/bytes.ts';

/** Numbers for what incarnations amount to. */
export class Effects<Outcome> {
  readonly #numbers = new Map<string, number>();

  numberOf({ reads, writes, demand, outcome }: BodyResult<Outcome>): number {
    // Facts of one incarnation are a set: in which order the body met them says nothing.
    const facts = reads.map(textOf).sort();
    const key = textOf([facts, writes.map(textOf).sort(), demand, outcome]);
    const known = this.#numbers.get(key);
    if (known !== undefined) {
      return known;
    }
    this.#numbers.set(key, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === 'bigint') return `${item}n`;
    return item instanceof Uint8Array ? bytesToHex(item) : item;
  });
}
