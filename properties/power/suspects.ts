/**
 * Every broken engine whose finding out is measured.
 *
 * Owns which engine each saboteur is tried on, and under which forks. Saboteurs of the executor are
 * tried on serial execution, which all engines share; those of the scheduler on `block-stm`.
 */
import type { Fork } from '#engine/api/index.js';
import {
  type Defect,
  DEFECTS,
  DEFECTS_AT_PUBLISH,
  DEFECTS_WITHOUT_ESTIMATES,
} from '#engine/primitives/defects.js';
import { EXECUTOR_SABOTEURS } from '../saboteurs/executor/index.ts';
import { PARALLEL_SABOTEURS } from '../saboteurs/parallel/index.ts';
import type { Edit } from '../saboteurs/saboteur.ts';
import { SCHEDULER_SABOTEURS } from '../saboteurs/scheduler/index.ts';
import { type BuildName, BUILDS, THREAD_BUILDS } from './builds.ts';

/** A broken engine. */
export interface Suspect {
  readonly id: string;
  /** How the engine is built. */
  readonly build: BuildName;
  /** What is replaced in the copy it is built from; none for a switch of the engine's own. */
  readonly edits: readonly Edit[];
  readonly defect: Defect | null;
  /** Forks under which it may show. */
  readonly forks: readonly Fork[];
  /** Why nobody can tell it from an honest engine, if that is so. */
  readonly equivalent?: string;
}

/** Rules of three ages, today's twice as often. */
export const USUAL_FORKS: readonly Fork[] = ['Osaka', 'London', 'Osaka', 'Cancun'];

const EXECUTORS = EXECUTOR_SABOTEURS.map(({ id, fork, file, find, replace }): Suspect => ({
  id,
  build: 'serial',
  edits: [{ file, find, replace }],
  defect: null,
  forks: fork === undefined ? ['Osaka'] : [fork],
}));

const SCHEDULERS = SCHEDULER_SABOTEURS.map(({ id, edits }): Suspect => ({
  id,
  build: 'block-stm',
  edits,
  defect: null,
  forks: USUAL_FORKS,
}));

function switched(build: BuildName, defect: Defect): Suspect {
  // Since Cancun only what was made in the same transaction ends (EIP-6780).
  const forks: readonly Fork[] = defect === 'ignore-lifecycle' ? ['London'] : USUAL_FORKS;
  return { id: `${build}/${defect}`, build, edits: [], defect, forks };
}

const PARALLEL = PARALLEL_SABOTEURS.flatMap(({ id, edits, builds, forks, equivalent }) =>
  builds.map((build): Suspect => ({
    id: `${build}/${id}`,
    build,
    edits,
    defect: null,
    forks: forks ?? USUAL_FORKS,
    ...(equivalent !== undefined && { equivalent }),
  })),
);

/** All of them, under names of their own. */
export const SUSPECTS: readonly Suspect[] = [
  ...DEFECTS.map((defect) => switched('block-stm', defect)),
  ...DEFECTS.map((defect) => switched('block-stm-suspending', defect)),
  ...DEFECTS_WITHOUT_ESTIMATES.map((defect) => switched('v1', defect)),
  ...DEFECTS_AT_PUBLISH.map((defect) => switched('v2', defect)),
  ...SCHEDULERS,
  ...PARALLEL,
  ...EXECUTORS,
];

/** The broken engine of that name, or the honest one. Throws a `RangeError` where there is none. */
export function suspectNamed(id: string): Suspect {
  const known = SUSPECTS.find((suspect) => suspect.id === id);
  if (known !== undefined) return known;
  const [kind, name] = id.split('/');
  const build = [...BUILDS, ...THREAD_BUILDS].find((one) => one === name);
  if (kind !== 'honest' || build === undefined) {
    throw new RangeError(`no broken engine is called ${id}`);
  }
  return { id, build, edits: [], defect: null, forks: USUAL_FORKS };
}
