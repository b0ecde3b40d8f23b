/**
 * The command line of `doctor`.
 *
 * Owns its flags and help.
 */
import type { Command } from 'commander';
import { examples } from './examples.ts';
import {
  withCommonFlags,
  withJudgedSettings,
  withProcessFlags,
  withTimeLimit,
} from './flagGroups.ts';
import { enginesValue } from './values.ts';

/** Declares the command. */
export function doctorCommand(program: Command): Command {
  const command = program
    .command('doctor')
    .argument('[engine]', 'engine to examine (default: v2)', enginesValue)
    .description('ask an engine who it is, give it two blocks, and say what to do about the rest');
  const set = withProcessFlags(withJudgedSettings(withTimeLimit(command)));
  return withCommonFlags(set).addHelpText(
    'after',
    examples([
      ['lockstep doctor "stdio:./my-engine --lanes 2"', 'before the first certification'],
      ['lockstep doctor "t8n:evm t8n" --json', 'for a script'],
    ]),
  );
}
