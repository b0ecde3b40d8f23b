/**
 * Prints the three counts of a vitest report as one line (passed, failed, skipped), and after it
 * the name of each test that did not run, a line each.
 *
 * Called by `.ci/run` with the report's path as its only argument; exits with an error when the
 * report is missing or is not one. The counting is `tally.ts`.
 */
import { readFileSync } from 'node:fs';
import { tallyOf } from './tally.ts';

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('name the report: printTally.js <file>');
const { passed, failed, skipped } = tallyOf(JSON.parse(readFileSync(path, 'utf8')));
console.log(`${passed} ${failed} ${skipped.length}`);
for (const name of skipped) console.log(name);
