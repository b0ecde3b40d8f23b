/**
 * Traces of simulated runs, as lines of text that another process can be asked for.
 *
 * Owns what goes into a line: the schedule, the digest of all its steps, and all of the result.
 */
import { createHash } from 'node:crypto';
import { createBlockSTMEngine, randomSchedule } from '#engine/index.js';
import { buildWorkload, type WorkloadName } from '#generators/workloads/index.js';

const WORKLOADS: readonly WorkloadName[] = ['hot-counter', 'erc20-hot-holder', 'transfers'];
const SEEDS = 20n;

/** One line for each workload, seed, and way of meeting an unready read. */
export async function traceLines(): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const workload of WORKLOADS) {
    const { block, preState } = buildWorkload(workload, {
      transactions: 10,
      seed: 1,
      fork: 'Osaka',
    });
    for (const onEstimate of ['abort', 'suspend'] as const) {
      const engine = createBlockSTMEngine({ lanes: 3, onEstimate });
      for (let seed = 0n; seed < SEEDS; seed += 1n) {
        const schedule = randomSchedule(seed);
        const result = await engine.execute(block, preState, { schedule, accesses: true });
        const digest = createHash('sha256').update(JSON.stringify(result)).digest('hex');
        const { traceDigest = 'none' } = result.stats;
        lines.push(`${workload} ${onEstimate} ${schedule} ${traceDigest} ${digest}`);
      }
    }
  }
  return lines;
}
