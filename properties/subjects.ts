/**
 * The engines of this repository that the laws are put to.
 *
 * Owns the list: an engine that is added here is under every law from then on. `serial` is the
 * reference for all others; whoever disagrees with it must disagree with the oracle too, or be
 * wrong.
 */
import type { Engine } from '#engine/api/index.js';
import {
  createAsynchronousEngine,
  createBlockSTMEngine,
  createMultiRoundEngine,
  createSerialEngine,
} from '#engine/index.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { effort } from './effort.ts';

/** An engine under law. */
export interface Subject {
  readonly name: string;
  /** Makes a fresh instance. */
  readonly create: () => Engine;
  /** How many blocks a law may put to it: slow engines get a seeded sample. */
  readonly blocksMax: number;
}

/** Every engine under law. */
export const SUBJECTS: readonly Subject[] = [
  { name: 'serial', create: createSerialEngine, blocksMax: effort(60, 200) },
  {
    name: 'block-stm in simulation',
    create: () => createBlockSTMEngine({ lanes: 3, runtime: { kind: 'simulation', seed: 1n } }),
    blocksMax: effort(60, 200),
  },
  {
    name: 'block-stm in simulation, suspending',
    create: () =>
      createBlockSTMEngine({
        lanes: 3,
        runtime: { kind: 'simulation', seed: 2n },
        onEstimate: 'suspend',
      }),
    blocksMax: effort(60, 200),
  },
  {
    name: 'v1 in simulation',
    create: () => createMultiRoundEngine({ lanes: 3, runtime: { kind: 'simulation', seed: 3n } }),
    blocksMax: effort(60, 200),
  },
  {
    name: 'v2 in simulation',
    create: () => createAsynchronousEngine({ lanes: 3, runtime: { kind: 'simulation', seed: 4n } }),
    blocksMax: effort(60, 200),
  },
  { name: 'oracle', create: createOracle, blocksMax: 25 },
];
