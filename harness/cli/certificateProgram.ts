/**
 * The command line of `certificate`.
 *
 * Owns its flags and help.
 */
import type { Command } from 'commander';
import { examples } from './examples.ts';
import { withCommonFlags } from './flagGroups.ts';

/** Declares the command. */
export function certificateCommand(program: Command): Command {
  const command = program
    .command('certificate')
    .argument('<file>', 'certificate that certify --certificate has written')
    .argument('[later]', 'another one, to be compared with the first')
    .description('check a certificate and show it, or say what has changed since an earlier one');
  return withCommonFlags(command).addHelpText(
    'after',
    examples([
      ['lockstep certificate mine.json', 'is it as it was written, and what does it say?'],
      [
        'lockstep certificate before.json after.json',
        'exit code 1 if the verdict is worse, else 2 if the later one says less, and in what',
      ],
    ]),
  );
}
