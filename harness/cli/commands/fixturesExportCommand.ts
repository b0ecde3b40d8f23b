/**
 * `lockstep fixtures export`.
 *
 * Owns which blocks are exported and where they go. Nothing is written before all of it is known to
 * be true: a folder of tests is whole, or is not there.
 */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { caseOfBlock } from '../../certify/blockCases.ts';
import { chosenCases } from '../../certify/chosenCases.ts';
import type { UnbuiltCase } from '../../certify/corpusCases.ts';
import { exportedBlocks } from '../../export/exportedBlocks.ts';
import { TestFiles } from '../../export/testFiles.ts';
import { type BlockFile, readBlockFile } from '../../input/blockFile.ts';
import { blocksIn } from '../../input/blockFolder.ts';
import { printable } from '../../input/printable.ts';
import { FORKS } from '../../input/vocabulary.ts';
import { counted } from '../../report/words.ts';
import { ArgumentError } from '../argumentError.ts';
import { openEngine } from '../engines.ts';
import { EXIT_INCONCLUSIVE, EXIT_OK } from '../exitCodes.ts';
import type { FixturesExportFlags } from '../flags.ts';
import { makeNewFolder } from '../newFolder.ts';
import type { Session } from '../session.ts';

/** Exports. Resolves with the exit code. */
export async function fixturesExportCommand(
  session: Session,
  file: string | undefined,
  flags: FixturesExportFlags,
): Promise<number> {
  makeNewFolder(flags.to);
  const cases = await casesOf(file, flags, session.seed);
  const { format: formats, gzip = false, minTransactions } = flags;
  const files = new TestFiles({ formats, isCompressed: gzip, seed: session.seed });
  session.say(`fixtures export: ${counted(cases.length, 'case')}, seed ${String(session.seed)}`);
  const witnesses = { serial: await openEngine('serial'), oracle: await openEngine('oracle') };
  for (const [done, unbuilt] of cases.entries()) {
    if (session.signal.aborted) break;
    const built = unbuilt.build();
    const current = `${built.id} under ${built.fork}`;
    session.progress.show({ phase: 'cases', done, total: cases.length, current });
    for await (const step of exportedBlocks(built, witnesses, minTransactions)) {
      if ('reason' in step) files.leaveOut(step);
      else files.add(step);
    }
  }
  if (session.signal.aborted) {
    session.say('The run was interrupted; nothing is written.');
    return await session.finish({ interrupted: true }, EXIT_INCONCLUSIVE);
  }
  const written = files.files();
  for (const { path, content } of written) write(join(flags.to, path), content);
  const manifest = files.manifest(written.slice(0, -1));
  const { blocks, refused, transactions, leftOut } = manifest;
  session.say(
    `${counted(blocks, 'block')} of ${counted(transactions, 'transaction')}, ` +
      `${String(refused)} of them to be refused, in ${counted(written.length, 'file')}` +
      ` under ${printable(flags.to)}`,
  );
  for (const { name, fork, reason } of leftOut) {
    session.say(`left out: ${name} under ${fork}: ${reason}`);
  }
  session.say(`again: ${session.again}`);
  return await session.finish(
    { to: flags.to, ...manifest },
    blocks === 0 ? EXIT_INCONCLUSIVE : EXIT_OK,
  );
}

/** What is exported, in order. Throws `ArgumentError` or `InputError`. */
async function casesOf(
  file: string | undefined,
  flags: FixturesExportFlags,
  seed: number,
): Promise<readonly UnbuiltCase[]> {
  if (file !== undefined) return await casesOfFile(file, flags);
  const { case: only, generated: drawsPerGenerator } = flags;
  const choice = { seed, drawsPerGenerator, only };
  const cases = (flags.fork ?? FORKS).flatMap((fork) => chosenCases(fork, choice));
  if (cases.length > 0) return cases;
  throw new ArgumentError({
    flag: '--case',
    problem: `there is no case "${printable(only ?? '')}" under these forks`,
    remedy: 'certify serial --claim equivalence --junit cases.xml writes down all there are',
  });
}

/** The block of a file, or those of a folder, named after their files. */
async function casesOfFile(
  file: string,
  flags: FixturesExportFlags,
): Promise<readonly UnbuiltCase[]> {
  if (flags.case !== undefined || flags.generated > 0) {
    throw new ArgumentError({
      flag: flags.case === undefined ? '--generated' : '--case',
      problem: 'a block is named by its file already',
      remedy: 'leave out one of the two',
    });
  }
  const [fork] = flags.fork ?? [];
  const defaults = fork === undefined ? {} : { fork };
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
    const blocks = await blocksIn(file, defaults);
    return blocks
      .filter((block) => flags.fork === undefined || flags.fork.includes(block.fork))
      .map((one) => caseOfBlock(`file/${plain(one.name)}`, () => one.read()));
  }
  const [name = 'block'] = /[^/\\]+?(?=(?:\.json)?$)/.exec(file) ?? [];
  const { block } = readBlockFile(file, defaults);
  const read = (): BlockFile => readBlockFile(file, { fork: block.fork });
  return [caseOfBlock(`file/${plain(name)}`, read)];
}

/** A name as tests may have it. */
function plain(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9-]/g, '-');
}

function write(path: string, content: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
