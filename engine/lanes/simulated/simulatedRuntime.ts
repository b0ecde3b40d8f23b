/**
 * The simulated runtime: virtual lanes in this thread, interleaved by a picker.
 *
 * Owns the EVM cores of each lane, kept from block to block, as a thread would keep them.
 */
import { CorePool } from '../../evm/corePool.ts';
import { invariant } from '../../primitives/invariant.ts';
import { EVMBody } from '../evmBody.ts';
import { runLane } from '../laneLoop.ts';
import type { LaneJob, LaneRun, LaneRuntime } from '../runtime.ts';
import { SimulatedGate } from './simulatedGate.ts';

/** Lanes in simulation. */
export class SimulatedRuntime implements LaneRuntime {
  readonly #cores: readonly CorePool[];

  constructor(lanes: number) {
    this.#cores = Array.from({ length: lanes }, () => new CorePool());
  }

  async run({ machine, plan, block, context, base, picker }: LaneJob): Promise<LaneRun> {
    invariant(picker !== null, 'simulation has a picker');
    const gate = new SimulatedGate(machine, picker, this.#cores.length);
    const { defect, lanes: shape } = plan;
    const lanes = this.#cores.map((pool, lane) =>
      pool.useMany(context, (cores) => {
        const body = new EVMBody({ source: block, context, cores, defect });
        return runLane({ lane, gate, base, body, suspends: shape.fibres > 0 });
      }),
    );
    const outcomes = (await Promise.all(lanes)).flat();
    return { kind: 'done', outcomes, trace: gate.trace };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
