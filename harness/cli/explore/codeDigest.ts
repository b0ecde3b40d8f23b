/**
 * Which code made something that is kept.
 *
 * Owns one digest of the compiled engine and of the versions it rests on: numbers of states mean
 * nothing to an engine that steps or counts in another way.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ENGINE = fileURLToPath(new URL('../../../engine/', import.meta.url));
const MANIFEST = fileURLToPath(new URL('../../../../package.json', import.meta.url));
const DIGITS = 16;

/** A digest of the code that explores, the same wherever it is installed. */
export function codeDigest(): string {
  const hash = createHash('sha256').update(readFileSync(MANIFEST));
  const modules = readdirSync(ENGINE, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js') && !name.endsWith('.test.js'))
    .map((name) => join(ENGINE, name))
    .sort();
  for (const path of modules) {
    hash.update(relative(ENGINE, path).split(sep).join('/')).update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, DIGITS);
}
