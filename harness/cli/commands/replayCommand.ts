/**
 * `lockstep replay`.
 *
 * Owns what a pasted token becomes: the engine it names, set up as it was, in simulation, and the
 * outcome in words. Running and judging it are the neighbour's.
 */
import { DEFECTS } from '#engine/primitives/defects.js';
import { LANES_MAX } from '#engine/simulation/schedules.js';
import { printable } from '../../input/printable.ts';
import { Refusal } from '../../input/refusal.ts';
import { readRecord, type ReplayRecord } from '../../replay/record.ts';
import { replay, type ReplayOutcome } from '../../replay/replay.ts';
import { decodeToken } from '../../replay/token.ts';
import { paintVerdict } from '../../report/paint.ts';
import { differencesText } from '../../report/resultText.ts';
import { ArgumentError } from '../argumentError.ts';
import { type EngineSettings, hasLanes } from '../engineSettings.ts';
import { checkEngineName } from '../engines.ts';
import { EXIT_OF_VERDICT } from '../exitCodes.ts';
import type { ReplayFlags } from '../flags.ts';
import { withEngine } from '../openEngines.ts';
import { packageVersion } from '../packageVersion.ts';
import type { Session } from '../session.ts';

/** Replays what the token recorded. Resolves with the exit code. */
export async function replayCommand(
  session: Session,
  token: string,
  flags: ReplayFlags,
): Promise<number> {
  const record = recordOf(token);
  const settings = settingsFrom(record);
  checkName(record);
  checkCanFollow(record);
  const startedAt = performance.now();
  session.say(`replay ${printable(record.engine)}: ${placeWords(record)}`);
  const watch = { secondsMax: flags.timeLimit, signal: session.signal };
  const outcome = await withEngine({ name: record.engine, settings }, (engine) =>
    withEngine({ name: 'oracle' }, (judge) => replay(record, { engine, judge, watch })),
  );
  say(session, record, outcome);
  const { block, result: digest, ...run } = record;
  const seconds = (performance.now() - startedAt) / 1_000;
  const place = block.kind === 'corpus' ? block : { kind: block.kind, fork: block.block.fork };
  const divergences = outcome.verdict === 'fail' ? 1 : 0;
  return await session.finish(
    { ...run, block: place, digest, ...outcome, divergences, seed: session.seed, seconds },
    EXIT_OF_VERDICT[outcome.verdict],
  );
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

function placeWords({ block, schedule, settings }: ReplayRecord): string {
  const where =
    block.kind === 'corpus'
      ? `${printable(block.caseId)} under ${block.fork}, block ${String(block.index)}`
      : `a block under ${block.block.fork}`;
  return `${where}, ${String(settings.lanes)} lanes, schedule ${printable(schedule, 60)}`;
}

function say(session: Session, record: ReplayRecord, outcome: ReplayOutcome): void {
  const { paint } = session;
  const { verdict, reason, differences, isRecorded } = outcome;
  if (differences.length > 0) session.say(differencesText(differences, paint));
  if (isRecorded !== null) {
    session.say(`the result is ${isRecorded ? 'the recorded one, byte for byte' : 'another one'}`);
  }
  const here = packageVersion();
  if (record.version !== here && isRecorded !== true) {
    session.say(`recorded by version ${printable(record.version)}; this is ${here}`);
  }
  session.say(`${paintVerdict(paint, verdict)}: ${printable(reason, 600)}`);
}
