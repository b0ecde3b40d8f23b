/**
 * Files of sealed certificates.
 *
 * Owns that a certificate is read only as it was written: one whose digest does not fit has been
 * changed, and says nothing.
 */
import { InputError } from '#fixtures/input/inputError.js';
import { CERTIFICATE_FORM, isIntact, type SealedCertificate } from '../certify/seal.ts';
import { parseJSONFile } from './jsonFile.ts';

/** Reads and checks a certificate. Throws `InputError`, which names the file. */
export function readCertificateFile(path: string): SealedCertificate {
  const refuse = (problem: string, remedy: string): InputError =>
    new InputError({ file: path, field: '', problem, remedy });
  const wanted = 'name a file that lockstep certify --certificate has written';
  const content = parseJSONFile(path, wanted);
  const form: unknown =
    typeof content === 'object' && content !== null ? Reflect.get(content, 'form') : undefined;
  if (form !== CERTIFICATE_FORM) {
    throw refuse(`is no ${CERTIFICATE_FORM}`, 'name a file that this version has written');
  }
  // What has this digest was written by `seal`, and has its shape.
  const sealed = content as SealedCertificate;
  if (isIntact(sealed)) return sealed;
  throw refuse('has been changed: its digest does not fit', 'make it again with its command');
}
