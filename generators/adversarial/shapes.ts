/**
 * Shapes: who depends on whom, whatever the kind of place.
 *
 * Owns which places the transaction at an index reads and writes. A shape is a rule about indices,
 * so that a block with a transaction less still has it.
 */

/** What one transaction touches. */
export interface Touched {
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}

/** A shape. */
export interface Shape {
  readonly name: string;
  readonly why: string;
  /** `detail` is a random number of the transaction's own. */
  readonly touch: (index: number, detail: number) => Touched;
}

const CLUSTERS = 3;
const RANDOM_PLACES = 6;

/** All of them. */
export const SHAPES: readonly Shape[] = [
  {
    name: 'chain',
    why: 'each needs what the one before left',
    touch: () => ({ reads: [0], writes: [0] }),
  },
  {
    name: 'independent',
    why: 'nobody meets in storage; elsewhere only where places are few',
    touch: (index) => ({ reads: [index], writes: [index] }),
  },
  {
    name: 'star',
    why: 'one writes what all others read',
    touch: (index) => ({ reads: [0], writes: index === 0 ? [0] : [1 + index] }),
  },
  {
    name: 'collectors',
    why: 'every fourth reads what three before it wrote',
    touch: (index) =>
      index % 4 === 3 ? { reads: [0, 1, 2], writes: [3] } : { reads: [3], writes: [index % 4] },
  },
  {
    name: 'clusters',
    why: 'groups, each around a place of its own',
    touch: (index) => ({ reads: [index % CLUSTERS], writes: [index % CLUSTERS] }),
  },
  {
    name: 'bridge',
    why: 'groups, and now and then a transaction of one that needs another',
    touch: (index) => {
      const own = index % CLUSTERS;
      return { reads: index % 5 === 4 ? [own, (own + 1) % CLUSTERS] : [own], writes: [own] };
    },
  },
  {
    name: 'ladder',
    why: 'each waits for the two before it',
    touch: (index) => ({ reads: [index - 1, index - 2].filter((at) => at >= 0), writes: [index] }),
  },
  {
    name: 'bipartite',
    why: 'writers first, then readers of all',
    touch: (index, detail) =>
      index < 3
        ? { reads: [], writes: [index] }
        : { reads: [detail % 3, (detail + 1) % 3], writes: [3 + index] },
  },
  {
    name: 'random',
    why: 'places at random, of few',
    touch: (_, detail) => ({
      reads: [detail % RANDOM_PLACES],
      writes: [Math.floor(detail / RANDOM_PLACES) % RANDOM_PLACES],
    }),
  },
  {
    name: 'popular',
    why: 'places by Zipf: few are met in by most',
    touch: (_, detail) => {
      const place = Math.floor(8 / (1 + (detail % 8)));
      return { reads: [place], writes: detail % 2 === 0 ? [place] : [] };
    },
  },
];
