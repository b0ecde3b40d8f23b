/**
 * `lockstep simulate`.
 *
 * Owns how schedules in virtual time are asked for and shown. Roots that differ from serial
 * execution's are a divergence, whatever the time; so is a time that cannot be.
 */
import { costModelWith } from '#engine/engines/virtualTime.js';
import type { VirtualEngineName } from '#engine/simulation/virtualEngineNames.js';
import { wallTime } from '../../bench/wallClock.ts';
import { printable } from '../../input/printable.ts';
import { virtualText } from '../../report/virtualText.ts';
import { counted } from '../../report/words.ts';
import { EXIT_DIVERGENCE, EXIT_INCONCLUSIVE, EXIT_OK } from '../exitCodes.ts';
import type { SimulateFlags } from '../flags.ts';
import type { Session } from '../session.ts';
import { TRANSACTIONS_DEFAULT } from '../virtualChoice.ts';
import { type VirtualRows, virtualRows } from '../virtualRows.ts';
import { workloadNames } from '../virtualWorkloads.ts';

/** Runs the engines in virtual time. Resolves with the exit code. */
export async function simulateCommand(
  session: Session,
  engines: readonly VirtualEngineName[],
  flags: SimulateFlags,
): Promise<number> {
  const { txs, lanes, onEstimate, hints, fork, fixtures, saboteur = null } = flags;
  const { seed, signal, progress } = session;
  const coldRead = Number(flags.coldRead);
  const workloads = workloadNames(flags.workload);
  const size = txs === undefined ? `${String(TRANSACTIONS_DEFAULT)} by default` : String(txs);
  session.say(
    `simulate: ${engines.join(', ')} on ${lanes.join(', ')} virtual lanes, blocks of` +
      ` ${size} transactions under ${fork}, seed ${String(seed)}`,
  );
  const startedAt = performance.now();
  const block = { txs, seed, fork, fixtures, coldRead };
  const startsMax = flags.executionsMax === '2' ? 2 : 3;
  const tables = flags.partitions ?? null;
  const tuning = { startsMax, converges: flags.convergence, tables } as const;
  const plan = { workloads, engines, onEstimate, hints, lanes, ...block, saboteur, tuning };
  const ran = await virtualRows(plan, { signal, onProgress: (step) => progress.show(step) });
  const wallMilliseconds = wallTime(performance.now() - startedAt);
  const costModel = costModelWith(coldRead);
  if (ran.rows.length > 0) session.say(`\n${virtualText(ran.rows, costModel)}`);
  for (const { workload, engine, lanes: on, onEstimate: what, kind, message } of ran.failures) {
    const where = `${workload}, ${engine} on ${counted(on, 'lane')}, ${what}`;
    session.say(`\n${session.paint.red(kind)}: ${where}: ${printable(message, 400)}`);
  }
  if (ran.interrupted) session.say('\nThe run was interrupted; what is shown is complete.');
  session.say(`\nagain: ${session.again}`);
  const facts = { unit: 'microseconds of virtual time', fork, seed, wallMilliseconds };
  return await session.finish({ ...ran, costModel, ...facts }, exitCodeOf(ran));
}

function exitCodeOf({ rows, failures, interrupted }: VirtualRows): number {
  const isWrong = rows.some(({ rootEqual, bound }) => !rootEqual || bound === 'error');
  if (isWrong || failures.length > 0) return EXIT_DIVERGENCE;
  return interrupted || rows.length === 0 ? EXIT_INCONCLUSIVE : EXIT_OK;
}
