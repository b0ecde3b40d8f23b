/**
 * The simulated runtime: virtual lanes in this thread, interleaved by a picker.
 *
 * Owns the EVM cores of each lane, kept from block to block, as a thread would keep them.
 */
import { CorePool } from '../../evm/corePool.ts';
import { InvariantError, invariant } from '../../primitives/invariant.ts';
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
      pool.useMany(context, async (cores) => {
        const body = new EVMBody({ source: block, context, cores, defect });
        try {
          return await runLane({ lane, gate, base, body, suspends: shape.fibres > 0 });
        } catch (error) {
          gate.fail(error);
          return [];
        }
      }),
    );
    const outcomes = (await Promise.all(lanes)).flat();
    const { failure, trace } = gate;
    if (failure instanceof InvariantError) {
      throw failure;
    }
    // What a doomed incarnation meets may be no fault of the block: serial execution will tell.
    return failure === null
      ? { kind: 'done', outcomes, trace }
      : { kind: 'lost', reason: `lane failed: ${failure.message}` };
  }

  /** Whoever asks can make them as well: there is one thread. */
  makeHints(): Promise<null> {
    return Promise.resolve(null);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
