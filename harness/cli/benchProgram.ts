/**
 * The command line of `bench`.
 *
 * Owns its flags, bounds and help.
 */
import type { Command } from 'commander';
import { WORKLOAD_NAMES } from '#generators/workloads/names.js';
import { BENCH_WORKLOADS, usualTransactions, WARM_UP_SECONDS } from '../bench/workloads.ts';
import { FORKS } from '../input/vocabulary.ts';
import { examples } from './examples.ts';
import { withCommonFlags, withProcessFlags, withSettingFlags } from './flagGroups.ts';
import { enginesValue, wholeValue, wordsValue, wordValue } from './values.ts';

const TRANSACTIONS_MAX = 100_000;
const ROUNDS_MAX = 1_000;
const WARM_UP_SECONDS_MAX = 600;

/** Declares the command. */
export function benchCommand(program: Command): Command {
  const command = program
    .command('bench')
    .description('measure engines against stock @ethereumjs/vm, end to end, in one run')
    .option(
      '--engine <names>',
      'engines to measure, separated by commas (default: serial)',
      enginesValue,
    )
    .option(
      '--workload <names>',
      `some of ${WORKLOAD_NAMES.join(', ')} (default: ${BENCH_WORKLOADS.join(', ')})`,
      wordsValue(WORKLOAD_NAMES),
    )
    .option('--fork <name>', 'fork of the blocks', wordValue(FORKS), 'Osaka')
    .option(
      '--transactions <n>',
      `in each block (default: ${defaultTransactions()})`,
      wholeValue(1, TRANSACTIONS_MAX),
    )
    .option(
      '--warm-up <seconds>',
      'what each contestant works at least before it is measured',
      wholeValue(0, WARM_UP_SECONDS_MAX),
      WARM_UP_SECONDS,
    )
    .option('--rounds <n>', 'measured rounds', wholeValue(1, ROUNDS_MAX), 7);
  return withCommonFlags(withProcessFlags(withSettingFlags(command))).addHelpText(
    'after',
    examples([
      ['lockstep bench', 'what does not conflict'],
      [
        'lockstep bench --workload transfers,erc20 --transactions 500',
        'two workloads, larger blocks',
      ],
      [
        'lockstep bench --engine v2 --workload chain-erc20,chain-swap',
        'what cannot run side by side',
      ],
      ['lockstep bench --rounds 21 --seed 7 --json', 'for a script'],
    ]),
  );
}

/** The usual sizes in words: `transfers 500, erc20 300`. */
function defaultTransactions(): string {
  return BENCH_WORKLOADS.map((name) => `${name} ${String(usualTransactions(name))}`).join(', ');
}
