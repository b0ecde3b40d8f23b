/**
 * `lockstep bench`.
 *
 * Owns how a benchmark is asked for and shown. Roots that differ are a divergence, however fast.
 */
import { cpus } from 'node:os';
import type { Engine } from '#engine/api/index.js';
import { bench, type BenchReport, SERIAL } from '../../bench/bench.ts';
import { BENCH_WORKLOADS, usualTransactions, WARM_UP_ROUNDS } from '../../bench/workloads.ts';
import { benchText } from '../../report/benchText.ts';
import { EXIT_DIVERGENCE, EXIT_INCONCLUSIVE, EXIT_OK } from '../exitCodes.ts';
import type { BenchFlags } from '../flags.ts';
import { settingsOf } from '../engineSettings.ts';
import { type EngineOrder, withEngine } from '../openEngines.ts';
import type { Session } from '../session.ts';

/** Measures the engines and `serial`. Resolves with the exit code. */
export async function benchCommand(
  session: Session,
  names: readonly string[],
  flags: BenchFlags,
): Promise<number> {
  const { fork, transactions = null, rounds, warmUp: warmUpSeconds } = flags;
  const workloads = flags.workload ?? BENCH_WORKLOADS;
  const processor = cpus()[0]?.model ?? 'unknown processor';
  const sizes = workloads
    .map((name) => `${String(transactions ?? usualTransactions(name))} ${name}`)
    .join(', ');
  const before = `${String(WARM_UP_ROUNDS)} and ${String(warmUpSeconds)} s to warm up`;
  const plan = `${String(rounds)} rounds after ${before}`;
  session.say(
    `bench: blocks of ${sizes} under ${fork}, ${plan},` +
      ` seed ${String(session.seed)}\n${processor}, Node ${process.version}`,
  );
  const settings = settingsOf(flags, session.seed);
  const orders = [...new Set([SERIAL, ...names])].map((name) => ({ name, settings }));
  const startedAt = performance.now();
  const report = await withEngines(orders, (engines) =>
    bench({
      workloads,
      engines,
      fork,
      transactions,
      warmUpSeconds,
      rounds,
      seed: session.seed,
      signal: session.signal,
      onRound: (workload, round) => {
        const total = rounds + WARM_UP_ROUNDS;
        session.progress.show({ phase: workload, done: round, total, current: 'rounds' });
      },
    }),
  );
  if (report.rows.length > 0) session.say(`\n${benchText(report.rows)}`);
  if (report.interrupted) session.say('\nThe run was interrupted; what is shown is complete.');
  session.say(`\nagain: ${session.again}`);
  const warmUp = { warmUpRounds: WARM_UP_ROUNDS, warmUpSeconds };
  const facts = { fork, transactions, rounds, ...warmUp, seed: session.seed };
  const machine = { processor, node: process.version };
  const seconds = (performance.now() - startedAt) / 1_000;
  return await session.finish({ ...report, ...facts, ...machine, seconds }, exitCodeOf(report));
}

function exitCodeOf({ rows, interrupted }: BenchReport): number {
  if (rows.some(({ rootEqual }) => !rootEqual)) return EXIT_DIVERGENCE;
  return interrupted || rows.length === 0 ? EXIT_INCONCLUSIVE : EXIT_OK;
}

/** Opens all engines, one inside the other, so that each is closed whatever happens. */
async function withEngines<T>(
  orders: readonly EngineOrder[],
  use: (engines: ReadonlyMap<string, Engine>) => Promise<T>,
  opened: ReadonlyMap<string, Engine> = new Map(),
): Promise<T> {
  const [order, ...rest] = orders;
  if (order === undefined) return await use(opened);
  return await withEngine(order, (engine) =>
    withEngines(rest, use, new Map([...opened, [order.name, engine]])),
  );
}
