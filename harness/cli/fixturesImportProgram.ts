/**
 * The command line of `fixtures import`.
 *
 * Owns its flags, bounds and help.
 */
import type { Command } from 'commander';
import { FORKS } from '../input/vocabulary.ts';
import { examples } from './examples.ts';
import { withCommonFlags } from './flagGroups.ts';
import { chainIdValue, wholeValue, wordsValue } from './values.ts';

const PER_BLOCK_DEFAULT = 16;
const PER_BLOCK_MAX = 1_000;

/** Declares the command. */
export function fixturesImportCommand(fixtures: Command): Command {
  const command = fixtures
    .command('import')
    .argument('<path...>', 'files or folders: state tests, t8n triples, snapshots of real blocks')
    .description('make blocks of other formats; state tests are packed several to a block')
    .requiredOption('--to <folder>', 'where to write; a new folder')
    .option('--per-block <n>', 'state tests', wholeValue(1, PER_BLOCK_MAX), PER_BLOCK_DEFAULT)
    .option(
      '--fork <names>',
      'only state tests of these; of other sources the one they are of, where they do not say it',
      wordsValue(FORKS),
    )
    .option('--chain-id <number>', 'chain id, where a source names none', chainIdValue);
  return withCommonFlags(command).addHelpText(
    'after',
    examples([
      [
        'lockstep fixtures import GeneralStateTests --per-block 32 --to blocks',
        'then: lockstep certify v2 --blocks blocks',
      ],
      ['lockstep fixtures import t8n --fork Prague --to blocks', 'alloc.json, env.json, txs.json'],
      [
        'lockstep fixtures import block-19807137 --to blocks',
        'block.json of eth_getBlockByNumber, prestate.json of debug_traceBlockByNumber',
      ],
    ]),
  );
}
