/**
 * The laws for as long as you like, on fresh seeds: `npm run laws:long -- --minutes 60`.
 *
 * Owns the rounds: each has a seed of its own, under which all laws are tried once, and then every
 * honest engine on adversarial blocks. What fails is printed with the line that has it again; the
 * rounds go on all the same. Ends with 1 if anything failed.
 */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { seedAt } from '#engine/primitives/prng.js';
import { NUMBER_END, wholeNumber } from '../wholeNumber.ts';
import { lawRound, type Command } from './rounds.ts';

const MINUTES = '30';
const BLOCKS = '2000';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: MINUTES },
    seed: { type: 'string', default: String(randomInt(NUMBER_END)) },
    blocks: { type: 'string', default: BLOCKS },
  },
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Runs a command with its output on this terminal. Resolves with its exit code. */
function run({ words, env }: Command): Promise<number> {
  const [command = process.execPath, ...rest] = words;
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', reject);
    child.on('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}

/** A folder in which nothing was put is of no use. */
function forgetEmpty(folder: string | null): void {
  if (folder !== null && existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

const minutes = wholeNumber('minutes', values.minutes);
const seed = wholeNumber('seed', values.seed);
const blocks = wholeNumber('blocks', values.blocks);
const end = performance.now() + 60_000 * minutes;
const failures: string[] = [];
const interrupt = new AbortController();
process.on('SIGINT', () => {
  // The child hears it, too; what it has found is printed by then.
  interrupt.abort();
});

for (
  let round = 0;
  round === 0 || (performance.now() < end && !interrupt.signal.aborted);
  round += 1
) {
  const own = seedAt(BigInt(seed), round) >>> 1;
  say(`round ${String(round)}: LOCKSTEP_SEED=${String(own)}`);
  for (const command of lawRound({ seed: own, blocks })) {
    if (interrupt.signal.aborted) break;
    if ((await run(command)) !== 0 && !interrupt.signal.aborted) failures.push(command.again);
    forgetEmpty(command.folder);
  }
}
say(failures.length === 0 ? 'nothing failed' : ['failed; again:', ...failures].join('\n  '));
say(`all of it again: npm run laws:long -- --seed ${String(seed)} --minutes ${String(minutes)}`);
process.exitCode = failures.length === 0 ? 0 : 1;
