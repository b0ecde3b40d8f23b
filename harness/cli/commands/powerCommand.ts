/**
 * `lockstep power`.
 *
 * Owns the choice of broken engines, the sums, and how they are shown. A broken engine that
 * survives is a finding about the harness and no failure of the call; an honest engine that is
 * accused is one.
 */
import { availableParallelism } from 'node:os';
import { runCampaign } from '#properties/power/campaign.js';
import { Ledger, LedgerError } from '#properties/power/ledger.js';
import { type Outcome, outcomeOf } from '#properties/power/outcome.js';
import { type Suspect, SUSPECTS } from '#properties/power/suspects.js';
import { printable } from '../../input/printable.ts';
import { generatorTable, lawTable, powerText, suspectTable } from '../power/powerText.ts';
import { counted } from '../../report/words.ts';
import { ArgumentError } from '../argumentError.ts';
import { EXIT_DIVERGENCE, EXIT_INCONCLUSIVE, EXIT_OK } from '../exitCodes.ts';
import { codeDigest } from '../explore/codeDigest.ts';
import type { PowerFlags } from '../flags.ts';
import { exampleKeeper, replayExample } from '../power/examples.ts';
import type { Session } from '../session.ts';
import { suspectNamed } from '../suspects.ts';

/** For one block. */
const SHRINK_SECONDS = 60;

/** Measures. Resolves with the exit code. */
export async function powerCommand(session: Session, flags: PowerFlags): Promise<number> {
  if (flags.replay !== undefined) return await replayExample(session, flags.replay);
  const suspects = chosen(flags);
  const keep = flags.shrink === undefined ? null : exampleKeeper(flags.shrink);
  const { budget, cleanBlocks, transactions, threads = availableParallelism() } = flags;
  const { seed, signal } = session;
  const ledger = openLedger(flags.ledger, { seed, budget, transactions, code: codeDigest() });
  session.say(
    `power: ${counted(suspects.length, 'broken engine')} for at most ${budget} s each, ` +
      `${counted(cleanBlocks, 'block')} of honest ones, seed ${seed}`,
  );
  if (ledger.size > 0) session.say(`going on after ${counted(ledger.size, 'pursuit')}`);
  const startedAt = performance.now();
  const result = await runCampaign({
    suspects,
    budgetSeconds: budget,
    cleanBlocks,
    seed,
    transactionsMax: transactions,
    threads,
    signal,
    ledger,
    shrinkSeconds: keep === null ? 0 : SHRINK_SECONDS,
    onEntry: async ({ chase: { example } }) => {
      if (example !== null && keep !== null) session.say(await keep(example));
    },
    onProgress: (step) => {
      session.progress.show(step);
    },
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  return await conclude(session, outcomeOf(result, suspects), { seconds, budget, threads });
}

async function conclude(
  session: Session,
  outcome: Outcome,
  facts: { readonly seconds: number; readonly budget: number; readonly threads: number },
): Promise<number> {
  const interrupted = session.signal.aborted;
  const { rows, accusations, laws, generators, cleanBlocks } = outcome;
  if (rows.length > 0) session.say(`\n${suspectTable(rows)}\n\n${lawTable(laws)}`);
  if (cleanBlocks > 0) session.say(`\n${generatorTable(generators)}`);
  if (accusations.length > 0) {
    session.say(`\nhonest, and accused:\n${suspectTable(accusations)}`);
  }
  session.say(`\n${powerText(outcome)}`);
  if (interrupted) session.say('The run was interrupted; what is shown is complete.');
  session.say(`\nagain: ${session.again}`);
  const json = { ...outcome, interrupted, ...facts };
  if (accusations.length > 0) return await session.finish(json, EXIT_DIVERGENCE);
  return await session.finish(json, interrupted ? EXIT_INCONCLUSIVE : EXIT_OK);
}

function chosen({ only, limit }: PowerFlags): readonly Suspect[] {
  for (const id of only ?? []) suspectNamed(id, '--only');
  const named = only === undefined ? SUSPECTS : SUSPECTS.filter(({ id }) => only.includes(id));
  return named.slice(0, limit);
}

function openLedger(
  path: string | undefined,
  key: ConstructorParameters<typeof Ledger>[1],
): Ledger {
  try {
    return new Ledger(path ?? null, key);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    if (!(error instanceof LedgerError) && !isSystemError(error)) throw error;
    const remedy = 'name a file that can be written, or one of the same campaign';
    throw new ArgumentError({ flag: '--ledger', problem: printable(problem), remedy });
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}
