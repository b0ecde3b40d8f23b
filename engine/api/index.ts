/**
 * The vocabulary of Lockstep: types only, for engines, generators and the harness alike.
 *
 * Reading order: hex, fork, transaction, block, rejection, access, schedule, result,
 * engine; beside them duration and virtualRow, for simulation.
 */
export type * from './access.ts';
export type * from './block.ts';
export type * from './duration.ts';
export type * from './engine.ts';
export type * from './fork.ts';
export type * from './hex.ts';
export type * from './hintChoice.ts';
export type * from './rejection.ts';
export type * from './result.ts';
export type * from './schedule.ts';
export type * from './transaction.ts';
export type * from './unstated.ts';
export type * from './virtualRow.ts';
