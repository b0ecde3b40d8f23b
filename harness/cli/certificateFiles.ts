/**
 * The files that a certificate is kept in.
 *
 * Owns which forms there are and where they go: beside the other files of `--out`, and wherever a
 * flag says. A file that cannot be written, or that two flags name, is said before anything runs;
 * one that fails at the end takes none of the others with it.
 */
import { accessSync, constants, existsSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '#fixtures/input/inputError.js';
import type { Certificate } from '../certify/certificate.ts';
import type { CaseEnd } from '../certify/certifyOptions.ts';
import { ArgumentError } from './argumentError.ts';
import { describeThrown } from '../input/printable.ts';
import type { CertificateFlags, CertifyFlags } from './flags.ts';
import { packageVersion } from './packageVersion.ts';
import type { Session } from './session.ts';

/** What came of one engine. */
export interface Certified {
  readonly certificate: Certificate;
  readonly cases: readonly CaseEnd[];
}

type Form = 'certificate' | 'badge' | 'junit';

/** Each form: its file under `--out`, and its text. What makes it is loaded when it is wanted. */
const FORMS: readonly {
  readonly form: Form;
  readonly name: string;
  readonly textOf: (certified: Certified, session: Session) => Promise<string>;
}[] = [
  {
    form: 'certificate',
    name: 'certificate.json',
    textOf: async ({ certificate }, { again }) => {
      const { seal } = await import('../certify/seal.ts');
      const sealed = seal(certificate, { version: packageVersion(), command: again });
      return `${JSON.stringify(sealed, null, 2)}\n`;
    },
  },
  {
    form: 'badge',
    name: 'badge.svg',
    textOf: async ({ certificate }) => (await import('../report/badge.ts')).badgeSVG(certificate),
  },
  {
    form: 'junit',
    name: 'junit.xml',
    textOf: async ({ certificate, cases }) =>
      (await import('../report/junit.ts')).junitXML(certificate, cases),
  },
];

/** Where a certificate goes, and what else is read by then. */
type FileFlags = CertificateFlags & Pick<CertifyFlags, 'known'>;

/** Refuses files that cannot be written, or twice. Throws `ArgumentError` or `InputError`. */
export function checkCertificateFiles(flags: FileFlags, names: readonly string[]): void {
  const takenBy = new Map<string, string>();
  if (flags.known !== undefined) takenBy.set(placeOf(flags.known), '--known');
  for (const { form } of FORMS) {
    const file = flags[form];
    if (file === undefined) continue;
    const flag = `--${form}`;
    if (names.length > 1) {
      const problem = 'is one file, and there are several engines';
      throw new ArgumentError({ flag, problem, remedy: 'name one engine' });
    }
    refuseUnwritable(flag, file);
    const other = takenBy.get(placeOf(file));
    if (other !== undefined) {
      const problem = `${file} is the file of ${other} too`;
      throw new ArgumentError({ flag, problem, remedy: 'name another file' });
    }
    takenBy.set(placeOf(file), flag);
  }
}

function refuseUnwritable(flag: string, file: string): void {
  if (existsSync(file) && statSync(file).isDirectory()) {
    const problem = `${file} is a folder`;
    throw new ArgumentError({ flag, problem, remedy: 'name a file' });
  }
  try {
    // With the point a file in place of the folder is none.
    accessSync(existsSync(file) ? file : `${dirname(file)}/.`, constants.W_OK);
  } catch (error) {
    throw unwritable(file, error);
  }
}

/** One spelling for every way to name a file; there need not be one. */
function placeOf(file: string): string {
  if (existsSync(file)) return realpathSync(file);
  const folder = dirname(file);
  return join(existsSync(folder) ? realpathSync(folder) : resolve(folder), basename(file));
}

function unwritable(file: string, error: unknown): InputError {
  return new InputError({
    file,
    field: '',
    problem: `cannot be written (${describeThrown(error)})`,
    remedy: 'name a file in a folder that is there',
    cause: error,
  });
}

/** Attempts to write every form that was asked for; one that fails leaves the others theirs. */
export async function keepCertificate(
  session: Session,
  flags: CertificateFlags,
  certified: Certified,
): Promise<void> {
  const { folder } = session;
  for (const { form, name, textOf } of FORMS) {
    const file = flags[form];
    if (folder === null && file === undefined) continue;
    const text = await textOf(certified, session);
    session.attempt(() => folder?.keepText(name, text));
    if (file !== undefined && writes(session, file, text)) session.say(`${form}: ${file}`);
  }
}

function writes(session: Session, file: string, text: string): boolean {
  const isWritten = session.attempt(() => {
    try {
      writeFileSync(file, text);
      return true;
    } catch (error) {
      throw unwritable(file, error);
    }
  });
  return isWritten === true;
}
