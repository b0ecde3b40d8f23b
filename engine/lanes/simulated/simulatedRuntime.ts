/**
 * The simulated runtime: virtual lanes in this thread, interleaved by a picker.
 *
 * Owns one EVM core a lane, kept from block to block, as a thread would keep it.
 */
import { CorePool } from '../../evm/corePool.ts';
import { EVMBody } from '../evmBody.ts';
import { runLane } from '../laneLoop.ts';
import type { LaneJob, LaneRun, LaneRuntime } from '../runtime.ts';
import { type Picker, SimulatedGate } from './simulatedGate.ts';

/** Lanes in simulation. */
export class SimulatedRuntime implements LaneRuntime {
  readonly #cores: readonly CorePool[];
  readonly #pickerFor: () => Picker;

  /** `pickerFor` is asked for a picker for every block. */
  constructor(lanes: number, pickerFor: () => Picker) {
    this.#cores = Array.from({ length: lanes }, () => new CorePool());
    this.#pickerFor = pickerFor;
  }

  async run({ machine, block, context, base }: LaneJob): Promise<LaneRun> {
    const gate = new SimulatedGate(machine, this.#pickerFor(), this.#cores.length);
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
