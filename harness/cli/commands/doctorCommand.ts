/**
 * `lockstep doctor`.
 *
 * Owns how an examination is shown, and that an engine which cannot be opened has failed its first
 * question and is no error of ours.
 */
import type { Capabilities, Engine } from '#engine/api/index.js';
import { InputError } from '#fixtures/input/inputError.js';
import { examine, type Step } from '../../doctor/examine.ts';
import { printable } from '../../input/printable.ts';
import { columns } from '../../report/words.ts';
import { judgedSettingsOf } from '../engineSettings.ts';
import { openEngine } from '../engines.ts';
import { EXIT_DIVERGENCE, EXIT_INCONCLUSIVE, EXIT_OK } from '../exitCodes.ts';
import type { DoctorFlags } from '../flags.ts';
import { closeEngine, withEngine } from '../openEngines.ts';
import type { Session } from '../session.ts';

/** Examines the engine. Resolves with the exit code. */
export async function doctorCommand(
  session: Session,
  name: string,
  flags: DoctorFlags,
): Promise<number> {
  const steps: Step[] = [];
  const take = (step: Step): void => {
    steps.push(step);
    show(session, step);
  };
  const engine = await opened(session, { name, flags, take });
  if (engine !== null) {
    session.say(capabilityTable(engine.info.capabilities));
    await withEngine({ name: name === 'serial' ? 'oracle' : 'serial' }, async (truth) => {
      const watch = { secondsMax: flags.timeLimit, signal: session.signal };
      for await (const step of examine({ engine, truth, watch })) take(step);
    });
    await closeEngine(engine);
  }
  const isWell = steps.every((step) => step.isWell);
  const isCompared = steps.some((step) => step.isCompared);
  session.say(`\n${conclusion(session, isWell, isCompared)}`);
  const report = { engine: name, isWell, capabilities: engine?.info.capabilities ?? null, steps };
  return await session.finish({ ...report, seed: session.seed }, exitCode(isWell, isCompared));
}

function conclusion({ paint }: Session, isWell: boolean, isCompared: boolean): string {
  if (!isWell) return 'not well';
  if (!isCompared) return 'nothing can be said: it declined every block that it was shown';
  return `${paint.green('well')}: ready for lockstep certify`;
}

function exitCode(isWell: boolean, isCompared: boolean): number {
  if (!isWell) return EXIT_DIVERGENCE;
  return isCompared ? EXIT_OK : EXIT_INCONCLUSIVE;
}

interface Visit {
  readonly name: string;
  readonly flags: DoctorFlags;
  readonly take: (step: Step) => void;
}

async function opened(session: Session, { name, flags, take }: Visit): Promise<Engine | null> {
  try {
    return await openEngine(name, judgedSettingsOf(name, flags, session.seed));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // The second line of its message is the remedy.
    const [words = ''] = error.message.split('\n');
    const advice = [error.remedy];
    take({ name: 'handshake', isWell: false, isCompared: false, words, advice });
    return null;
  }
}

function show(session: Session, { name, isWell, words, advice }: Step): void {
  const { paint } = session;
  const mark = isWell ? paint.green('ok  ') : paint.red('FAIL');
  session.say(`${mark}  ${name.padEnd(14)}  ${printable(words, 600)}`);
  for (const one of advice)
    session.say(paint.dim(`      ${''.padEnd(14)}  -> ${printable(one, 400)}`));
}

function sizeWords({ parallelFrom: { transactions, gas } = {} }: Capabilities): string {
  const words = [
    ...(transactions === undefined ? [] : [`${String(transactions)} transactions`]),
    ...(gas === undefined ? [] : [`${String(gas)} gas`]),
  ];
  return words.join(' and ') || 'two transactions';
}

function capabilityTable(can: Capabilities): string {
  const said = (flag: boolean | undefined): string => (flag === true ? 'yes' : 'no');
  return columns([
    ['forks', can.forks.join(', ') || 'none'],
    ['policies', can.policies.join(', ') || 'none'],
    ['parallel path', said(can.parallel)],
    ['reads and writes', said(can.accesses)],
    ['schedules', said(can.schedules)],
    ['lanes on request', said(can.lanes)],
    ['sequences', said(can.sequences)],
    ['chooses context', said(can.expresses)],
    ['plain senders', said(can.plainSenders)],
    ['parallel from', sizeWords(can)],
  ]);
}
