/**
 * The simulated runtime: virtual lanes in this thread, interleaved by a picker.
 *
 * Owns one EVM core a lane, kept from block to block, as a thread would keep it.
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

  async run({ machine, block, context, base, picker }: LaneJob): Promise<LaneRun> {
    invariant(picker !== null, 'simulation has a picker');
    const gate = new SimulatedGate(machine, picker, this.#cores.length);
    const lanes = this.#cores.map((cores, lane) =>
      cores.use(context, (core) =>
        runLane({ lane, gate, base, body: new EVMBody(block, { core, block: context }) }),
      ),
    );
    const outcomes = (await Promise.all(lanes)).flat();
    return { kind: 'done', outcomes, trace: gate.trace };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
