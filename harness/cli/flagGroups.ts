/**
 * Flags that several commands have.
 *
 * Owns their names, bounds, defaults and help, once for all commands. Which command has which group
 * is the program's.
 */
import { type Command, Option } from 'commander';
import { DEFECTS } from '#engine/primitives/defects.js';
import { LANES_MAX } from '#engine/simulation/schedules.js';
import { SECONDS_PER_BLOCK_MAX } from '../certify/watch.ts';
import { HINT_CHOICES } from '../input/vocabulary.ts';
import { ON_ESTIMATE, PRELOAD, RUNTIMES, STATE_PLACES } from './engineSettings.ts';
import { ENGINE_NAMES } from './engines.ts';
import { variableValue } from './processSettings.ts';
import { enginesValue, seedValue, wholeValue, wordValue } from './values.ts';

const HOUR_SECONDS = 3_600;
const TRANSACTIONS_MAX = 100_000;
const CACHE_ENTRIES_MAX = 10_000_000;
const SCHEDULES_MAX = 10_000;
const MEMORY_MIB_MAX = 1_048_576;

/** How a comma within the command of an engine is kept, for help. */
export const QUOTES_GROUP = 'none of them between quotes';

/** Which engines, and how long to wait for one block. */
export function withWatchedFlags(command: Command, seconds?: number): Command {
  const engines = `${ENGINE_NAMES.join(', ')}; several separated by commas, ${QUOTES_GROUP}`;
  const named = command.option('--engine <names>', engines, enginesValue);
  return withProcessFlags(withTimeLimit(named, seconds));
}

/** How the processes of foreign engines are set up. */
export function withProcessFlags(command: Command): Command {
  return command
    .option(
      '--engine-memory <MiB>',
      'memory of an engine that is a program of its own, and all it starts (default: 8192)',
      wholeValue(1, MEMORY_MIB_MAX),
    )
    .option(
      '--engine-env <NAME|NAME=VALUE>',
      'a variable that such an engine sees besides: ours, or of that value; give it once for each',
      variableValue,
    );
}

/** How long to wait for one block. */
export function withTimeLimit(command: Command, seconds: number = SECONDS_PER_BLOCK_MAX): Command {
  return command.option(
    '--time-limit <seconds>',
    'longest wait for one block',
    wholeValue(1, HOUR_SECONDS),
    seconds,
  );
}

/** What engines that plan are told, unless they are judged. */
const HINTS_USUAL = 'none on threads, all in simulation';

/** The settings of a command that judges. */
export function withJudgedSettings(command: Command): Command {
  return withSettingFlags(command, 'all');
}

/** How schedulers go about a block; `hints` is what those that plan are told by default. */
export function withManners(command: Command, hints: string): Command {
  return command
    .option(
      '--on-estimate <what>',
      `what an unready read does: ${ON_ESTIMATE.join(', ')} (default: ${ON_ESTIMATE[0]})`,
      wordValue(ON_ESTIMATE),
    )
    .option(
      '--hints <choice>',
      `what v1 and v2 are told beforehand: ${HINT_CHOICES.join(', ')} (default: ${hints})`,
      wordValue(HINT_CHOICES),
    );
}

/** How engines that have lanes are set up; the others in a list do not get these. */
export function withSettingFlags(command: Command, hints: string = HINTS_USUAL): Command {
  return withManners(command, hints)
    .option('--lanes <n>', 'lanes of the engine (default: its own)', wholeValue(1, LANES_MAX))
    .option(
      '--runtime <name>',
      `where lanes run: ${RUNTIMES.join(', ')} (default: ${RUNTIMES[0]})`,
      wordValue(RUNTIMES),
    )
    .option(
      '--min-parallel <n>',
      'blocks with fewer transactions that run code go in order',
      wholeValue(0, TRANSACTIONS_MAX),
    )
    .option(
      '--state <where>',
      `where the state before a block is: ${STATE_PLACES.join(', ')} (default: ${STATE_PLACES[0]})`,
      wordValue(STATE_PLACES),
    )
    .option(
      '--cache <entries>',
      'accounts and slots kept from block to block before the disk, 0 for none (default: 65,536)',
      wholeValue(0, CACHE_ENTRIES_MAX),
    )
    .option(
      '--preload <what>',
      `read hinted places from the disk ahead: ${PRELOAD.join(', ')} (default: ${PRELOAD[0]})`,
      wordValue(PRELOAD),
    )
    .addOption(hiddenFlag('--saboteur <name>', wordValue(DEFECTS)));
}

/** A flag for those who test the tests: it breaks the engine on purpose. */
export function hiddenFlag(flag: string, read: (text: string) => string): Option {
  return new Option(flag, 'break the engine on purpose').argParser(read).hideHelp();
}

/** How many schedules a block is judged under. */
export function withSimulateFlag(command: Command): Command {
  return command.option(
    '--simulate <n>',
    'execute each block under so many seeded schedules, in simulation',
    wholeValue(1, SCHEDULES_MAX),
  );
}

/** What every command has. */
export function withCommonFlags(command: Command): Command {
  return command
    .option('--seed <n>', 'seed of every random choice (default: random, printed)', seedValue)
    .option('--json', 'print one JSON object as the last line of stdout')
    .option('--out <folder>', 'keep the files of this run in a new folder');
}
