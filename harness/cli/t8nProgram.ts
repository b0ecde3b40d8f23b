/**
 * The command line of `t8n`.
 *
 * Owns its flags, which are go-ethereum's, its exit code for words that cannot be understood, and
 * help.
 */
import { type Command, Option } from 'commander';
import { T8nError } from '../t8n/t8nError.ts';
import { examples } from './examples.ts';
import { withSettingFlags } from './flagGroups.ts';
import { enginesValue } from './values.ts';

/** go-ethereum has these, and we do not. */
const UNSUPPORTED = [
  '--trace',
  '--trace.tracer <name>',
  '--trace.jsonconfig <json>',
  '--trace.memory',
  '--trace.nostack',
  '--trace.returndata',
  '--trace.callframes',
  '--opcode.count <file>',
  '--input.vkt <file>',
  '--output.vkt <file>',
];

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
    .option('--output.alloc <file>', 'state after the block, or stdout or stderr', 'alloc.json')
    .option('--output.result <file>', 'roots and receipts, or stdout or stderr', 'result.json')
    .option('--output.body <file>', 'RLP of the included transactions, or stdout or stderr', '')
    .option('--state.fork <name>', 'rules of the block', 'GrayGlacier')
    .option('--state.chainid <n>', 'chain id', '1')
    .option('--state.reward <wei>', 'for the beneficiary, -1 not to touch it', '0');
  for (const flags of UNSUPPORTED) refuse(command, new Option(flags).hideHelp());
  command.exitOverride((error) => {
    throw error.exitCode === 0 ? error : new T8nError('usage', error.message, { cause: error });
  });
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

/** A flag that is understood, so that it can be said why nothing comes of it. */
function refuse(command: Command, option: Option): void {
  command.addOption(option).on(`option:${option.name()}`, () => {
    throw new T8nError('config', `${option.long ?? ''} is not supported`);
  });
}
