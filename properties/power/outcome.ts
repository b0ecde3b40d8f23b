/**
 * What a campaign comes to, in numbers.
 *
 * Owns the sums: how many broken engines were found out and by which laws, how far that can be
 * trusted, what honest engines were put to, and whether it was worth anything.
 */
import type { CampaignResult, Entry } from './campaign.ts';
import { addUp, type GeneratorCounts } from './facts.ts';
import { LAWS } from './laws/index.ts';
import { CELLS } from './patterns.ts';
import { rateAtMost, shareAtLeast } from '#harness/statistics/shares.js';
import { medianWaiting } from './statistics.ts';
import type { Suspect } from './suspects.ts';

/** A broken engine and what became of it: a row of the kill matrix. */
export interface Row {
  readonly id: string;
  /** `law`, `crash` or `hang`; `null` where it survived. */
  readonly how: string | null;
  /** Laws that the block breaks, the one that noticed first. */
  readonly laws: readonly string[];
  readonly generator: string | null;
  readonly blocks: number;
  /** Wall-clock. */
  readonly seconds: number;
  readonly words: string | null;
  /** Transactions of the block that showed it, as small as it was made; scripts have none. */
  readonly transactions: number | null;
  /** How long it took to make it smaller. */
  readonly shrinkSeconds: number;
}

/** A law: a column of the kill matrix. */
export interface LawSum {
  readonly name: string;
  readonly why: string;
  /** Broken engines that it has found out, or would have on the block that did. */
  readonly kills: number;
  /** Those that it noticed before all other laws. */
  readonly noticed: number;
  /** How often it held on honest engines. */
  readonly held: number;
  /** How often it had nothing to look at there. */
  readonly vacuous: number;
}

/** A broken engine that nobody can tell from an honest one. */
export interface Equivalent {
  readonly id: string;
  /** Why. */
  readonly argument: string;
}

/** All of it. */
export interface Outcome {
  /** All that were tried, equivalent ones too. */
  readonly saboteurs: number;
  readonly killed: number;
  /** Of those that are not equivalent. */
  readonly killedShare: number;
  /** What the share is at least, with 95 % confidence. */
  readonly killedShareAtLeast: number;
  readonly survivors: readonly string[];
  readonly equivalent: readonly Equivalent[];
  readonly medianSecondsToKill: number | null;
  readonly cleanBlocks: number;
  readonly falsePositives: number;
  /** What the rate of false positives is at most, with 95 % confidence, if there were none. */
  readonly falsePositiveRateAtMost: number | null;
  readonly rows: readonly Row[];
  /** Honest, and accused all the same. */
  readonly accusations: readonly Row[];
  readonly laws: readonly LawSum[];
  readonly generators: readonly ({ readonly name: string } & GeneratorCounts)[];
  /** Ways in which two transactions can meet, and those that nobody reached. */
  readonly cells: { readonly all: number; readonly reached: number; readonly missed: string[] };
  /** Median of the transactions of blocks that showed something, as small as they were made. */
  readonly medianTransactions: number | null;
  /** Of looks at a law, those that had nothing to look at. */
  readonly vacuousShare: number;
}

/** Adds up. */
export function outcomeOf(
  { suspects, honest }: CampaignResult,
  tried: readonly Suspect[],
): Outcome {
  const argumentOf = new Map(tried.flatMap(({ id, equivalent }) => [[id, equivalent ?? null]]));
  const rows = suspects.map(rowOf);
  const open = suspects.filter(
    ({ id, chase }) => chase.kill !== null || argumentOf.get(id) === null,
  );
  const killed = open.filter(({ chase }) => chase.kill !== null).length;
  const facts = addUp(honest.map(({ chase }) => chase.facts));
  const looks = Object.values(facts.laws);
  const cleanBlocks = sum(honest.map(({ chase }) => chase.blocks));
  const accusations = honest.filter(({ chase }) => chase.kill !== null).map(rowOf);
  return {
    saboteurs: rows.length,
    killed,
    killedShare: share(killed, open.length),
    killedShareAtLeast: shareAtLeast(killed, open.length),
    survivors: open.filter(({ chase }) => chase.kill === null).map(({ id }) => id),
    equivalent: suspects.flatMap(({ id, chase: { kill } }) => {
      const argument = argumentOf.get(id) ?? null;
      return kill === null && argument !== null ? [{ id, argument }] : [];
    }),
    medianSecondsToKill: medianWaiting(open.map(waitingOf)),
    cleanBlocks,
    falsePositives: accusations.length,
    falsePositiveRateAtMost: accusations.length === 0 ? rateAtMost(cleanBlocks) : null,
    rows,
    accusations,
    laws: LAWS.map(({ name, why }) => ({
      name,
      why,
      kills: rows.filter(({ laws }) => laws.includes(name)).length,
      noticed: rows.filter(({ laws }) => laws[0] === name).length,
      ...(facts.laws[name] ?? { held: 0, vacuous: 0 }),
    })),
    generators: Object.entries(facts.generators).map(([name, counts]) => ({ name, ...counts })),
    cells: {
      all: CELLS.length,
      reached: facts.cells.length,
      missed: CELLS.filter((cell) => !facts.cells.includes(cell)),
    },
    medianTransactions: medianOf(rows.flatMap(({ transactions }) => transactions ?? [])),
    vacuousShare: share(
      sum(looks.map(({ vacuous }) => vacuous)),
      sum(looks.map(({ held, vacuous }) => held + vacuous)),
    ),
  };
}

function rowOf({ id, chase: { kill, blocks, seconds, example, shrinkSeconds } }: Entry): Row {
  const { how = null, laws = [], generator = null, words = null } = kill ?? {};
  const isOfBlock = LAWS.some((law) => law.name === example?.law && law.isOfBlock);
  const transactions = isOfBlock ? (example?.spec.transactions.length ?? null) : null;
  return { id, how, laws, generator, blocks, seconds, words, transactions, shrinkSeconds };
}

function waitingOf({ chase: { kill, seconds } }: Entry): Parameters<typeof medianWaiting>[0][0] {
  return { seconds, hasHappened: kill !== null };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function medianOf(numbers: readonly number[]): number | null {
  const inOrder = numbers.toSorted((left, right) => left - right);
  return inOrder[Math.floor((inOrder.length - 1) / 2)] ?? null;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
