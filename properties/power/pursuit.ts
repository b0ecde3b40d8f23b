/**
 * Blocks after blocks until an engine breaks a law.
 *
 * Owns the loop and what counts as found out. Most blocks are put to some of the laws; the block
 * that shows something is put to all, so that it is known which of them would have noticed.
 */
import type { Fork } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/index.js';
import type { Accused } from './accused.ts';
import type { Law, Verdict } from './laws/law.ts';
import { lawsAt, lawsFor } from './laws/index.ts';
import { powerBlock } from './powerBlocks.ts';
import { Scene } from './scene.ts';

/** How an engine was found out. */
export interface Kill {
  /** `law`: it breaks one; `crash`: it throws; `hang`: it says nothing. */
  readonly how: 'law' | 'crash' | 'hang';
  /** Laws that the block breaks, the one that noticed first. */
  readonly laws: readonly string[];
  /** Which kind of blocks it was; `null` where nobody knows any more. */
  readonly generator: string | null;
  /** Number of the block. */
  readonly index: number;
  /** What shows it again, where it was a schedule that can be asked for. */
  readonly schedule: string | null;
  readonly words: string;
}

/** What to pursue. */
export interface PursuitOptions {
  readonly accused: Accused;
  readonly forks: readonly Fork[];
  readonly seed: number;
  /** Transactions of a block at most. */
  readonly transactionsMax: number;
  /** Blocks at most. */
  readonly blocksMax: number;
  /** Numbers of blocks begin here. */
  readonly first: number;
  /** Called after each block with how many were tried. */
  readonly onBlock?: (blocks: number) => void;
  /** Called where a block shows something, before it is put to the other laws. */
  readonly onKill?: (kill: Kill, scene: Scene) => void;
  /** Called with each block that broke nothing. */
  readonly onHeld?: (scene: Scene, held: Held) => Promise<void>;
}

/** What laws said of a block that broke none. */
export interface Held {
  readonly generator: string;
  readonly held: readonly string[];
  readonly vacuous: readonly string[];
}

/** Pursues. Resolves with how it was found out, or `null` after all blocks. */
export async function pursue(options: PursuitOptions): Promise<Kill | null> {
  const { accused, forks, seed, transactionsMax, blocksMax, first } = options;
  const serial = createSerialEngine();
  const laws = lawsFor(accused.charge.build);
  for (let index = first; index < first + blocksMax; index += 1) {
    const { generator, spec, next } = powerBlock({ seed, index, forks, transactionsMax });
    const scene = new Scene({ accused, spec, next, number: index, serial });
    const place = { generator, index };
    const held: Record<'held' | 'vacuous', string[]> = { held: [], vacuous: [] };
    for (const law of lawsAt(laws, index)) {
      const outcome = await examine(law, scene);
      if (isKilling(outcome)) {
        const kill = { ...place, ...outcome, laws: [law.name] };
        options.onKill?.(kill, scene);
        return { ...kill, laws: await allBroken(scene, laws, law) };
      }
      held[outcome.kind].push(law.name);
    }
    await options.onHeld?.(scene, { generator, ...held });
    options.onBlock?.(index - first + 1);
  }
  return null;
}

/** A verdict, or that the engine threw. */
type Outcome = Exclude<Verdict, { kind: 'broken' }> | Pick<Kill, 'how' | 'words' | 'schedule'>;

function isKilling(outcome: Outcome): outcome is Pick<Kill, 'how' | 'words' | 'schedule'> {
  return 'how' in outcome;
}

/** Puts a scene to a law. */
async function examine(law: Law, scene: Scene): Promise<Outcome> {
  try {
    const verdict = await law.examine(scene);
    if (verdict.kind !== 'broken') return verdict;
    return { how: 'law', words: verdict.words, schedule: verdict.schedule };
  } catch (error) {
    return { how: 'crash', words: String(error), schedule: null };
  }
}

/** Names of the laws that a scene breaks; a crash breaks none, since anything notices it. */
async function allBroken(
  scene: Scene,
  laws: readonly Law[],
  noticed: Law,
): Promise<readonly string[]> {
  const names: string[] = [];
  for (const law of [noticed, ...laws.filter((other) => other !== noticed)]) {
    const outcome = await examine(law, scene);
    if (isKilling(outcome) && outcome.how === 'law') names.push(law.name);
  }
  return names;
}
