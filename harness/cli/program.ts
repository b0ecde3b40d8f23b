/**
 * The command line: commands, flags and help by example.
 *
 * Owns names, defaults and texts, and turns words into typed flags. Does none of the work: it is
 * handed the actions, so that a test can ask what a line of words means.
 */
import { Command } from 'commander';
import { CLAIMS, PROFILES } from '../certify/certificate.ts';
import { FORKS, POLICIES } from '../input/vocabulary.ts';
import { examples } from './examples.ts';
import { messageLines } from './failure.ts';
import {
  withCommonFlags,
  withJudgedSettings,
  withSettingFlags,
  withSimulateFlag,
  withTimeLimit,
  withWatchedFlags,
} from './flagGroups.ts';
import type { Actions } from './flags.ts';
import { benchCommand } from './benchProgram.ts';
import { fixturesExportCommand } from './fixturesExportProgram.ts';
import { fixturesImportCommand } from './fixturesImportProgram.ts';
import { exploreCommand } from './exploreProgram.ts';
import { simulateCommand } from './simulateProgram.ts';
import { hintsCommand } from './hintsProgram.ts';
import { powerCommand } from './powerProgram.ts';
import { certificateCommand } from './certificateProgram.ts';
import { doctorCommand } from './doctorProgram.ts';
import { serveCommand } from './serveProgram.ts';
import { t8nCommand } from './t8nProgram.ts';
import { chainIdValue, enginesValue, wholeValue, wordsValue, wordValue } from './values.ts';

/** There are official blocks that take most of a minute on a machine of two cores. */
const OFFICIAL_SECONDS_PER_BLOCK_MAX = 300;

/** What `createProgram` is built over. */
export interface ProgramOptions {
  readonly version: string;
  readonly actions: Actions;
  /** Hears the exit code of the command that ran. */
  readonly onExit: (code: number) => void;
}

/** Builds the command line. Parsing throws `CommanderError` instead of ending the process. */
export function createProgram({ version, actions, onExit }: ProgramOptions): Command {
  const program = new Command('lockstep')
    .description('Proves that a parallel EVM walks in lockstep with serial execution.')
    .version(version)
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => {
        write(messageLines(text));
      },
    })
    .showHelpAfterError('(lockstep --help shows examples; so does every command)');
  // Commander hands over the command itself too, last; actions do not look at it.
  const runs = <A extends readonly unknown[]>(action: (...given: A) => Promise<number>) => {
    return async (...given: A): Promise<void> => {
      onExit(await action(...given));
    };
  };
  const fixtures = program
    .command('fixtures')
    .description('work with official Ethereum block tests');
  certifyCommand(program).action(runs(actions.certify));
  fixturesRunCommand(fixtures).action(runs(actions.fixturesRun));
  fixturesExportCommand(fixtures).action(runs(actions.fixturesExport));
  fixturesImportCommand(fixtures).action(runs(actions.fixturesImport));
  runCommand(program).action(runs(actions.run));
  replayCommand(program).action(runs(actions.replay));
  enginesCommand(program).action(runs(actions.engines));
  exploreCommand(program).action(runs(actions.explore));
  benchCommand(program).action(runs(actions.bench));
  simulateCommand(program).action(runs(actions.simulate));
  hintsCommand(program).action(runs(actions.hints));
  powerCommand(program).action(runs(actions.power));
  certificateCommand(program).action(runs(actions.certificate));
  doctorCommand(program).action(runs(actions.doctor));
  t8nCommand(program).action(runs(actions.t8n));
  serveCommand(program).action(runs(actions.serve));
  return program.addHelpText(
    'after',
    examples([
      ['lockstep certify serial --claim equivalence', 'does an engine agree with serial truth?'],
      ['lockstep run block.json --engine serial --against oracle', 'one block, two engines'],
      ['lockstep engines', 'which engines are there?'],
    ]),
  );
}

function certifyCommand(program: Command): Command {
  const command = program
    .command('certify')
    .argument(
      '[engine]',
      'engine to judge; several separated by commas (default: v2)',
      enginesValue,
    )
    .description('judge an engine against serial truth and say how far it can be trusted')
    .option(
      '--profile <name>',
      `how much to run: ${PROFILES.join(', ')}`,
      wordValue(PROFILES),
      'quick',
    )
    .option(
      '--claim <claim>',
      `what to certify: ${CLAIMS.join(', ')}`,
      wordValue(CLAIMS),
      'parallel',
    )
    .option('--fork <names>', 'only under these forks', wordsValue(FORKS))
    .option('--only <case>', 'one case of the built-in corpus, or of --blocks')
    .option('--blocks <folder>', 'judge on these blocks, not on the corpus: fixtures import')
    .option('--certificate <file>', 'keep the certificate: JSON with a digest')
    .option('--badge <file>', 'keep it as a badge: SVG')
    .option('--junit <file>', 'keep it case by case: JUnit XML')
    .option('--known <file>', 'failures that are explained already: harness/README.md')
    .option('--fixtures <folder>', 'official tests to run too (default: $LOCKSTEP_FIXTURES)')
    .option(
      '--sample <percent>',
      'share of the official tests (default: 10, beyond quick 100)',
      wholeValue(1, 100),
    );
  return withJudgingFlags(command).addHelpText(
    'after',
    examples([
      ['lockstep certify', 'v2: agreement under all forks, and proof that it runs in parallel'],
      ['lockstep certify serial --claim equivalence', 'agreement, under all forks'],
      ['lockstep certify module:./my-engine.mjs', 'your own engine: a module with createEngine()'],
      [
        'lockstep certify oracle,serial --claim equivalence --out results',
        'two engines; keep the files',
      ],
    ]),
  );
}

function fixturesRunCommand(fixtures: Command): Command {
  const command = fixtures
    .command('run')
    .argument('[engine]', 'engine to run; several separated by commas', enginesValue)
    .description('run official blockchain tests and compare with their expected roots')
    .option('--fixtures <folder>', 'searched recursively (default: $LOCKSTEP_FIXTURES)')
    .option('--only <text>', 'only tests whose id contains this');
  return withJudgingFlags(command, OFFICIAL_SECONDS_PER_BLOCK_MAX).addHelpText(
    'after',
    examples([
      [
        'lockstep fixtures run --engine serial --fixtures ../ethereum-tests',
        'all tests of a folder',
      ],
      ['lockstep fixtures run oracle,serial --fixtures tests --json', 'two engines, for a script'],
      ['lockstep fixtures run serial --fixtures tests --only bcEIP1559', 'some tests'],
    ]),
  );
}

function runCommand(program: Command): Command {
  const command = program
    .command('run')
    .argument('<block.json>', '{fork, chainId, env, transactions, alloc}, or a t8n triple')
    .description('execute one block and show its receipts and roots')
    .option('--against <engine>', 'compare with this engine, field by field')
    .option('--fork <name>', 'fork, where the file names none', wordValue(FORKS))
    .option('--chain-id <number>', 'chain id, where the file names none', chainIdValue)
    .option(
      '--policy <policy>',
      `for invalid transactions: ${POLICIES.join(', ')}`,
      wordValue(POLICIES),
    );
  return withCommonFlags(withSettingFlags(withWatchedFlags(command))).addHelpText(
    'after',
    examples([
      ['lockstep run block.json --engine serial', 'receipts and roots'],
      ['lockstep run block.json --engine serial --against oracle', 'do the two agree?'],
      ['lockstep run t8n.json --engine oracle --fork Cancun --json', 'a t8n triple, for a script'],
    ]),
  );
}

function replayCommand(program: Command): Command {
  const command = program
    .command('replay')
    .argument('<token>', 'the word that a finding prints: lockstep1.…')
    .description('repeat a diverging run, step by step, in simulation');
  return withCommonFlags(withTimeLimit(command)).addHelpText(
    'after',
    examples([
      ['lockstep replay lockstep1.q1bKTFeyUkrOz1WyMjQ.0d1e2f3a', 'again'],
      ['lockstep replay lockstep1.q1bKTFeyUkrOz1WyMjQ.0d1e2f3a --json', 'for a script'],
    ]),
  );
}

function enginesCommand(program: Command): Command {
  const command = program.command('engines').description('list the engines and what they can do');
  return withCommonFlags(command).addHelpText(
    'after',
    examples([
      ['lockstep engines', 'a table'],
      ['lockstep engines --json', 'for a script'],
    ]),
  );
}

function withJudgingFlags(command: Command, seconds?: number): Command {
  const watched = withWatchedFlags(command, seconds);
  return withCommonFlags(withSimulateFlag(withJudgedSettings(watched)));
}
