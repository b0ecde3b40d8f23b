/**
 * The command line of `hints`.
 *
 * Owns its flags, bounds and help.
 */
import type { Command } from 'commander';
import { FORKS } from '../input/vocabulary.ts';
import { examples } from './examples.ts';
import { withCommonFlags } from './flagGroups.ts';
import { HINT_SOURCE_CHOICES, HINT_WORKLOAD_CHOICES } from './hints/choices.ts';
import { wholeValue, wholesValue, wordsValue, wordValue } from './values.ts';

const TXS_MAX = 10_000;
const TXS_DEFAULT = 200;
const STALENESS_MAX = 100;

/** Declares the command. */
export function hintsCommand(program: Command): Command {
  const command = program
    .command('hints')
    .description('measure predictions of what transactions read and write, source by source')
    .option(
      '--workload <names>',
      `blocks to predict: ${HINT_WORKLOAD_CHOICES.join(', ')}`,
      wordsValue(HINT_WORKLOAD_CHOICES),
      ['all'],
    )
    .option(
      '--source <names>',
      `who predicts: ${HINT_SOURCE_CHOICES.join(', ')} (default: each of them)`,
      wordsValue(HINT_SOURCE_CHOICES),
    )
    .option('--fork <name>', 'fork of the blocks', wordValue(FORKS), 'Osaka')
    .option('--txs <n>', 'transactions in each block', wholeValue(1, TXS_MAX), TXS_DEFAULT)
    .option(
      '--staleness <blocks>',
      'blocks executed between making hints and using them',
      wholesValue(0, STALENESS_MAX),
      [0, 1, 5],
    );
  return withCommonFlags(command).addHelpText(
    'after',
    examples([
      ['lockstep hints --workload erc20,swap', 'every source, on two workloads'],
      ['lockstep hints --workload all --source static --staleness 0', 'what code alone tells'],
      ['lockstep hints --txs 50 --staleness 0,1,5 --seed 7 --json', 'for a script'],
    ]),
  );
}
