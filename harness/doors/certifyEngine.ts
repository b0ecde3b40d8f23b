/**
 * `certify` from code.
 *
 * Owns what the kit needs besides an engine and a caller need not think of: who judges, which
 * schedules there are, and who writes replay tokens.
 */
import type { Engine, Fork } from '#engine/api/index.js';
import type { Certificate, Claim, Finding, Profile } from '../certify/certificate.ts';
import { certify } from '../certify/certify.ts';
import type { CertifyOptions, CertifyProgress } from '../certify/certifyOptions.ts';
import type { KnownFailure } from '../certify/knownFailures.ts';
import { EXTENTS } from '../certify/profiles.ts';
import { SCHEDULES_DEFAULT } from '../certify/schedulePlan.ts';
import { SECONDS_PER_BLOCK_MAX, type Trial } from '../certify/watch.ts';
import { judgedSettingsOf } from '../cli/engineSettings.ts';
import { withEngine, withJudges } from '../cli/openEngines.ts';
import { clerkFor } from '../cli/replayClerk.ts';
import { knownFailuresOf } from '../cli/foreignEngines.ts';

/** What to certify and how. */
export interface CertifyEngineOptions {
  /** Default `parallel`: agreement, and proof that the engine runs in parallel. */
  readonly claim?: Claim;
  /** Default `quick`. */
  readonly profile?: Profile;
  /** Decides generated blocks, schedules and samples; goes into the certificate. Default 0. */
  readonly seed?: number;
  /** Default: all that the engine claims. */
  readonly forks?: readonly Fork[];
  /** One case, by its name. */
  readonly only?: string;
  /** Folder of official tests; default none. */
  readonly fixtures?: string;
  /** Failures that were explained before. */
  readonly known?: readonly KnownFailure[];
  /** Longest wait for one block, in seconds. Default 60. */
  readonly secondsPerBlockMax?: number;
  /** Ends the run, which then never passes. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (step: CertifyProgress) => void;
  /** `trial` is the block that shows it, where there is one. */
  readonly onFinding?: (finding: Finding, trial: Trial | null) => void;
}

export type { Certificate, CertifyProgress, Claim, Finding, KnownFailure, Profile, Trial };

/**
 * Certifies an engine against serial truth: an object of yours, or one that the command line knows
 * by name (`v2`, `stdio:./my-engine`). An engine of yours stays open; it is yours to close.
 *
 * Resolves with a certificate whatever the engine does. Rejects with an `ArgumentError` or an
 * `InputError` where there is no such engine or no such folder.
 *
 * @example
 * const { verdict, failures } = await certify(myEngine, { claim: 'equivalence', seed: 1 });
 */
export async function certifyEngine(
  engine: Engine | string,
  options: CertifyEngineOptions = {},
): Promise<Certificate> {
  if (typeof engine !== 'string') return await certifyOpened(engine, engine.info.name, options);
  const name = engine;
  const settings = judgedSettingsOf(name, {}, options.seed ?? 0);
  const watch = { secondsMax: options.secondsPerBlockMax ?? SECONDS_PER_BLOCK_MAX };
  const known = [...(options.known ?? []), ...(await knownFailuresOf(name))];
  return await withEngine({ name, settings }, async (opened) => {
    const clerk = clerkFor(opened, { name, settings }, watch);
    return await certifyOpened(opened, name, { ...options, known, clerk });
  });
}

/** What doors say besides: who writes tokens, and which blocks are judged. */
export type OpenedOptions = CertifyEngineOptions & Pick<CertifyOptions, 'clerk' | 'blocks'>;

/** Certifies an engine that is open, under the name that command lines know it by. */
export async function certifyOpened(
  engine: Engine,
  engineName: string,
  { fixtures, ...options }: OpenedOptions,
): Promise<Certificate> {
  const { profile = 'quick' } = options;
  const { schedules: seeded, onLanes, samplePercent } = EXTENTS[profile];
  return await withJudges(engineName, (judges) =>
    certify(engine, {
      ...options,
      judges,
      engineName,
      schedules: { ...SCHEDULES_DEFAULT, seeded, onLanes },
      ...(fixtures !== undefined && { official: { folder: fixtures, samplePercent } }),
    }),
  );
}
