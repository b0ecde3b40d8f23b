/**
 * The files that a certificate is kept in.
 *
 * Owns which forms there are and where they go: beside the other files of `--out`, and wherever a
 * flag says. A file that cannot be written is said before anything runs.
 */
import { accessSync, constants, existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '#fixtures/input/inputError.js';
import type { Certificate } from '../certify/certificate.ts';
import type { CaseEnd } from '../certify/certify.ts';
import { ArgumentError } from './argumentError.ts';
import type { CertificateFlags } from './flags.ts';
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

/** Refuses files that cannot be written. Throws `ArgumentError` or `InputError`. */
export function checkCertificateFiles(flags: CertificateFlags, names: readonly string[]): void {
  for (const { form } of FORMS) {
    const file = flags[form];
    if (file === undefined) continue;
    if (names.length > 1) {
      throw new ArgumentError({
        flag: `--${form}`,
        problem: 'is one file, and there are several engines',
        remedy: 'name one engine',
      });
    }
    refuseUnwritable(file);
  }
}

function refuseUnwritable(file: string): void {
  try {
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
  } catch (error) {
    throw new InputError({
      file,
      field: '',
      problem: 'cannot be written',
      remedy: 'name a file in a folder that is there',
      cause: error,
    });
  }
}

/** Writes every form that was asked for. Throws `InputError` where one cannot be written. */
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
    folder?.keepText(name, text);
    if (file === undefined) continue;
    writeFileSync(file, text);
    session.say(`${form}: ${file}`);
  }
}
