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
import { seal } from '../certify/seal.ts';
import { badgeSVG } from '../report/badge.ts';
import { junitXML } from '../report/junit.ts';
import { ArgumentError } from './argumentError.ts';
import type { CertificateFlags } from './flags.ts';
import { packageVersion } from './packageVersion.ts';
import type { Session } from './session.ts';

/** What came of one engine. */
export interface Certified {
  readonly certificate: Certificate;
  readonly cases: readonly CaseEnd[];
}

const FORMS = ['certificate', 'badge', 'junit'] as const;
const NAMES = { certificate: 'certificate.json', badge: 'badge.svg', junit: 'junit.xml' } as const;

/** Refuses files that cannot be written. Throws `ArgumentError` or `InputError`. */
export function checkCertificateFiles(flags: CertificateFlags, names: readonly string[]): void {
  for (const form of FORMS) {
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
export function keepCertificate(
  session: Session,
  flags: CertificateFlags,
  { certificate, cases }: Certified,
): void {
  const { folder, again } = session;
  const sealed = seal(certificate, { version: packageVersion(), command: again });
  const texts = {
    certificate: `${JSON.stringify(sealed, null, 2)}\n`,
    badge: badgeSVG(certificate),
    junit: junitXML(certificate, cases),
  };
  for (const form of FORMS) {
    folder?.keepText(NAMES[form], texts[form]);
    const file = flags[form];
    if (file === undefined) continue;
    writeFileSync(file, texts[form]);
    session.say(`${form}: ${file}`);
  }
}
