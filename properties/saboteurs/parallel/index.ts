/**
 * All saboteurs of the parallel parts.
 *
 * Owns the list: a row for each engine that a saboteur exists for is a suspect of `power`.
 */
import { ASYNCHRONOUS_SABOTEURS } from './asynchronous.ts';
import { FACT_SABOTEURS } from './facts.ts';
import { MEMORY_SABOTEURS } from './memory.ts';
import type { ParallelSaboteur } from './parallelSaboteur.ts';
import { STORE_SABOTEURS } from './stores.ts';
import { WAY_SABOTEURS } from './ways.ts';

/** By part. */
export const PARALLEL_SABOTEURS: readonly ParallelSaboteur[] = [
  ...MEMORY_SABOTEURS,
  ...FACT_SABOTEURS,
  ...STORE_SABOTEURS,
  ...WAY_SABOTEURS,
  ...ASYNCHRONOUS_SABOTEURS,
];
