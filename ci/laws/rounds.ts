/**
 * What one round of the long laws runs.
 *
 * Owns the commands, and how a reader runs them again.
 */
import { fileURLToPath } from 'node:url';

/** A command, and the line that runs it again. */
export interface Command {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly again: string;
  /** Where it puts what it finds; made even if it finds nothing. */
  readonly folder: string | null;
}

/** What decides a round. */
export interface RoundOptions {
  readonly seed: number;
  /** Adversarial blocks, over all honest engines. */
  readonly blocks: number;
}

const VITEST = fileURLToPath(new URL('vitest.mjs', import.meta.resolve('vitest/package.json')));
const LOCKSTEP = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));

/** All laws under that seed, then adversarial blocks. */
export function lawRound({ seed, blocks }: RoundOptions): readonly Command[] {
  const folder = `laws-${String(seed)}`;
  const power = ['power', '--limit', '0', '--clean-blocks', String(blocks)];
  const rest = ['--seed', String(seed), '--shrink', folder];
  const env = { LOCKSTEP_SEED: String(seed), LOCKSTEP_BUILD: 'skip', LOCKSTEP_LONG: '1' };
  return [
    {
      words: [process.execPath, VITEST, 'run', 'properties/laws'],
      env,
      again: `LOCKSTEP_LONG=1 LOCKSTEP_SEED=${String(seed)} npx vitest run properties/laws`,
      folder: null,
    },
    {
      words: [process.execPath, LOCKSTEP, ...power, ...rest],
      env: {},
      again: ['npx', 'lockstep', ...power, ...rest].join(' '),
      folder,
    },
  ];
}
