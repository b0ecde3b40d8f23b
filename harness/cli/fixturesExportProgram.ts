/**
 * The command line of `fixtures export`.
 *
 * Owns its flags, bounds and help.
 */
import type { Command } from 'commander';
import { EXPORT_FORMATS } from '../export/testFiles.ts';
import { FORKS } from '../input/vocabulary.ts';
import { examples } from './examples.ts';
import { withCommonFlags } from './flagGroups.ts';
import { wholeValue, wordsValue } from './values.ts';

const DRAWS_MAX = 10_000;
const TRANSACTIONS_MAX = 100_000;

/** Declares the command. */
export function fixturesExportCommand(fixtures: Command): Command {
  const command = fixtures
    .command('export')
    .argument('[block.json]', 'a block, or a folder of blocks (default: the built-in corpus)')
    .description('write blocks as official tests, with true headers, for any client')
    .requiredOption('--to <folder>', 'where to write; a new folder')
    .option('--case <id>', 'one case of the corpus, or generated/<generator>/<n>')
    .option('--generated <n>', 'blocks of each generator too', wholeValue(0, DRAWS_MAX), 0)
    .option(
      '--fork <names>',
      'forks, or the one of the block where its file names none',
      wordsValue(FORKS),
    )
    .option('--format <names>', EXPORT_FORMATS.join(', '), wordsValue(EXPORT_FORMATS), [
      EXPORT_FORMATS[0],
    ])
    .option(
      '--min-transactions <n>',
      'only blocks with as many',
      wholeValue(0, TRANSACTIONS_MAX),
      0,
    )
    .option('--gzip', 'compress each file');
  return withCommonFlags(command).addHelpText(
    'after',
    examples([
      ['lockstep fixtures export --fork Prague --to tests', 'the corpus as blockchain tests'],
      [
        'lockstep fixtures export failures/001.json --format blockchain_test,t8n --to one',
        'a block that failed, for another client',
      ],
      [
        'lockstep fixtures export --generated 4 --min-transactions 2 --gzip --seed 1 --to pack',
        'a pack; the same seed gives the same bytes',
      ],
    ]),
  );
}
