/**
 * Files of sealed certificates.
 *
 * Owns that a certificate is read only as it was written: one whose digest does not fit has been
 * changed, and says nothing. That the digest fits says nothing of its shape, which is checked too.
 */
import { InputError } from '#fixtures/input/inputError.js';
import { CERTIFICATE_FORM, isIntact, type SealedCertificate } from '../certify/seal.ts';
import { readSealed } from './certificateShape.ts';
import { parseJSONFile } from './jsonFile.ts';
import { Refusal } from './refusal.ts';

/** Reads and checks a certificate. Throws `InputError`, which names the file and the place. */
export function readCertificateFile(path: string): SealedCertificate {
  const wanted = 'name a file that lockstep certify --certificate has written';
  const content = parseJSONFile(path, wanted);
  try {
    return readCertificate(content);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { place: field, problem, remedy } = error;
    throw new InputError({ file: path, field, problem, remedy });
  }
}

function readCertificate(content: unknown): SealedCertificate {
  const refuse = (problem: string, remedy: string): Refusal =>
    new Refusal({ place: '', problem, remedy });
  const isObject = typeof content === 'object' && content !== null && 'form' in content;
  if (!isObject || content.form !== CERTIFICATE_FORM) {
    throw refuse(`is no ${CERTIFICATE_FORM}`, 'name a file that this version has written');
  }
  if (!isIntact(content)) {
    throw refuse('has been changed: its digest does not fit', 'make it again with its command');
  }
  return readSealed(content);
}
