/**
 * The command line of `power`.
 *
 * Owns its flags, bounds and help.
 */
import type { Command } from 'commander';
import { examples } from './examples.ts';
import { withCommonFlags } from './flagGroups.ts';
import { listValue, wholeValue } from './values.ts';

const BUDGET_SECONDS = 60;
const DAY_SECONDS = 86_400;
const CLEAN_BLOCKS = 20_000;
const CLEAN_BLOCKS_MAX = 10_000_000;
const TRANSACTIONS = 8;
const TRANSACTIONS_MAX = 256;
const THREADS_MAX = 256;
const SUSPECTS_MAX = 1_000;

/** Declares the command. */
export function powerCommand(program: Command): Command {
  const command = program
    .command('power')
    .description('measure how many engines broken on purpose are found out, and how soon')
    .option(
      '--budget <seconds>',
      'longest pursuit of one broken engine',
      wholeValue(1, DAY_SECONDS),
      BUDGET_SECONDS,
    )
    .option('--limit <n>', 'only the first so many broken engines', wholeValue(0, SUSPECTS_MAX))
    .option('--only <ids>', 'only these broken engines, separated by commas', listValue)
    .option(
      '--clean-blocks <n>',
      'blocks that honest engines are put to, all of them together',
      wholeValue(0, CLEAN_BLOCKS_MAX),
      CLEAN_BLOCKS,
    )
    .option(
      '--transactions <n>',
      'transactions of a block at most',
      wholeValue(2, TRANSACTIONS_MAX),
      TRANSACTIONS,
    )
    .option('--threads <n>', 'pursuits at a time (default: all cores)', wholeValue(1, THREADS_MAX))
    .option('--ledger <file>', 'keep what has been done, and go on from there')
    .option('--shrink <folder>', 'make blocks that show something small, and keep them there')
    .option('--replay <file>', 'show again what one of those shows, and nothing else');
  return withCommonFlags(command).addHelpText(
    'after',
    examples([
      ['lockstep power --budget 60 --json', 'all of them, for a script'],
      ['lockstep power --only v1/skip-validation --clean-blocks 0', 'one'],
      ['lockstep power --transactions 64 --shrink small', 'what shows each of them, in few words'],
      ['lockstep power --replay small/v1--skip-validation.json', 'such a block once more'],
      ['lockstep power --seed 7 --ledger power.jsonl', 'long; the same line again goes on'],
    ]),
  );
}
