/**
 * Law: an engine says what another implementation says, the stock one of EthereumJS.
 *
 * The truth of the other laws is our own serial execution; here somebody else has a say. Before
 * Cancun stock gives back storage that was destroyed (`knownDeviations.test.ts`), and is not asked.
 */
import type { Engine, Fork } from '#engine/api/index.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { isFrom } from '#generators/build/fork.js';
import { compared, type Law, VACUOUS } from './law.ts';

const SINCE: Fork = 'Cancun';

/** Opened when first asked for: most pursuits end before. */
let stock: Engine | null = null;

/** Another's word. */
export const oracle: Law = {
  name: 'oracle',
  why: 'stock EthereumJS says the same',
  every: 6,
  concerns: (build) => build === 'serial',
  isOfBlock: true,
  examine: async (scene) => {
    if (!isFrom(scene.spec.fork, SINCE)) return VACUOUS;
    stock ??= createOracle();
    const expected = await scene.on(stock);
    return compared({ expected, actual: await scene.run(null), against: 'stock EthereumJS says' });
  },
};
