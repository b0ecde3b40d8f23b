/**
 * The second half of `npm run build`, after the compiler: leaves in `dist` what belongs there.
 *
 * Runs from `dist/ci/build`, so the project's root lies three folders up. It prints only what it
 * removed, because a stale output is a surprise worth a line.
 */
import { fileURLToPath } from 'node:url';
import { sweep } from './outputs.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
for (const path of sweep(root).removed) {
  if (!/\.(?:test|config)\./.test(path)) console.log(`removed ${path}: its source is gone`);
}
