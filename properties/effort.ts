/**
 * How much is tried: a selection in every test run, all of it in a long one.
 *
 * Owns the switch `LOCKSTEP_LONG`, which `npm run laws:long` sets. The selection is the same in
 * every run of one seed.
 */

/** Whether everything is to be tried, however long it takes. */
const IS_LONG = process.env['LOCKSTEP_LONG'] !== undefined;

/** How often something is tried: `usually`, or in a long run as often as `atLength`. */
export function effort(usually: number, atLength: number): number {
  return IS_LONG ? atLength : usually;
}

/** Of so many in a row one, from the place `first` on; in a long run all. */
export function oneIn<Item>(count: number, items: readonly Item[], first = 0): readonly Item[] {
  return IS_LONG ? items : items.filter((_, place) => place % count === first % count);
}
