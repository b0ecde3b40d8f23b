/**
 * What `explore` explores: a scripted shape or a block file, on virtual lanes of an engine.
 *
 * Owns the choice, the words that name it, and the words of the command line that name it again.
 */
import { createHash } from 'node:crypto';
import type { HintChoice, OnEstimate } from '#engine/api/index.js';
import { evmScenario } from '#engine/engines/evmScenario.js';
import { CODE_CHOICES, scriptedHints, type ScriptedChoice } from '#engine/engines/scriptedHints.js';
import { VIRTUAL_ENGINES } from '#engine/engines/virtualEngines.js';
import type { ExpectedAccess } from '#engine/graph/dependencies.js';
import { type Scenario, scriptedScenario } from '#engine/simulation/scenario.js';
import { SHAPE_ALLOC, shapedScripts } from '#engine/simulation/shapes.js';
import { Stage } from '#engine/simulation/stage.js';
import { refuseForeignDefect } from '../saboteurs.ts';
import { refuseUselessHints } from '../uselessHints.ts';
import { refuseToSuspend } from '../virtualChoice.ts';
import { takesHints, type VirtualEngineName } from '#engine/simulation/virtualEngineNames.js';
import type { ExplorationKey } from './checkpoint.ts';
import { readBlockFile } from '../../input/blockFile.ts';
import { printable } from '../../input/printable.ts';
import { ArgumentError } from '../argumentError.ts';
import type { ExploreFlags } from '../flags.ts';

/** A block on an engine, to be set on any number of lanes. */
export interface Subject {
  readonly engine: VirtualEngineName;
  readonly txs: number;
  /** For people: `a chain of 3 transactions`. */
  readonly title: string;
  /** For programs: what is explored, apart from how far. */
  readonly key: ExplorationKey;
  stageOn(lanes: number): Promise<Stage<unknown>>;
}

const TXS_DEFAULT = 3;
const DIGEST_DIGITS = 16;

/** Reads what the flags name. Throws `ArgumentError` or `InputError`. */
export async function subjectOf(engine: VirtualEngineName, flags: ExploreFlags): Promise<Subject> {
  const { onEstimate = 'abort', hints = 'none', saboteur = null } = flags;
  refuseToSuspend(engine, [onEstimate]);
  refuseUselessHints([engine], [hints]);
  refuseForeignDefect([engine], flags.saboteur);
  const { scenario, title, what, told } = await chosen(flags);
  const plan = { onEstimate, saboteur };
  const hinted = takesHints(engine) ? { hints: await told(hints) } : {};
  return {
    engine,
    txs: scenario.txCount,
    title: `${title} on ${engine}, ${manner(engine, { onEstimate, hints })}`,
    key: { engine, ...what, txs: scenario.txCount, lanes: flags.lanes, hints, ...plan },
    stageOn: (lanes) =>
      Stage.open(scenario, {
        ...VIRTUAL_ENGINES[engine].stageOptions({ lanes, ...plan }),
        ...hinted,
      }),
  };
}

/** What distinguishes runs of one engine, for people. */
function manner(
  engine: VirtualEngineName,
  { onEstimate, hints }: { readonly onEstimate: OnEstimate; readonly hints: HintChoice },
): string {
  return takesHints(engine) ? `hints ${hints}` : `lanes that ${onEstimate}`;
}

interface Chosen {
  readonly scenario: Scenario<unknown>;
  /** What an engine that plans is told. */
  readonly told: (choice: HintChoice) => Promise<readonly ExpectedAccess[]>;
  readonly title: string;
  readonly what: ExplorationKey;
}

async function chosen({ shape, block: file, txs, fork }: ExploreFlags): Promise<Chosen> {
  if ((shape === undefined) === (file === undefined)) {
    throw new ArgumentError({
      flag: '--shape',
      problem: shape === undefined ? 'no block is named' : 'a shape and a block file are named',
      remedy: 'name a built-in block with --shape, or a file with --block',
    });
  }
  if (shape !== undefined) {
    if (fork !== undefined) {
      throw new ArgumentError({
        flag: '--fork',
        problem: 'scripts are of no fork',
        remedy: 'leave the flag out, or name a block file with --block',
      });
    }
    const count = txs ?? TXS_DEFAULT;
    const scenario = await scriptedScenario(shapedScripts(shape, count), SHAPE_ALLOC);
    return {
      scenario,
      told: async (choice) => scriptedHints(scriptedChoice(choice), scenario),
      title: `${shape}, ${String(count)} scripts`,
      what: { shape },
    };
  }
  if (txs !== undefined) {
    throw new ArgumentError({
      flag: '--txs',
      problem: 'a block file has the transactions it has',
      remedy: 'leave the flag out',
    });
  }
  return await fromFile(file ?? '', fork);
}

function scriptedChoice(choice: HintChoice): ScriptedChoice {
  if (!isCodeChoice(choice)) return choice;
  throw new ArgumentError({
    flag: '--hints',
    problem: `scripts have no code, and ${choice} would find nothing`,
    remedy: 'name another choice, or a block file with --block',
  });
}

function isCodeChoice(choice: HintChoice): choice is Exclude<HintChoice, ScriptedChoice> {
  return CODE_CHOICES.some((name) => name === choice);
}

async function fromFile(file: string, fork: ExploreFlags['fork']): Promise<Chosen> {
  const { block, preState } = readBlockFile(file, fork === undefined ? {} : { fork });
  const digest = createHash('sha256').update(JSON.stringify({ block, preState })).digest('hex');
  const scenario = await evmScenario(block, preState);
  const count = String(block.transactions.length);
  return {
    scenario,
    told: (choice) => scenario.told(choice),
    title: `${printable(file)}, ${count} transactions under ${block.fork}`,
    what: { block: digest.slice(0, DIGEST_DIGITS) },
  };
}
