/**
 * Certifying engines that are broken on purpose.
 *
 * Owns how one is tried: under the profile `quick` and one fork, until the first finding; who is
 * tried how; and what the rows come to. `certifyPower.ts` tries all of them.
 */
import { fileURLToPath } from 'node:url';
import { createSerialEngine } from '#engine/index.js';
import { openProgram } from '#harness/adapters/stdio/stdioEngine.js';
import { certify } from '#harness/certify/certify.js';
import type { AskedBy, Broken, Measurement } from '#harness/certify/power/powerRow.js';
import { EXTENTS } from '#harness/certify/profiles.js';
import type { ScheduleChoice } from '#harness/certify/schedulePlan.js';
import { fieldsOf, listOf, nullable, oneOf, type Reader, text } from '#harness/input/fields.js';
import { isScheduled } from '#properties/power/builds.js';
import { type Suspect, SUSPECTS } from '#properties/power/suspects.js';

const SERVED = fileURLToPath(new URL('./certifyServed.js', import.meta.url));
const SEED = 1;
const ROWS_MAX = 10_000;
const ID_MAX = 200;
/** Of an engine that hangs. */
const SECONDS_PER_BLOCK_MAX = 20;
const { schedules: seeded, onLanes } = EXTENTS.quick;

/** One engine, and what became of it. */
export interface TrialRow {
  readonly id: string;
  readonly broken: Broken;
  readonly askedBy: AskedBy;
  /** The case that found it out, or `null`. */
  readonly foundBy: string | null;
}

const ASKINGS: Readonly<Record<AskedBy, ScheduleChoice>> = {
  once: { asConfigured: true, seeded: 0 },
  schedules: { asConfigured: false, seeded },
  threads: { asConfigured: true, seeded: 0, onLanes },
};

/** An engine, and how it is put to the test. */
export interface Trial {
  readonly suspect: Suspect;
  readonly askedBy: AskedBy;
}

/** Who is asked how: parallel ones in simulation, and those of v2 on threads too. */
export function plan(): readonly Trial[] {
  const all = SUSPECTS.filter(({ equivalent }) => equivalent === undefined);
  const parallel = all.filter(({ build }) => isScheduled(build));
  return [
    ...all.filter(({ build }) => build === 'serial').map((suspect) => withAsking(suspect, 'once')),
    ...parallel.map((suspect) => withAsking(suspect, 'schedules')),
    ...parallel
      .filter(({ build }) => build.startsWith('v2'))
      .map((suspect) => withAsking(suspect, 'threads')),
  ];
}

function withAsking(suspect: Suspect, askedBy: AskedBy): Trial {
  return { suspect, askedBy };
}

/** Certifies one broken engine until the first finding. */
export async function tryOne({ suspect, askedBy }: Trial): Promise<TrialRow> {
  const { id, forks, build } = suspect;
  const [fork = 'Osaka'] = forks;
  const words = { program: process.execPath, words: [SERVED, id, askedBy] };
  const engine = await openProgram({ words, name: id, remedy: '' }, { version: '0' });
  const found = new AbortController();
  let foundBy: string | null = null;
  try {
    await certify(engine, {
      judges: [{ name: 'serial', level: 0, engine: createSerialEngine() }],
      claim: 'equivalence',
      seed: SEED,
      forks: [fork],
      schedules: ASKINGS[askedBy],
      secondsPerBlockMax: SECONDS_PER_BLOCK_MAX,
      signal: found.signal,
      onFinding: ({ caseId }) => {
        foundBy ??= caseId;
        found.abort();
      },
    });
  } finally {
    await engine.close?.();
  }
  return { id, broken: build === 'serial' ? 'executor' : 'parallel', askedBy, foundBy };
}

/** The rows in sum, case by case. */
export function measurementsOf(rows: readonly TrialRow[]): readonly Measurement[] {
  return [...new Set(rows.map(({ askedBy }) => askedBy))].flatMap((askedBy) => {
    const alike = rows.filter((row) => row.askedBy === askedBy);
    const [first] = alike;
    if (first === undefined) return [];
    const counts = new Map<string, number>();
    for (const { foundBy } of alike) {
      if (foundBy !== null) counts.set(foundBy, (counts.get(foundBy) ?? 0) + 1);
    }
    const foundBy = Object.fromEntries([...counts].sort(([one], [two]) => (one < two ? -1 : 1)));
    return [{ broken: first.broken, askedBy, engines: alike.length, foundBy }];
  });
}

/** Rows as they were written. Throws a `Refusal` for others. */
export const readRows = (value: unknown): readonly TrialRow[] =>
  listOf(readRow, ROWS_MAX)(value, 'rows');

const readRow: Reader<TrialRow> = (value, place) => {
  const from = fieldsOf(value, place);
  return {
    id: from.required('id', text(ID_MAX)),
    broken: from.required('broken', oneOf(['executor', 'parallel'])),
    askedBy: from.required('askedBy', oneOf(['once', 'schedules', 'threads'])),
    foundBy: from.required('foundBy', nullable(text(ID_MAX))),
  };
};
