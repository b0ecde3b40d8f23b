/**
 * What a pasted token asks for.
 *
 * Owns the engine it names, set up as it was, in simulation, and what of a token is refused: it
 * comes from anywhere, and may not choose code to load.
 */
import { DEFECTS } from '#engine/primitives/defects.js';
import { LANES_MAX } from '#engine/simulation/schedules.js';
import { printable } from '../input/printable.ts';
import { Refusal } from '../input/refusal.ts';
import { readRecord, type ReplayRecord } from '../replay/record.ts';
import { decodeToken } from '../replay/token.ts';
import { ArgumentError } from './argumentError.ts';
import { type EngineSettings, hasLanes } from './engineSettings.ts';
import { checkEngineName } from './engines.ts';

/** A recorded run, and how its engine is set up to repeat it. */
export interface ReplayOrder {
  readonly record: ReplayRecord;
  readonly settings: EngineSettings;
}

/** Reads a token. Throws `ArgumentError` for one that this version cannot follow. */
export function readReplayToken(token: string): ReplayOrder {
  const record = recordOf(token);
  const settings = settingsFrom(record);
  checkName(record);
  checkCanFollow(record);
  return { record, settings };
}

function recordOf(token: string): ReplayRecord {
  try {
    return readRecord(decodeToken(token), '');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new ArgumentError({ flag: '<token>', problem: error.message, remedy: error.remedy });
  }
}

function settingsFrom({ settings }: ReplayRecord): EngineSettings {
  const { lanes, saboteur, ...rest } = settings;
  if (lanes < 1 || lanes > LANES_MAX) throw unknownHere(`an engine of ${String(lanes)} lanes`);
  const where = { ...rest, lanes, runtime: 'simulation' } as const;
  if (saboteur === undefined) return where;
  const defect = DEFECTS.find((name) => name === saboteur);
  if (defect !== undefined) return { ...where, saboteur: defect };
  throw unknownHere(`the saboteur "${printable(saboteur)}"`);
}

function checkName({ engine }: ReplayRecord): void {
  try {
    checkEngineName(engine);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    throw unknownHere(`the engine "${printable(engine)}"`);
  }
}

/** A token comes from anywhere: it may not choose code to load. */
function checkCanFollow({ engine }: ReplayRecord): void {
  if (!hasLanes(engine)) throw unknownHere(`schedules of the engine "${printable(engine)}"`);
}

function unknownHere(what: string): ArgumentError {
  return new ArgumentError({
    flag: '<token>',
    problem: `asks for ${what}, which this version does not know`,
    remedy: 'use the Lockstep that printed it',
  });
}
