/**
 * `lockstep certify`.
 *
 * Owns how the command asks the kit and shows what it says. Judging is the kit's.
 */
import type { Fork } from '#engine/api/index.js';
import { findFixtures } from '#fixtures/official/findFixtures.js';
import type { Certificate, Finding } from '../../certify/certificate.ts';
import { lockstepLine } from '../../certify/commandLine.ts';
import { certify } from '../../certify/certify.ts';
import type { CaseEnd } from '../../certify/certifyOptions.ts';
import { casesOfFolder } from '../../certify/blockCases.ts';
import type { UnbuiltCase } from '../../certify/corpusCases.ts';
import type { KnownFailure } from '../../certify/knownFailures.ts';
import { EXTENTS } from '../../certify/profiles.ts';
import { SCHEDULES_DEFAULT } from '../../certify/schedulePlan.ts';
import { FINDINGS_KEPT_MAX } from '../../certify/tally.ts';
import { worst } from '../../certify/verdict.ts';
import type { Trial } from '../../certify/watch.ts';
import { blockFileText } from '../../input/blockFile.ts';
import { readKnownFile } from '../../input/knownFile.ts';
import { certificateText, findingText } from '../../report/certificateText.ts';
import { checkCertificateFiles, keepCertificate } from '../certificateFiles.ts';
import { checkCaseId } from '../caseChoice.ts';
import { judgedSettingsOf, scheduleChoiceOf, settingWords } from '../engineSettings.ts';
import { EXIT_OF_VERDICT, worstExit } from '../exitCodes.ts';
import type { CertifyFlags } from '../flags.ts';
import { fixturesFolder } from '../fixturesFolder.ts';
import { knownFailuresOf } from '../foreignEngines.ts';
import { withEngine, withJudges } from '../openEngines.ts';
import { clerkFor } from '../replayClerk.ts';
import type { Session } from '../session.ts';

/** Findings printed; one defect can show in every block. */
const FINDINGS_SHOWN_MAX = 10;

/** Certifies each engine in turn. Resolves with the exit code. */
export async function certifyCommand(
  session: Session,
  names: readonly string[],
  flags: CertifyFlags,
): Promise<number> {
  const blocks = flags.blocks === undefined ? null : await casesOfFolder(flags.blocks);
  if (flags.only !== undefined) checkCaseId(flags.only, flags.fork, blocks);
  // A wrong folder is said now, not after everything else has run.
  const folder = fixturesFolder(flags.fixtures);
  if (folder !== null) await findFixtures(folder);
  checkCertificateFiles(flags, names);
  const known = flags.known === undefined ? [] : readKnownFile(flags.known);
  const certificates: Certificate[] = [];
  for (const name of names) {
    if (session.signal.aborted) break;
    certificates.push(await certifyOne(session, { name, known, blocks }, flags));
  }
  const exitCode = worstExit(certificates.map(({ verdict }) => EXIT_OF_VERDICT[verdict]));
  const [first] = certificates;
  if (first !== undefined && names.length === 1) return await session.finish(first, exitCode);
  const verdict = worst(certificates.map((certificate) => certificate.verdict));
  return await session.finish({ verdict, runs: certificates }, exitCode);
}

interface Order {
  readonly name: string;
  readonly known: readonly KnownFailure[];
  readonly blocks: ((fork: Fork) => readonly UnbuiltCase[]) | null;
}

async function certifyOne(
  session: Session,
  { name, known, blocks }: Order,
  flags: CertifyFlags,
): Promise<Certificate> {
  const folder = fixturesFolder(flags.fixtures);
  const settings = judgedSettingsOf(name, flags, session.seed);
  const cases: CaseEnd[] = [];
  const extent = EXTENTS[flags.profile];
  const builtIn = await knownFailuresOf(name);
  const watch = { secondsMax: flags.timeLimit, signal: session.signal };
  const certificate = await withEngine({ name, settings }, (engine) =>
    withJudges(name, (judges) => {
      const quoted = judges.map((judge) => `${judge.name} (level ${String(judge.level)})`);
      session.say(
        `certify ${name}: claim ${flags.claim}, seed ${String(session.seed)},` +
          ` judged by ${quoted.join(', ')}`,
      );
      const desk = new FindingDesk(session, name, blockWords(name, flags));
      return certify(engine, {
        judges,
        engineName: name,
        claim: flags.claim,
        profile: flags.profile,
        seed: session.seed,
        known: [...known, ...builtIn],
        settingWords: [...blockFlags(flags), ...settingWords(name, flags)],
        schedules: scheduleChoiceOf(name, flags, {
          ...SCHEDULES_DEFAULT,
          seeded: extent.schedules,
          onLanes: extent.onLanes,
        }),
        clerk: clerkFor(engine, { name, settings }, watch),
        secondsPerBlockMax: flags.timeLimit,
        signal: session.signal,
        ...(flags.fork && { forks: flags.fork }),
        ...(flags.only !== undefined && { only: flags.only }),
        ...(blocks !== null && { blocks }),
        ...(folder !== null && {
          official: { folder, samplePercent: flags.sample ?? extent.samplePercent },
        }),
        onCase: (end) => {
          cases.push(end);
        },
        onProgress: (step) => {
          session.progress.show(step);
        },
        onFinding: (finding, trial) => {
          desk.take(finding, trial);
        },
      });
    }),
  );
  session.say(certificateText(certificate, session.paint));
  session.say(`again: ${session.again}`);
  await keepCertificate(session, flags, { certificate, cases });
  return certificate;
}

/** Where a case is from that is not built in. */
function blockFlags({ blocks }: CertifyFlags): readonly string[] {
  return blocks === undefined ? [] : ['--blocks', blocks];
}

/** The settings for one block: `run` has no plan of schedules, but it can simulate. */
function blockWords(name: string, { simulate, ...flags }: CertifyFlags): readonly string[] {
  return settingWords(name, simulate === undefined ? flags : { ...flags, runtime: 'simulation' });
}

/**
 * Shows and keeps findings the moment they are made, so that an interrupt cannot take them away.
 * The first of them say most: later ones are counted only.
 */
class FindingDesk {
  readonly #session: Session;
  readonly #engineName: string;
  readonly #runWords: readonly string[];
  #count = 0;

  constructor(session: Session, engineName: string, runWords: readonly string[]) {
    this.#session = session;
    this.#runWords = runWords;
    this.#engineName = engineName;
  }

  take(finding: Finding, trial: Trial | null): void {
    this.#count += 1;
    const block = trial === null ? null : this.#keep(finding, trial);
    if (this.#count > FINDINGS_SHOWN_MAX) return;
    this.#session.say(findingText(finding, this.#session.paint));
    if (block !== null) this.#session.say(`  block: ${block}`);
    if (this.#count < FINDINGS_SHOWN_MAX) return;
    this.#session.say('further findings are counted, and listed under --json and --out');
  }

  /** Keeps the block and returns the command that runs it, or `null` when it is not kept. */
  #keep(finding: Finding, trial: Trial): string | null {
    const { folder, seed } = this.#session;
    if (folder === null || this.#count > FINDINGS_KEPT_MAX) return null;
    const { caseId, fork, block, words, replay } = finding;
    const text = blockFileText(
      { block: trial.block, preState: trial.preState, invalidTransactions: trial.policy },
      { engine: this.#engineName, caseId, block, words, replay, seed },
    );
    const name = `${caseId}-${fork ?? ''}-${String(block)}`;
    const file = this.#session.attempt(() => folder.keepFailure(name, text));
    if (file === null) return null;
    const against = this.#engineName === 'oracle' ? 'serial' : 'oracle';
    const run = ['run', file, '--engine', this.#engineName, '--against', against];
    return lockstepLine([...run, ...this.#runWords]);
  }
}
