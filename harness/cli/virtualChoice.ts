/**
 * What can be asked of `lockstep simulate`.
 *
 * Owns bounds, defaults, and which names are names. Loads neither a builder nor an engine, so that
 * a typo is answered at once.
 */
import { InvalidArgumentError } from 'commander';
import type { OnEstimate } from '#engine/api/index.js';
import {
  hasEstimates,
  isVirtualEngine,
  VIRTUAL_ENGINE_NAMES,
  type VirtualEngineName,
} from '#engine/simulation/virtualEngineNames.js';
import { isWorkloadName, mainnetShapeOf, WORKLOADS } from '#generators/workloads/index.js';
import { closest } from '../input/closest.ts';
import { printable } from '../input/printable.ts';
import { ArgumentError } from './argumentError.ts';
import type { SimulateFlags } from './flags.ts';
import { listValue } from './values.ts';

/** Most lanes and most transactions of a block. */
export const VIRTUAL_LANES_MAX = 128;
/** See `VIRTUAL_LANES_MAX`. */
export const VIRTUAL_TRANSACTIONS_MAX = 10_000;
/** Most tables of v2. */
export const PARTITIONS_MAX = 1_000;
/** Lanes that a table has unless it is asked otherwise. */
export const LANES_DEFAULT: number[] = [1, 2, 4, 8, 16, 32, 64, 128];
/** Transactions of a block unless it is asked otherwise. */
export const TRANSACTIONS_DEFAULT = 1_000;
/** Prices of a cold read, in microseconds. */
export const COLD_READS = ['0', '100'] as const;

/** Stands for every workload that needs no fixtures. */
export const ALL_WORKLOADS = 'all';

/** Reads names of workloads; none twice. */
export function workloadsValue(text: string): string[] {
  const names = listValue(text);
  for (const name of names) {
    if (name === ALL_WORKLOADS || isWorkloadName(name) || mainnetShapeOf(name) !== null) continue;
    const known = [ALL_WORKLOADS, ...Object.keys(WORKLOADS)];
    const near = closest(name, known);
    const guess = near === null ? '' : `Did you mean ${near}? `;
    throw new InvalidArgumentError(
      `${guess}Known: ${known.join(', ')}, mainnet-shape:<block number>.`,
    );
  }
  return [...new Set(names)];
}

/** The engines, all of which can be simulated. Throws `ArgumentError`. */
export function simulatedEngines(names: readonly string[]): readonly VirtualEngineName[] {
  return [...new Set(names)].map((name) => {
    if (isVirtualEngine(name)) return name;
    throw new ArgumentError({
      flag: '--engine',
      problem: `${printable(name)} cannot run in virtual time: it has no virtual lanes`,
      remedy: `engines that can: ${VIRTUAL_ENGINE_NAMES.join(', ')}`,
    });
  });
}

/** Throws `ArgumentError` where v2 is told how to go about it, and is not there. */
export function refuseTables(
  names: readonly VirtualEngineName[],
  { partitions, convergence, executionsMax }: TableFlags,
): void {
  if (names.includes('v2')) return;
  const [flag] = [
    ...(partitions === undefined ? [] : ['--partitions']),
    ...(convergence ? [] : ['--no-convergence']),
    ...(executionsMax === undefined ? [] : ['--executions-max']),
  ];
  if (flag === undefined) return;
  throw new ArgumentError({
    flag,
    problem: `${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} no tables of v2`,
    remedy: 'leave the flag out, or name v2 among the engines',
  });
}

type TableFlags = Pick<SimulateFlags, 'partitions' | 'convergence' | 'executionsMax'>;

/** Throws `ArgumentError` where lanes shall wait, all of them, at what the engine does not have. */
export function refuseToSuspend(engine: VirtualEngineName, ways: readonly OnEstimate[]): void {
  if (hasEstimates(engine) || ways.includes('abort')) return;
  throw new ArgumentError({
    flag: '--on-estimate',
    problem:
      engine === 'v2'
        ? 'v2 always waits at an estimate'
        : `${engine} has no estimates, so that nothing waits at one`,
    remedy: 'leave the flag out',
  });
}
