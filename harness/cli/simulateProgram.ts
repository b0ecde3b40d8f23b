/**
 * The words of `lockstep simulate`.
 *
 * Owns its flags, bounds, defaults and help. What it does is in `commands/simulateCommand.ts`.
 */
import type { Command } from 'commander';
import { STEP_DEFECTS } from '#engine/primitives/defects.js';
import { VIRTUAL_ENGINE_NAMES } from '#engine/simulation/virtualEngineNames.js';
import { FORKS, HINT_CHOICES } from '../input/vocabulary.ts';
import { ON_ESTIMATE } from './engineSettings.ts';
import { examples } from './examples.ts';
import { hiddenFlag, withCommonFlags } from './flagGroups.ts';
import { enginesValue, wholesValue, wholeValue, wordsValue, wordValue } from './values.ts';
import {
  COLD_READS,
  LANES_DEFAULT,
  PARTITIONS_MAX,
  TRANSACTIONS_DEFAULT,
  VIRTUAL_LANES_MAX,
  VIRTUAL_TRANSACTIONS_MAX,
  workloadsValue,
} from './virtualChoice.ts';

const EXAMPLES = examples([
  ['lockstep simulate block-stm --workload hot-counter', 'one workload on 1 to 128 lanes'],
  [
    'lockstep simulate --engine block-stm --workload all --on-estimate abort,suspend --json',
    'everything, for a script',
  ],
  [
    'lockstep simulate block-stm --workload mainnet-shape:17666333 --lanes 16 --cold-read 100',
    "a block of mainnet's proportions on state that is not in memory",
  ],
  [
    'lockstep simulate v2 --workload bridge --hints dropped --lanes 32 --no-convergence',
    'what it costs v2 not to hold back what it was told nothing of',
  ],
]);

/** Adds the command to the program. */
export function simulateCommand(program: Command): Command {
  const command = program
    .command('simulate')
    .argument('[engine]', 'engine to run; several separated by commas', enginesValue)
    .description('judge schedules in virtual time, on 1 to 128 virtual lanes: no clock is read')
    .option('--engine <names>', `engines to run: ${VIRTUAL_ENGINE_NAMES.join(', ')}`, enginesValue)
    .option(
      '--workload <names>',
      'workloads separated by commas, or mainnet-shape:<block>',
      workloadsValue,
      ['all'],
    )
    .option(
      '--txs <n>',
      `transactions in each block (default: ${String(TRANSACTIONS_DEFAULT)}, or the shape's own)`,
      wholeValue(1, VIRTUAL_TRANSACTIONS_MAX),
    )
    .option(
      '--lanes <list>',
      'numbers of virtual lanes',
      wholesValue(1, VIRTUAL_LANES_MAX),
      LANES_DEFAULT,
    )
    .option(
      '--on-estimate <what>',
      `what an unready read does: ${ON_ESTIMATE.join(', ')}, or both`,
      wordsValue(ON_ESTIMATE),
      [ON_ESTIMATE[0]],
    )
    .option(
      '--cold-read <microseconds>',
      `price of the first read of a place: ${COLD_READS.join(', ')}`,
      wordValue(COLD_READS),
      '0',
    )
    .option(
      '--hints <choices>',
      `what engines that plan are told: ${HINT_CHOICES.join(', ')}`,
      wordsValue(HINT_CHOICES),
      [HINT_CHOICES[0]],
    )
    .option(
      '--partitions <n>',
      'tables of v2 (default: twice as many as lanes, and one)',
      wholeValue(1, PARTITIONS_MAX),
    )
    .option('--no-convergence', 'v2 neither holds back nor moves transactions where tables overlap')
    .option(
      '--executions-max <n>',
      'v2 executes a transaction at most so many times: 2, 3 (default: 3)',
      wordValue(['2', '3']),
    )
    .option('--fork <name>', 'fork of the blocks', wordValue(FORKS), 'Osaka')
    .option('--fixtures <folder>', 'where mainnet shapes are (default: $LOCKSTEP_FIXTURES)')
    .addOption(hiddenFlag('--saboteur <name>', wordValue(STEP_DEFECTS)));
  return withCommonFlags(command).addHelpText('after', EXAMPLES);
}
