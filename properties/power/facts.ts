/**
 * What blocks of a pursuit were like, counted while they break nothing.
 *
 * Owns the counts by generator and by law, and how those of several pursuits add up. They say
 * whether a pass is worth something: whether transactions met, and whether laws had anything to
 * look at.
 */
import type { Scene } from './scene.ts';
import type { Held } from './pursuit.ts';
import { cellsOf, hasConflict } from './patterns.ts';

/** Counts over the blocks of one generator. */
export interface GeneratorCounts {
  readonly blocks: number;
  readonly transactions: number;
  /** Blocks in which a transaction needs what another wrote. */
  readonly conflicting: number;
  /** Blocks that are refused. */
  readonly refused: number;
  /** Transactions that ran and failed. */
  readonly failed: number;
  /** Incarnations of the accused that gave up or waited. */
  readonly aborts: number;
  /** Runs of the accused that aborts are counted over. */
  readonly runs: number;
}

/** How often a law held, and how often it had nothing to look at. */
export interface LawCounts {
  readonly held: number;
  readonly vacuous: number;
}

/** Counts of one pursuit or of many. */
export interface Facts {
  readonly generators: Readonly<Record<string, GeneratorCounts>>;
  readonly laws: Readonly<Record<string, LawCounts>>;
  /** Ways to meet that were reached. */
  readonly cells: readonly string[];
}

/** Nothing counted. */
export const NO_FACTS: Facts = { generators: {}, laws: {}, cells: [] };

/** What one block adds. */
export async function factsOf(scene: Scene, { generator, held, vacuous }: Held): Promise<Facts> {
  const truth = await scene.truth();
  const accesses = truth.status === 'accepted' ? (truth.accesses ?? []) : [];
  const receipts = truth.status === 'accepted' ? truth.receipts : [];
  let aborts = 0;
  for (const schedule of scene.schedules) {
    const { stats } = await scene.run(schedule);
    aborts += stats.aborts + stats.suspensions;
  }
  const counts: GeneratorCounts = {
    blocks: 1,
    transactions: scene.block.transactions.length,
    conflicting: hasConflict(accesses) ? 1 : 0,
    refused: truth.status === 'rejected' ? 1 : 0,
    failed: receipts.filter(({ status }) => status === '0x0').length,
    aborts,
    runs: scene.schedules.length,
  };
  const laws: Record<string, LawCounts> = {};
  for (const name of held) laws[name] = { held: 1, vacuous: 0 };
  for (const name of vacuous) laws[name] = { held: 0, vacuous: 1 };
  return {
    generators: { [generator]: counts },
    laws,
    cells: [...cellsOf(accesses)],
  };
}

/** Counts of several pursuits. */
export function addUp(all: readonly Facts[]): Facts {
  const generators: Record<string, GeneratorCounts> = {};
  const laws: Record<string, LawCounts> = {};
  const cells = new Set<string>();
  for (const facts of all) {
    for (const [name, counts] of Object.entries(facts.generators)) {
      generators[name] = sum(generators[name], counts);
    }
    for (const [name, counts] of Object.entries(facts.laws)) laws[name] = sum(laws[name], counts);
    for (const cell of facts.cells) cells.add(cell);
  }
  return { generators, laws, cells: [...cells].sort() };
}

function sum<Counts extends object>(left: Counts | undefined, right: Counts): Counts {
  if (left === undefined) return right;
  const both = { ...right };
  for (const key of keysOf(right)) {
    const [one, other] = [left[key], right[key]];
    if (typeof one === 'number' && typeof other === 'number')
      Object.assign(both, { [key]: one + other });
  }
  return both;
}

function keysOf<Counts extends object>(counts: Counts): readonly (keyof Counts)[] {
  const isKey = (key: string): key is string & keyof Counts => key in counts;
  return Object.keys(counts).filter(isKey);
}
