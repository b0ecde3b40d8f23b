/**
 * Rows of virtual time for people.
 *
 * Owns the table, and that the cost model and what kind of time it is stand above it. Takes virtual
 * time only: a duration by the wall clock has another type and cannot come in here.
 */
import type { CostModel, VirtualMicroseconds, VirtualRow } from '#engine/api/index.js';
import { columns, counted, grouped } from './words.ts';

const HEAD = [
  'workload',
  'engine',
  'unready',
  'hints',
  'lanes',
  'makespan',
  'speedup',
  'bound',
  'bound tx',
  'eff',
  'exec/tx',
  'max',
  'work',
  'busy',
  'latency',
  'p99',
  'switch/tx',
  'main',
  'sub',
  'KiB',
  'final',
  'hold',
  'loads',
  'blocked/moved',
  'roots',
];

/** What the numbers are. */
export const VIRTUAL_TIME_SENTENCE: string =
  'This is virtual time: what the cost model says a schedule takes. No clock was read, and it is' +
  ' no measure of speed.';

/** What the columns are, a line each. */
const LEGEND: readonly string[] = [
  'makespan, bounds, latency, p99: microseconds of virtual time',
  'speedup: one final execution of everything on one lane, without a scheduler, over the makespan',
  'bound, bound tx: nothing can be faster; the latter if a transaction waits before it starts only',
  'eff: bound over makespan; exec/tx, max: executions per transaction, most of one',
  'work: time on bodies, reads and publishing, over useful such time; busy: lanes at work',
  'latency, p99: from the first start of a transaction to its finality, mean and 99th percentile',
  'switch/tx: parks, suspensions and resumes; main: time that the main scheduler was serving;',
  '  sub: steps that sub-schedulers served by themselves',
  'final, hold: per cent of transactions that are final after each round, and that hold for now;',
  '  loads: accounts and slots first asked for in each; "-" of an engine that has no rounds',
  'blocked/moved: transactions of v2 that waited for another table, and that moved to it',
  'KiB: shared memory in use; roots: state and receipts beside serial execution',
];

/** The prices in words. */
export function costModelText(model: CostModel): string {
  const kinds = Object.entries(model.body).map(([kind, price]) => `${kind} ${grouped(price)}`);
  return [
    'cost model, in microseconds:',
    `  body, spread by gas: ${kinds.join(', ')}`,
    `  read ${String(model.read)}, the first of a place ${String(model.coldRead)} more;` +
      ` fact checked again ${String(model.recheck)}; write published ${String(model.publish)}`,
    `  step at the main scheduler ${String(model.mainScheduler)},` +
      ` at a sub-scheduler ${String(model.subScheduler)}; each serves one lane at a time`,
  ].join('\n');
}

/** Cost model, what the numbers are, the table, and what was found wrong. */
export function virtualText(rows: readonly VirtualRow[], model: CostModel): string {
  return [
    costModelText(model),
    VIRTUAL_TIME_SENTENCE,
    ...LEGEND.map((line) => `  ${line}`),
    '',
    columns([HEAD, ...rows.map(cells)]),
    ...complaints(rows),
  ].join('\n');
}

function cells(row: VirtualRow): readonly string[] {
  return [
    row.workload,
    row.engine,
    row.onEstimate,
    row.hints,
    String(row.lanes),
    time(row.makespan),
    row.speedup.toFixed(2),
    time(row.lowerBound),
    time(row.lowerBoundTx),
    row.efficiency.toFixed(3),
    row.executionsPerTransaction.toFixed(2),
    String(row.executionsMax),
    row.workInflation.toFixed(2),
    row.busyLanes.toFixed(2),
    time(row.latencyMean),
    time(row.latencyP99),
    row.switchesPerTransaction.toFixed(2),
    `${(100 * row.mainSchedulerShare).toFixed(0)}%`,
    `${(100 * row.subSchedulerShare).toFixed(0)}%`,
    grouped(row.peakBytes / 1_024),
    perRound((row.finalAfterRounds ?? []).map((count) => (100 * count) / row.transactions)),
    perRound((row.holdingAfterRounds ?? []).map((count) => (100 * count) / row.transactions)),
    perRound(row.loadsPerRound ?? []),
    row.blocks === undefined ? '-' : `${String(row.blocks)}/${String(row.repartitions ?? 0)}`,
    row.rootEqual ? 'equal' : 'DIFFER',
  ];
}

/** Numbers of one round after the other; nothing where there are no rounds. */
function perRound(numbers: readonly number[]): string {
  return numbers.map((number) => number.toFixed(0)).join('/') || '-';
}

function time(duration: VirtualMicroseconds): string {
  return grouped(duration);
}

function complaints(rows: readonly VirtualRow[]): readonly string[] {
  const count = (bound: VirtualRow['bound']): number =>
    rows.filter((row) => row.bound === bound).length;
  const [anomalies, errors] = [count('anomaly'), count('error')];
  return [
    ...(errors === 0
      ? []
      : [`ERROR: ${counted(errors, 'row')} below a bound that nothing can beat`]),
    ...(anomalies === 0
      ? []
      : [`${counted(anomalies, 'row')} below the bound: something was read early, by luck`]),
  ];
}
