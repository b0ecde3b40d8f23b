/**
 * Engines on virtual lanes.
 *
 * Owns how each named engine is put on a stage. What is explored and simulated is the scheduler,
 * memory and lanes of the engine of that name, the very code that runs on threads. A new engine is
 * a row here and a name in `simulation/virtualEngineNames.ts`.
 */
import type { OnEstimate } from '../api/index.ts';
import type { Defect } from '../primitives/defects.ts';
import { fibresOf } from '../schedulers/fibreSlots.ts';
import type { StageOptions } from '../simulation/stage.ts';
import type { VirtualEngineName } from '../simulation/virtualEngineNames.ts';

/** How an engine is set up. */
export interface VirtualSetting {
  readonly lanes: number;
  readonly onEstimate: OnEstimate;
  /** What is wrong on purpose. */
  readonly saboteur: Defect | null;
}

/** An engine on virtual lanes. */
export interface VirtualEngine {
  stageOptions(setting: VirtualSetting): StageOptions;
}

/** How each engine is run. */
export const VIRTUAL_ENGINES: Readonly<Record<VirtualEngineName, VirtualEngine>> = {
  'block-stm': {
    stageOptions: ({ lanes, onEstimate, saboteur }) => ({
      lanes,
      fibres: fibresOf(onEstimate),
      defect: saboteur,
    }),
  },
  v1: {
    stageOptions: ({ lanes, saboteur }) => ({
      scheduler: 'multi-round',
      lanes,
      fibres: 0,
      defect: saboteur,
    }),
  },
  v2: {
    stageOptions: ({ lanes, saboteur }) => ({
      scheduler: 'asynchronous',
      lanes,
      fibres: fibresOf('suspend'),
      defect: saboteur,
    }),
  },
};
