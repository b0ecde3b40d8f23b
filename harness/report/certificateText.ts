/**
 * A certificate and its findings for people.
 *
 * Owns the wording. Everything in it may come from an engine under test, so that all foreign text
 * passes through `printable`. The JSON form is the certificate itself.
 */
import type { Certificate, Finding, KnownFinding } from '../certify/certificate.ts';
import type { PowerRow } from '../certify/power/powerRow.ts';
import type { ParallelProof } from '../certify/proof/evidence.ts';
import { printable } from '../input/printable.ts';
import { type Paint, paintVerdict } from './paint.ts';
import { counted, duration, grouped } from './words.ts';

const LEVELS: Readonly<Record<number, string>> = {
  0: 'our executor in index order',
  1: '@ethereumjs/vm, unmodified',
  2: 'another interpreter',
  3: 'official expected roots',
};

/** One finding: what, where, and how to see it again. `block` is the saved block, if it was. */
export function findingText(finding: Finding, paint: Paint): string {
  const { caseId, fork, block, words, path, expected, actual, replay } = finding;
  const where =
    fork === null ? printable(caseId) : `${caseId} under ${fork}, block ${String(block)}`;
  const lines = [`${paintVerdict(paint, finding.verdict)}  ${where}`, `  ${printable(words, 600)}`];
  if (path !== '') {
    lines.push(`  at ${printable(path)}`);
    lines.push(`  expected ${printable(expected)}`, `  actual   ${printable(actual)}`);
  }
  lines.push(`  again: ${replay}`);
  return lines.join('\n');
}

/** The certificate's summary, the verdict last. */
export function certificateText(certificate: Certificate, paint: Paint): string {
  const { claim, profile, seed, blocks, compared, divergences, findings } = certificate;
  const { forks, oracleLevels, official, known } = certificate;
  const levels = oracleLevels.map((level) => `${String(level)} (${LEVELS[level] ?? 'unknown'})`);
  const lines = [
    '',
    `engine   ${printable(certificate.engine)} ${printable(certificate.engineVersion)}`,
    `claim    ${claim}, profile ${profile}, seed ${String(seed)}`,
    `judged   ${counted(blocks, 'block')} under ${forks.join(', ') || 'no fork'}` +
      ` in ${duration(certificate.seconds)}`,
    `compared ${counted(compared, 'field')} with oracle level ${levels.join(', ') || 'none'}`,
    ...(certificate.schedules === 0
      ? []
      : [`ordered  by ${counted(certificate.schedules, 'schedule')} of the seed, in simulation`]),
    ...(certificate.laneRuns === 0
      ? []
      : [`lanes    ${counted(certificate.laneRuns, 'execution')} on 1, 2, 3 or 8, as asked`]),
    ...declinedLines(certificate),
    `found    ${counted(divergences, 'divergence')}, ${counted(findings, 'finding')}` +
      (known.length === 0 ? '' : `, and ${counted(known.length, 'known failure')}`),
  ];
  if (official !== null) {
    const { passed, failed, skipped, samplePercent } = official;
    const sample = samplePercent === 100 ? 'all' : `a sample of ${String(samplePercent)} %`;
    lines.push(
      `official ${counted(passed, 'test')} passed, ${String(failed)} failed,` +
        ` ${String(skipped)} skipped (${sample})`,
    );
  }
  if (certificate.power.length > 0) lines.push(powerText(certificate.power));
  if (certificate.parallelProof !== null) lines.push(proofText(certificate.parallelProof));
  lines.push(...knownLines(known, paint));
  for (const { what, reason } of certificate.notCovered) {
    lines.push(paint.dim(`not judged: ${printable(what)}: ${printable(reason)}`));
  }
  const { verdict, reason } = certificate;
  lines.push('', `${paint.bold(paintVerdict(paint, verdict))}: ${printable(reason, 1_000)}`);
  return lines.join('\n');
}

/** What such a run finds out of engines that are broken on purpose. */
function powerText(rows: readonly PowerRow[]): string {
  const words = rows.map(({ broken, askedBy, engines, found, shareAtLeast }) => {
    const what = broken === 'executor' ? 'in a rule' : `in parallel (${askedBy})`;
    const percent = Math.floor(100 * shareAtLeast);
    return `${String(found)} of ${String(engines)} broken ${what}, so ${String(percent)} % or more`;
  });
  return `power    these cases find ${words.join('; ')}`;
}

/** Known failures; what is the same under several forks is said once. */
function knownLines(known: readonly KnownFinding[], paint: Paint): readonly string[] {
  const groups = new Map<string, KnownFinding[]>();
  for (const one of known) {
    const key = JSON.stringify([one.caseId, one.words, one.why]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const forks = group.flatMap(({ fork }) => fork ?? []);
    const under = forks.length === 0 ? '' : ` under ${forks.join(', ')}`;
    return group
      .slice(0, 1)
      .flatMap(({ caseId, words, why, owner, expires }) => [
        `known    ${printable(caseId)}${under}: ${printable(words)}`,
        paint.dim(`         ${printable(why, 400)} (${printable(owner)}, until ${expires})`),
      ]);
  });
}

/** What was observed from outside, and what the engine says of itself. */
function proofText(proof: ParallelProof): string {
  const { kinds, lanes, processorsBusy, processorsBusySerial, rounds } = proof;
  const { speedup, speedupOverChain } = proof;
  const { parallelBlocks, conflictBlocks, fallbacks, executions, aborts, suspensions } = proof;
  return [
    `proof    ${kinds.join(' and ')}: ${processorsBusy.toFixed(2)} processors busy` +
      ` (${processorsBusySerial.toFixed(2)} under the serial judge),` +
      ` split ${speedup.toFixed(2)} times as fast as whole, ${speedupOverChain.toFixed(2)} times` +
      ` as in a chain, in ${counted(rounds, 'round')}`,
    `says     ${counted(lanes, 'lane')}, ${counted(parallelBlocks, 'parallel block')},` +
      ` ${grouped(conflictBlocks)} with conflicts, ${counted(fallbacks, 'fallback')},` +
      ` ${counted(executions, 'execution')}, ${counted(aborts, 'abort')},` +
      ` ${counted(suspensions, 'suspension')}`,
  ].join('\n');
}

/** Families of which cases could not be given to the engine, and how many. */
function declinedLines({ families }: Certificate): readonly string[] {
  const declined = families.filter(({ notExpressible }) => notExpressible > 0);
  if (declined.length === 0) return [];
  const words = declined.map(
    ({ name, judged, notExpressible }) =>
      `${printable(name)} ${String(notExpressible)} of ${String(judged + notExpressible)}`,
  );
  return [`declined ${words.join(', ')}`];
}
