/**
 * `lockstep replay`.
 *
 * Owns the outcome in words. What a token means is `replayToken.ts`; running and judging it are the
 * neighbour's.
 */
import { printable } from '../../input/printable.ts';
import type { ReplayRecord } from '../../replay/record.ts';
import { replay, type ReplayOutcome } from '../../replay/replay.ts';
import { paintVerdict } from '../../report/paint.ts';
import { differencesText } from '../../report/resultText.ts';
import { EXIT_OF_VERDICT } from '../exitCodes.ts';
import type { ReplayFlags } from '../flags.ts';
import { withEngine } from '../openEngines.ts';
import { packageVersion } from '../packageVersion.ts';
import { readReplayToken } from '../replayToken.ts';
import type { Session } from '../session.ts';

/** Replays what the token recorded. Resolves with the exit code. */
export async function replayCommand(
  session: Session,
  token: string,
  flags: ReplayFlags,
): Promise<number> {
  const { record, settings } = readReplayToken(token);
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
