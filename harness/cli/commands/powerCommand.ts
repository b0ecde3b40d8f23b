/**
 * `lockstep power`.
 *
 * Owns the choice of broken engines, the sums, and how they are shown. A broken engine that
 * survives is a finding about the harness and no failure of the call; an honest engine that is
 * accused is one.
 */
import { availableParallelism } from 'node:os';
import { type CampaignResult, type Entry, runCampaign } from '#properties/power/campaign.js';
import { Ledger, LedgerError } from '#properties/power/ledger.js';
import { medianWaiting, rateAtMost, shareAtLeast } from '#properties/power/statistics.js';
import { type Suspect, SUSPECTS } from '#properties/power/suspects.js';
import { closest } from '../../input/closest.ts';
import { printable } from '../../input/printable.ts';
import { type PowerRow, type PowerSums, powerTable, powerText } from '../../report/powerText.ts';
import { counted } from '../../report/words.ts';
import { ArgumentError } from '../argumentError.ts';
import { EXIT_DIVERGENCE, EXIT_INCONCLUSIVE, EXIT_OK } from '../exitCodes.ts';
import { codeDigest } from '../explore/codeDigest.ts';
import type { PowerFlags } from '../flags.ts';
import type { Session } from '../session.ts';

/** Measures. Resolves with the exit code. */
export async function powerCommand(session: Session, flags: PowerFlags): Promise<number> {
  const suspects = chosen(flags);
  const { budget, cleanBlocks, threads = availableParallelism() } = flags;
  const { seed, signal } = session;
  const ledger = openLedger(flags.ledger, { seed, budget, code: codeDigest() });
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
    threads,
    signal,
    ledger,
    onProgress: (step) => {
      session.progress.show(step);
    },
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  return await conclude(session, result, { seconds, budget, threads });
}

async function conclude(
  session: Session,
  result: CampaignResult,
  facts: { readonly seconds: number; readonly budget: number; readonly threads: number },
): Promise<number> {
  const interrupted = session.signal.aborted;
  const rows = result.suspects.map(rowOf);
  const accusations = result.honest.filter(({ chase }) => chase.kill !== null).map(rowOf);
  const sums = sumsOf(result);
  session.say(`\n${powerTable(rows)}`);
  if (accusations.length > 0) session.say(`\nhonest, and accused:\n${powerTable(accusations)}`);
  session.say(`\n${powerText(sums)}`);
  if (interrupted) session.say('The run was interrupted; what is shown is complete.');
  session.say(`\nagain: ${session.again}`);
  const survivors = rows.filter(({ how }) => how === null).map(({ id }) => id);
  const json = { ...sums, survivors, equivalent: [], rows, accusations, interrupted, ...facts };
  if (accusations.length > 0) return await session.finish(json, EXIT_DIVERGENCE);
  return await session.finish(json, interrupted ? EXIT_INCONCLUSIVE : EXIT_OK);
}

function sumsOf({ suspects, honest }: CampaignResult): PowerSums {
  const killed = suspects.filter(({ chase }) => chase.kill !== null).length;
  const cleanBlocks = honest.reduce((sum, { chase }) => sum + chase.blocks, 0);
  const falsePositives = honest.filter(({ chase }) => chase.kill !== null).length;
  const waits = suspects.map(({ chase: { kill, seconds } }) => ({
    seconds,
    hasHappened: kill !== null,
  }));
  return {
    saboteurs: suspects.length,
    killed,
    killedAtLeast: shareAtLeast(killed, suspects.length),
    medianSecondsToKill: medianWaiting(waits),
    cleanBlocks,
    falsePositives,
    falsePositiveRateAtMost: falsePositives === 0 ? rateAtMost(cleanBlocks) : null,
  };
}

function rowOf({ id, chase: { kill, blocks, seconds } }: Entry): PowerRow {
  const generator = kill?.generator ?? null;
  return { id, how: kill?.how ?? null, generator, blocks, seconds, words: kill?.words ?? null };
}

function chosen({ only, limit }: PowerFlags): readonly Suspect[] {
  const ids = SUSPECTS.map(({ id }) => id);
  for (const id of only ?? []) {
    if (ids.includes(id)) continue;
    const near = closest(id, ids);
    throw new ArgumentError({
      flag: '--only',
      problem: `no broken engine is called ${printable(id)}`,
      remedy: near === null ? `known are ${ids.join(', ')}` : `did you mean ${near}?`,
    });
  }
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
