/**
 * `lockstep certificate`.
 *
 * Owns how a kept certificate, or two of them, are shown, and that a later one which says less is
 * told apart by the exit code from one which says as much.
 */
import {
  type CertificateComparison,
  compareCertificates,
} from '../../certify/compareCertificates.ts';
import { readCertificateFile } from '../../input/certificateFile.ts';
import { printable } from '../../input/printable.ts';
import { certificateText } from '../../report/certificateText.ts';
import { columns } from '../../report/words.ts';
import { EXIT_DIVERGENCE, EXIT_INCONCLUSIVE, EXIT_OF_VERDICT, EXIT_OK } from '../exitCodes.ts';
import type { Session } from '../session.ts';

/** Of a value in the table, so that both fit beside each other; all of it is in the files. */
const CELL_CHARACTERS_MAX = 40;
const REASON_CHARACTERS_MAX = 1_000;

/** Shows one certificate, or what has changed between two. Resolves with the exit code. */
export async function certificateCommand(
  session: Session,
  file: string,
  later: string | undefined,
): Promise<number> {
  const first = readCertificateFile(file);
  if (later === undefined) {
    session.say(certificateText(first.certificate, session.paint));
    session.say(`made by: ${printable(first.command, 1_000)}`);
    session.say(`intact: ${first.digest}`);
    return await session.finish(first, EXIT_OF_VERDICT[first.certificate.verdict]);
  }
  const comparison = compareCertificates(first, readCertificateFile(later));
  session.say(comparisonText(comparison));
  return await session.finish(comparison, exitOf(comparison));
}

function comparisonText({ isWorse, weaker, changes }: CertificateComparison): string {
  const rows = changes.map(({ what, before, after }) => [
    printable(what),
    printable(before, CELL_CHARACTERS_MAX),
    printable(after, CELL_CHARACTERS_MAX),
  ]);
  return [
    changes.length === 0 ? 'nothing has changed' : columns([['', 'before', 'after'], ...rows]),
    ...weaker.map((reason) => `says less: ${printable(reason, REASON_CHARACTERS_MAX)}`),
    ...(isWorse ? ['the verdict is worse'] : []),
  ].join('\n');
}

function exitOf({ isWorse, weaker }: CertificateComparison): number {
  if (isWorse) return EXIT_DIVERGENCE;
  return weaker.length > 0 ? EXIT_INCONCLUSIVE : EXIT_OK;
}
