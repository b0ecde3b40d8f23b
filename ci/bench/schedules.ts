/**
 * How fast schedules are explored and sampled, with every check on: `npm run bench:schedules`.
 *
 * Owns what is measured: states and schedules of scripts, and blocks of real transactions, each
 * block another one, with serial execution, bodies and one schedule all counted. Seconds are by the
 * wall clock of this machine and mean nothing on another; each figure is the median of its rounds.
 */
import { evmScenario } from '#engine/engines/evmScenario.js';
import { explore } from '#engine/simulation/explorer/explorer.js';
import { sample } from '#engine/simulation/sampler.js';
import { scriptedScenario } from '#engine/simulation/scenario.js';
import { SHAPE_ALLOC, shapedScripts } from '#engine/simulation/shapes.js';
import { Stage } from '#engine/simulation/stage.js';
import { buildWorkload, type WorkloadName } from '#generators/workloads/index.js';
import { spreadOf } from '#harness/bench/statistics.js';
import { grouped } from '#harness/report/words.js';

const LANES = { lanes: 3, fibres: 0, defect: null } as const;
const TXS = 5;
const ROUNDS = 5;
const STATES = 400_000;
const SCHEDULES = 40_000;
const BLOCKS = 40;
const BLOCK_TXS = 8;
const BLOCK_RUNS = 10;
const WORKLOADS: readonly WorkloadName[] = ['transfers', 'erc20-hot30', 'hybrid-hot30', 'swap'];

/** Does something some times; resolves with how often. */
type Work = () => Promise<number>;

/** How often something is done in a second, by round; the first, in which code warms up, is not. */
async function rateOf(work: Work): Promise<number> {
  const rates: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const startedAt = performance.now();
    const done = await work();
    rates.push((1_000 * done) / (performance.now() - startedAt));
  }
  return spreadOf(rates.slice(1)).median;
}

async function states(): Promise<number> {
  const scenario = await scriptedScenario(shapedScripts('late-write', TXS), SHAPE_ALLOC);
  const stage = await Stage.open(scenario, LANES);
  const explored = await explore(stage, { preemptionsMax: null, statesMax: STATES });
  if (explored.failed > 0) throw new Error('an honest engine has failed');
  return explored.states;
}

async function schedules(): Promise<number> {
  const scenario = await scriptedScenario(shapedScripts('dynamic', TXS), SHAPE_ALLOC);
  const { failed } = await sample(await Stage.open(scenario, LANES), {
    seed: 1n,
    schedules: SCHEDULES,
  });
  if (failed > 0) throw new Error('an honest engine has failed');
  return SCHEDULES;
}

/** Blocks are built beforehand, each of another seed; each has so many schedules. */
function blocks(name: WorkloadName, runs: number): Work {
  const built = Array.from({ length: BLOCKS }, (_, seed) =>
    buildWorkload(name, { transactions: BLOCK_TXS, seed, fork: 'Osaka' }),
  );
  return async () => {
    for (const { block, preState } of built) {
      const stage = await Stage.open(await evmScenario(block, preState), LANES);
      const { failed } = await sample(stage, { seed: 1n, schedules: runs });
      if (failed > 0) throw new Error('an honest engine has failed');
    }
    return BLOCKS * runs;
  };
}

function say(what: string, rate: number): void {
  process.stdout.write(`${what.padEnd(64)} ${grouped(rate)}/s\n`);
}

say(`states, late-write, ${String(TXS)} scripts on 3 lanes, one thread`, await rateOf(states));
say(`schedules, dynamic, ${String(TXS)} scripts on 3 lanes, one thread`, await rateOf(schedules));
for (const name of WORKLOADS) {
  const size = `${name}, ${String(BLOCK_TXS)} transactions on 3 lanes`;
  say(`blocks, ${size}, one schedule each`, await rateOf(blocks(name, 1)));
  say(`block runs, ${size}, ${String(BLOCK_RUNS)} each`, await rateOf(blocks(name, BLOCK_RUNS)));
}
