/**
 * A replay token for a block that has shown something.
 *
 * Owns which set-ups of a campaign a token can name: those that the command line can build, broken
 * by a switch of the engine's own or not at all. Everybody else has the file and `--replay`.
 */
import type { BuildName } from '#properties/power/builds.js';
import { schedulesFor } from '#properties/power/builds.js';
import type { Example } from '#properties/power/example.js';
import type { Suspect } from '#properties/power/suspects.js';
import { createSerialEngine } from '#engine/index.js';
import { materialise } from '#generators/adversarial/materialise.js';
import { executeWatched, SECONDS_PER_BLOCK_MAX } from '../../certify/watch.ts';
import { firstDifference } from '../../compare/index.ts';
import { type EngineOrder, withEngine } from '../openEngines.ts';
import { clerkFor } from '../replayClerk.ts';

const LANES = 3;
const WATCH = { secondsMax: SECONDS_PER_BLOCK_MAX };

/** A line that has the run again, or `null` where none can be written. */
export async function tokenFor(example: Example, suspect: Suspect): Promise<string | null> {
  const order = orderOf(suspect);
  if (order === null || example.how !== 'law') return null;
  const { block, preState } = materialise(example.spec);
  const truth = await createSerialEngine().execute(block, preState);
  return await withEngine(order, async (engine) => {
    for (const schedule of schedulesFor(suspect.build, example.number)) {
      if (schedule === null) continue;
      const trial = { block, preState, policy: 'reject-block', schedule } as const;
      const answer = await executeWatched(engine, trial, WATCH);
      if (answer.kind !== 'result') continue;
      const { result } = answer;
      if (firstDifference(truth, result) === null) continue;
      const clerk = clerkFor(engine, order, WATCH);
      const replay = await clerk.write({ trial, result, corpus: null });
      if (replay.kind === 'token') return replay.line;
    }
    return null;
  });
}

function orderOf({ build, defect, edits }: Suspect): EngineOrder | null {
  const named = edits.length === 0 ? settingsOf(build) : null;
  if (named === null) return null;
  const broken = defect === null ? {} : { saboteur: defect };
  const simulated = { lanes: LANES, runtime: 'simulation' } as const;
  return { name: named.name, settings: { ...named.settings, ...simulated, ...broken } };
}

function settingsOf(build: BuildName): EngineOrder | null {
  switch (build) {
    case 'block-stm':
      return { name: 'block-stm' };
    case 'block-stm-suspending':
      return { name: 'block-stm', settings: { onEstimate: 'suspend' } };
    case 'v1':
      return { name: 'v1', settings: { hints: 'none' } };
    case 'v1-hinted':
      return { name: 'v1', settings: { hints: 'all' } };
    case 'v2':
      return { name: 'v2', settings: { hints: 'none' } };
    case 'v2-hinted':
      return { name: 'v2', settings: { hints: 'all' } };
    case 'serial':
    case 'v1-disk':
    case 'block-stm-threads':
    case 'v1-threads':
    case 'v2-threads':
      return null;
    default:
      return build satisfies never;
  }
}
