/**
 * The version of Lockstep.
 *
 * Owns where it stands: in `package.json`, three folders above the compiled file.
 */
import { readFileSync } from 'node:fs';

/** As in the manifest. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  const content: unknown = JSON.parse(text);
  const version: unknown = Reflect.get(Object(content), 'version');
  return typeof version === 'string' ? version : 'unknown';
}
