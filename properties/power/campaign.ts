/**
 * The power of the harness, measured: how many broken engines are found out, and how soon.
 *
 * Owns the order of the work: every suspect for as long as the budget says, then honest engines,
 * which nobody may accuse. So many at a time as asked. What is done is kept in a ledger, so that a
 * campaign that was interrupted goes on.
 */
import type { Fork } from '#engine/api/index.js';
import { Workshop } from '../saboteurs/workshop.ts';
import { type BuildName, BUILDS, THREAD_BUILDS } from './builds.ts';
import { type Chase, chase } from './chase.ts';
import type { Ledger } from './ledger.ts';
import { type Suspect, USUAL_FORKS } from './suspects.ts';

/** What to measure. */
export interface CampaignOptions {
  readonly suspects: readonly Suspect[];
  /** Of each suspect, in seconds. */
  readonly budgetSeconds: number;
  /** Blocks that honest engines are put to, all of them together. */
  readonly cleanBlocks: number;
  readonly seed: number;
  /** Transactions of a block at most. */
  readonly transactionsMax: number;
  /** Pursuits at a time. */
  readonly threads: number;
  readonly signal: AbortSignal;
  readonly ledger: Ledger;
  /** How long a block that shows something is made smaller; 0 leaves it. */
  readonly shrinkSeconds: number;
  /** Hears of each pursuit that has ended, also of one that the ledger knew. */
  readonly onEntry?: (entry: Entry) => Promise<void>;
  readonly onProgress: (step: CampaignStep) => void;
}

/** Where a campaign is. */
export interface CampaignStep {
  readonly phase: 'suspects' | 'honest';
  readonly done: number;
  readonly total: number;
  readonly current: string;
}

/** A suspect and how its pursuit ended. */
export interface Entry {
  readonly id: string;
  readonly chase: Chase;
}

/** What a campaign came to. */
export interface CampaignResult {
  readonly suspects: readonly Entry[];
  readonly honest: readonly Entry[];
}

/** Honest engines, each a share of the clean blocks; the one in order and threads get fewer. */
const HONEST: readonly (readonly [BuildName, number])[] = [
  ...BUILDS.map((build) => [build, build === 'serial' ? 1 : 4] as const),
  ...THREAD_BUILDS.map((build) => [build, 1] as const),
];
/** Clean blocks of one pursuit. */
const SLICE = 500;

/** A pursuit to be made. */
interface Task {
  readonly id: string;
  readonly suspect: Pick<Suspect, 'build' | 'defect' | 'edits'>;
  readonly forks: readonly Fork[];
  readonly first: number;
  readonly blocksMax: number;
  readonly budgetSeconds: number;
}

/** Measures. Where the signal aborts, what was done by then is what it came to. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const workshop = await Workshop.open();
  try {
    const place = { options, workshop, honestCopy: await workshop.copy(null) };
    return {
      suspects: await inTurn('suspects', suspectTasks(options), place),
      honest: await inTurn('honest', honestTasks(options.cleanBlocks), place),
    };
  } finally {
    await workshop.close();
  }
}

function suspectTasks({ suspects, budgetSeconds }: CampaignOptions): readonly Task[] {
  return suspects.map((suspect) => ({
    id: suspect.id,
    suspect,
    forks: suspect.forks,
    first: 0,
    blocksMax: Infinity,
    budgetSeconds,
  }));
}

function honestTasks(cleanBlocks: number): readonly Task[] {
  const parts = HONEST.reduce((sum, [, part]) => sum + part, 0);
  return HONEST.flatMap(([build, part]) => {
    const count = Math.ceil((cleanBlocks * part) / parts);
    return Array.from({ length: Math.ceil(count / SLICE) }, (_, slice): Task => {
      const first = slice * SLICE;
      const blocksMax = Math.min(SLICE, count - first);
      return {
        id: `honest/${build}/${first}-${first + blocksMax}`,
        suspect: { build, defect: null, edits: [] },
        forks: USUAL_FORKS,
        first,
        blocksMax,
        budgetSeconds: Infinity,
      };
    });
  });
}

/** Makes pursuits, so many at a time. Resolves with those that ended, in the order of tasks. */
async function inTurn(
  phase: CampaignStep['phase'],
  tasks: readonly Task[],
  place: PursuitPlace,
): Promise<readonly Entry[]> {
  const { ledger, signal, threads, onProgress } = place.options;
  const entries: (Entry | null)[] = [];
  const queue = tasks.entries();
  const work = async (): Promise<void> => {
    for (const [done, task] of queue) {
      if (signal.aborted) return;
      onProgress({ phase, done, total: tasks.length, current: task.id });
      const known = ledger.entryOf(task.id);
      const entry = known ?? (await pursueOne(task, place));
      entries[done] = entry.chase.isInterrupted ? null : entry;
      if (entry.chase.isInterrupted) continue;
      if (known === null) ledger.keep(entry);
      await place.options.onEntry?.(entry);
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
  return entries.filter((entry) => entry !== null);
}

async function pursueOne(
  { id, suspect, forks, first, blocksMax, budgetSeconds }: Task,
  { options, workshop, honestCopy }: PursuitPlace,
): Promise<Entry> {
  const { build, defect, edits } = suspect;
  const folder = edits.length === 0 ? honestCopy : await workshop.copy({ id, edits });
  const { signal, seed, transactionsMax, shrinkSeconds } = options;
  const isCounted = Number.isFinite(blocksMax);
  const charge = { folder, build, defect };
  const blocks = { forks, seed, transactionsMax, blocksMax, first };
  const order = { id, ...charge, ...blocks, isCounted, shrinkSeconds };
  return { id, chase: await chase(order, { budgetSeconds, signal }) };
}

interface PursuitPlace {
  readonly options: CampaignOptions;
  readonly workshop: Workshop;
  readonly honestCopy: string;
}
