/**
 * The command line of `t8n`.
 *
 * Owns its flags, which are go-ethereum's, and help.
 */
import type { Command } from 'commander';
import { examples } from './examples.ts';
import { withSettingFlags } from './flagGroups.ts';
import { enginesValue } from './values.ts';

/** Declares the command. */
export function t8nCommand(program: Command): Command {
  const command = program
    .command('t8n')
    .argument('[engine]', 'engine of ours that executes (default: v2)', enginesValue)
    .description("a transition tool: go-ethereum's evm t8n over one of our engines")
    .option('--input.alloc <file>', 'state before the block, or stdin', 'alloc.json')
    .option('--input.env <file>', 'context of the block, or stdin', 'env.json')
    .option('--input.txs <file>', 'transactions, or stdin', 'txs.json')
    .option('--output.basedir <folder>', 'where files are written', '')
    .option('--output.alloc <file>', 'state after the block, or stdout', 'alloc.json')
    .option('--output.result <file>', 'roots and receipts, or stdout', 'result.json')
    .option('--output.body <file>', 'RLP of the included transactions, or stdout', '')
    .option('--state.fork <name>', 'rules of the block', 'Prague')
    .option('--state.chainid <n>', 'chain id', '1')
    .option('--state.reward <wei>', 'what the miner gets (default: what the fork pays)');
  return withSettingFlags(command).addHelpText(
    'after',
    examples([
      ['lockstep t8n --state.fork Osaka --output.result stdout', 'from alloc, env and txs.json'],
      [
        'lockstep certify "t8n:lockstep t8n serial" --claim equivalence --fork Prague',
        'the whole tool, on ourselves',
      ],
    ]),
  );
}
