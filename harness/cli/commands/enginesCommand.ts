/**
 * `lockstep engines`.
 *
 * Owns the list of engines with what each can do. Opens each one only to ask it who it is.
 */
import { columns } from '../../report/words.ts';
import { ENGINES } from '../engines.ts';
import { FOREIGN_ENGINES, FOREIGN_KINDS } from '../foreignEngines.ts';
import { EXIT_OK } from '../exitCodes.ts';
import { withEngine } from '../openEngines.ts';
import type { Session } from '../session.ts';

/** Lists the engines. Resolves with the exit code. */
export async function enginesCommand(session: Session): Promise<number> {
  const listed = [];
  for (const { name, summary } of ENGINES) {
    const { version, capabilities } = await withEngine({ name }, async (engine) => engine.info);
    listed.push({ name, version, summary, capabilities });
  }
  const rows = listed.map(({ name, version, summary, capabilities }) => {
    const { forks, policies, parallel } = capabilities;
    const range = `${forks[0] ?? 'none'} to ${forks.at(-1) ?? 'none'}`;
    return [name, version, parallel ? 'parallel' : 'serial', range, policies.join(', '), summary];
  });
  session.say(columns([['engine', 'version', 'path', 'forks', 'policies', ''], ...rows]));
  session.say('\nEngines of other people, in processes of their own:');
  session.say(
    columns([['name', ''], ...FOREIGN_ENGINES.map(({ name, summary }) => [name, summary])]),
  );
  session.say('\nEngines of your own:');
  session.say(
    columns([['name', ''], ...FOREIGN_KINDS.map(({ form, summary }) => [form, summary])]),
  );
  return await session.finish({ engines: listed, seed: session.seed }, EXIT_OK);
}
