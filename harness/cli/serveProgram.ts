/**
 * The command line of `serve`.
 *
 * Owns its flags and help.
 */
import type { Command } from 'commander';
import { PROTOCOL } from '../protocol/messages.ts';
import { examples } from './examples.ts';
import { hiddenFlag, withJudgedSettings } from './flagGroups.ts';
import { enginesValue, seedValue } from './values.ts';

/** Declares the command. */
export function serveCommand(program: Command): Command {
  const command = program
    .command('serve')
    .argument('[engine]', 'engine to serve (default: v2)', enginesValue)
    .description(`speak ${PROTOCOL} on stdin and stdout for one of our engines`)
    .option('--seed <n>', 'seed of the schedules of a simulation (default: 0)', seedValue)
    .addOption(hiddenFlag('--suspect <id>', (id) => id));
  return withJudgedSettings(command).addHelpText(
    'after',
    examples([
      ['lockstep serve v2', 'until bye, or the end of stdin'],
      ['lockstep certify "stdio:lockstep serve v2 --lanes 2"', 'the whole protocol, on ourselves'],
    ]),
  );
}
