/**
 * One spelling for each value, so that two results can be compared as text.
 *
 * Owns what counts as the same value: hex digits in either case, quantities with leading zeros,
 * zero and absent fields. Does not judge: text that is no hex stays what it is, quoted, and so
 * differs from every value.
 */

const HEX = /^0x[0-9a-fA-F]*$/;

/** A number: lower case, no leading zeros; absent is zero. */
export function canonicalQuantity(text: string | undefined): string {
  if (text === undefined) return '0x0';
  if (!HEX.test(text)) return JSON.stringify(text);
  const digits = text.slice(2).toLowerCase().replace(/^0+/, '');
  return `0x${digits === '' ? '0' : digits}`;
}

/** Bytes, hashes and addresses: lower case, each digit counts; absent is empty. */
export function canonicalBytes(text: string | undefined): string {
  if (text === undefined) return '0x';
  return HEX.test(text) ? text.toLowerCase() : JSON.stringify(text);
}

/** A storage slot: any number, written with its 32 bytes. */
export function canonicalSlot(text: string): string {
  const quantity = canonicalQuantity(text);
  return HEX.test(quantity) ? `0x${quantity.slice(2).padStart(64, '0')}` : quantity;
}

/** A map under canonical keys, and how many of its entries were other spellings of one key. */
export interface CanonicalMap<V> {
  readonly entries: ReadonlyMap<string, V>;
  readonly repeated: number;
}

/** Brings the keys of a record into canonical form; of two spellings the first counts. */
export function canonicalMap<V>(
  record: Readonly<Record<string, V>> | undefined,
  canonicalKey: (key: string) => string,
): CanonicalMap<V> {
  const entries = new Map<string, V>();
  let repeated = 0;
  for (const [key, value] of Object.entries(record ?? {})) {
    const canonical = canonicalKey(key);
    if (entries.has(canonical)) repeated += 1;
    else entries.set(canonical, value);
  }
  return { entries, repeated };
}

/** All keys of two maps, each once, in ascending order. */
export function unionOfKeys<K extends string | number>(
  left: ReadonlyMap<K, unknown>,
  right: ReadonlyMap<K, unknown>,
): K[] {
  return [...new Set([...left.keys(), ...right.keys()])].sort((a, b) => (a < b ? -1 : 1));
}
