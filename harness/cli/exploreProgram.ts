/**
 * The command line of `explore`.
 *
 * Owns its flags, bounds and help.
 */
import type { Command } from 'commander';
import { STEP_DEFECTS } from '#engine/primitives/defects.js';
import { LANES_MAX } from '#engine/simulation/schedules.js';
import { SHAPE_NAMES } from '#engine/simulation/shapes.js';
import { VIRTUAL_ENGINE_NAMES } from '#engine/simulation/virtualEngineNames.js';
import { FORKS, PICKERS } from '../input/vocabulary.ts';
import { examples } from './examples.ts';
import { hiddenFlag, withCommonFlags, withManners } from './flagGroups.ts';
import { enginesValue, wholeValue, wordValue } from './values.ts';

const TXS_MAX = 64;
const LANES_DEFAULT = 3;
const PREEMPTIONS_MAX = 100;
const STATES_MAX = 100_000_000;
const SCHEDULES_MAX = 1_000_000_000;
const THREADS_MAX = 256;
const DAY_SECONDS = 86_400;

/** Declares the command. */
export function exploreCommand(program: Command): Command {
  const engines = VIRTUAL_ENGINE_NAMES.join(', ');
  const command = program
    .command('explore')
    .argument('[engine]', `engine to explore: ${engines}`, enginesValue)
    .description('try the schedules of one small block, all of them or a sample, step by step')
    .option('--engine <name>', engines, enginesValue)
    .option('--shape <name>', `a built-in block: ${SHAPE_NAMES.join(', ')}`, wordValue(SHAPE_NAMES))
    .option('--block <file>', 'a block file, as `run` takes it')
    .option('--fork <name>', 'fork, where the file names none', wordValue(FORKS))
    .option('--txs <n>', 'transactions of a shape (default: 3)', wholeValue(1, TXS_MAX))
    .option('--lanes <n>', 'virtual lanes', wholeValue(1, LANES_MAX), LANES_DEFAULT);
  withManners(command, 'none')
    .option('--exhaustive', 'every schedule')
    .option(
      '--preemptions <n>',
      'every schedule that leaves a lane that could go on at most so often',
      wholeValue(0, PREEMPTIONS_MAX),
    )
    .option('--states-max <n>', 'stop after so many more states', wholeValue(1, STATES_MAX))
    .option('--checkpoint <folder>', 'keep where an exploration stops, and go on from there')
    .option(
      '--budget <seconds>',
      'stop after so long; shrinking a failure may take as long again',
      wholeValue(1, DAY_SECONDS),
    )
    .option(
      '--schedules <n>',
      'schedules to sample (default: 10,000)',
      wholeValue(1, SCHEDULES_MAX),
    )
    .option('--threads <n>', 'threads that sample (default: all cores)', wholeValue(1, THREADS_MAX))
    .option(
      '--picker <name>',
      `who chooses lanes: ${PICKERS.join(', ')} (default: all in turn)`,
      wordValue(PICKERS),
    )
    .option('--schedule <steps>', 'follow one schedule that failed, and draw it')
    .addOption(hiddenFlag('--saboteur <name>', wordValue(STEP_DEFECTS)));
  return withCommonFlags(command).addHelpText(
    'after',
    examples([
      ['lockstep explore block-stm --shape chain --exhaustive', 'every schedule, in a second'],
      ['lockstep explore block-stm --shape dynamic --txs 5 --schedules 100000', 'a sample'],
      ['lockstep explore block-stm --block block.json --preemptions 2', 'a block of yours'],
      [
        'lockstep explore block-stm --shape late-write --txs 6 --exhaustive --checkpoint far',
        'long; the same line again goes on',
      ],
    ]),
  );
}
