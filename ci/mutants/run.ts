/**
 * Mutants of scheduler and memory, put to the laws of `lockstep power`: `npm run mutants`.
 *
 * Owns the command: a sample of all mutants, chosen by a seed that is printed, each pursued for a
 * few seconds. Prints who survived, with the line to look at: either nobody can tell it from the
 * honest engine, or a law is missing. Ends with 1 if less than the floor was found out.
 */
import { parseArgs } from 'node:util';
import { randomInt } from 'node:crypto';
import { seedAt } from '#engine/primitives/prng.js';
import { runCampaign } from '#properties/power/campaign.js';
import { Ledger } from '#properties/power/ledger.js';
import { NUMBER_END, wholeNumber } from '../wholeNumber.ts';
import { allAlterations } from './alterations.ts';

/** Of a sample. What is left are mostly mutants that only cost time, or nothing. */
const FLOOR_PERCENT = 75;
const TRANSACTIONS_MAX = 8;

const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '60' },
    budget: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(randomInt(NUMBER_END)) },
    only: { type: 'string' },
  },
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const sample = wholeNumber('sample', values.sample);
const budgetSeconds = wholeNumber('budget', values.budget);
const seed = wholeNumber('seed', values.seed);
const all = allAlterations();
const { only } = values;
const chosen =
  only === undefined
    ? all
        .map((one, index) => ({ one, rank: seedAt(BigInt(seed), index) }))
        .sort((left, right) => left.rank - right.rank)
        .slice(0, sample)
        .map(({ one }) => one)
    : all.filter(({ id }) => id === only);
if (chosen.length === 0) throw new RangeError(`--only: no mutant is called ${String(only)}`);

const interrupt = new AbortController();
process.on('SIGINT', () => {
  interrupt.abort();
});
say(`${chosen.length} of ${all.length} mutants, seed ${seed}`);
const { suspects } = await runCampaign({
  suspects: chosen,
  budgetSeconds,
  cleanBlocks: 0,
  seed,
  transactionsMax: TRANSACTIONS_MAX,
  threads: 2,
  signal: interrupt.signal,
  ledger: new Ledger(null, {}),
  shrinkSeconds: 0,
  onProgress: ({ done, total, current }) => {
    if (process.stdout.isTTY) process.stdout.write(`\r${done}/${total} ${current}\u001B[K`);
  },
});
const words = new Map(chosen.map((one) => [one.id, one.words]));
const survivors = suspects.filter(({ chase }) => chase.kill === null);
const killed = suspects.length - survivors.length;
const percent = suspects.length === 0 ? 0 : (100 * killed) / suspects.length;
for (const { id } of survivors) {
  say(`survived: ${words.get(id) ?? id}`);
  say(`  again: npm run mutants -- --seed ${seed} --budget ${budgetSeconds} --only ${id}`);
}
say(`${killed} of ${suspects.length} found out (${percent.toFixed(1)} %)`);
say(`all of it again: npm run mutants -- --seed ${seed} --sample ${sample}`);
process.exitCode = percent < FLOOR_PERCENT ? 1 : 0;
