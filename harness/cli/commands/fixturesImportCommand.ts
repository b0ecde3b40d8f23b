/**
 * `lockstep fixtures import`.
 *
 * Owns what is read and what is said of it. A source that cannot be used is named with the reason
 * and costs nothing but itself.
 */
import { stat } from 'node:fs/promises';
import { readable } from '#fixtures/official/findFixtures.js';
import { lockstepLine } from '../../certify/commandLine.ts';
import { importedBlocks, type NotImported } from '../../import/importedBlocks.ts';
import { ImportFolder } from '../../import/importFolder.ts';
import { type Source, sourcesAt } from '../../import/sources.ts';
import { printable } from '../../input/printable.ts';
import { counted } from '../../report/words.ts';
import { openEngine } from '../engines.ts';
import { EXIT_INCONCLUSIVE, EXIT_OK } from '../exitCodes.ts';
import type { FixturesImportFlags } from '../flags.ts';
import { makeNewFolder } from '../newFolder.ts';
import type { Session } from '../session.ts';

/** Reasons shown; all are in the manifest. */
const REASONS_SHOWN_MAX = 10;

/** Imports. Resolves with the exit code. */
export async function fixturesImportCommand(
  session: Session,
  paths: readonly string[],
  flags: FixturesImportFlags,
): Promise<number> {
  // A wrong path is said now, not after others have been read.
  for (const path of paths) await readable(path, stat(path));
  makeNewFolder(flags.to);
  const folder = new ImportFolder(flags.to);
  const { fork: forks, chainId, perBlock } = flags;
  const serial = await openEngine('serial');
  const options = { forks, chainId, perBlock, serial };
  let done = 0;
  for await (const step of importedBlocks(sourcesOf(paths, session), options)) {
    if (session.signal.aborted) break;
    if ('reason' in step) folder.leaveOut(step);
    else folder.add(step);
    done += 1;
    const [current = ''] = 'reason' in step ? [step.source] : step.sources;
    session.progress.show({ phase: 'blocks', done, total: null, current });
  }
  const isInterrupted = session.signal.aborted;
  const manifest = folder.finish(!isInterrupted);
  const { blocks, transactions, checked, leftOut } = manifest;
  session.say(
    `${counted(blocks, 'block')} of ${counted(transactions, 'transaction')}` +
      ` under ${printable(flags.to)}`,
  );
  if (manifest.files.some(({ path }) => path.includes('/state-test-'))) {
    session.say('each state test in them, alone, has the root and the logs that it says');
  }
  if (checked > 0)
    session.say(`${counted(checked, 'block')} with the gas and receipts of a header`);
  for (const line of reasonLines(leftOut)) session.say(line);
  if (isInterrupted) session.say('The run was interrupted; what is there is whole.');
  if (blocks > 0) {
    session.say(`next: ${lockstepLine(['certify', 'v2', '--blocks', flags.to])}`);
  }
  session.say(`again: ${session.again}`);
  return await session.finish(
    { to: flags.to, ...manifest },
    blocks === 0 || isInterrupted ? EXIT_INCONCLUSIVE : EXIT_OK,
  );
}

async function* sourcesOf(
  paths: readonly string[],
  { signal }: Session,
): AsyncGenerator<Source, void, undefined> {
  for (const path of paths) {
    for await (const source of sourcesAt(path)) {
      if (signal.aborted) return;
      yield source;
    }
  }
}

/** One line for each reason, with the first that has it. */
function reasonLines(leftOut: readonly NotImported[]): readonly string[] {
  const byReason = new Map<string, NotImported[]>();
  for (const one of leftOut) byReason.set(one.reason, [...(byReason.get(one.reason) ?? []), one]);
  const lines = [...byReason].map(([reason, [first, ...others]]) => {
    const more = others.length === 0 ? '' : ` and ${String(others.length)} more`;
    return `left out: ${printable(first?.source ?? '')}${more}: ${printable(reason, 400)}`;
  });
  const hidden = lines.length - REASONS_SHOWN_MAX;
  return hidden <= 0
    ? lines
    : [
        ...lines.slice(0, REASONS_SHOWN_MAX),
        `and ${counted(hidden, 'more reason')}: manifest.json`,
      ];
}
