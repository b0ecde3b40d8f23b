/**
 * The command line of `bench`.
 *
 * Owns its flags, bounds and help.
 */
import type { Command } from 'commander';
import { BENCH_WORKLOADS, TRANSACTIONS_DEFAULT } from '../bench/workloads.ts';
import { FORKS } from '../input/vocabulary.ts';
import { examples } from './examples.ts';
import { withCommonFlags, withSettingFlags } from './flagGroups.ts';
import { listValue, wholeValue, wordsValue, wordValue } from './values.ts';

const TRANSACTIONS_MAX = 100_000;
const ROUNDS_MAX = 1_000;

/** Declares the command. */
export function benchCommand(program: Command): Command {
  const command = program
    .command('bench')
    .description('measure engines against stock @ethereumjs/vm, end to end, in one run')
    .option('--engine <names>', 'engines to measure (default: serial)', listValue)
    .option(
      '--workload <names>',
      `only these: ${BENCH_WORKLOADS.join(', ')}`,
      wordsValue(BENCH_WORKLOADS),
    )
    .option('--fork <name>', 'fork of the blocks', wordValue(FORKS), 'Osaka')
    .option(
      '--transactions <n>',
      `in each block (default: ${defaultTransactions()})`,
      wholeValue(1, TRANSACTIONS_MAX),
    )
    .option('--rounds <n>', 'measured rounds', wholeValue(1, ROUNDS_MAX), 7);
  return withCommonFlags(withSettingFlags(command)).addHelpText(
    'after',
    examples([
      ['lockstep bench', 'all workloads'],
      [
        'lockstep bench --workload transfers,erc20 --transactions 500',
        'two workloads, larger blocks',
      ],
      ['lockstep bench --rounds 21 --seed 7 --json', 'for a script'],
    ]),
  );
}

/** The default sizes in words: `transfers 500, erc20 300`. */
function defaultTransactions(): string {
  return BENCH_WORKLOADS.map((name) => `${name} ${String(TRANSACTIONS_DEFAULT[name])}`).join(', ');
}
