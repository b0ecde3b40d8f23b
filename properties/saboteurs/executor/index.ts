/**
 * Every saboteur of the executor: the door of this folder.
 *
 * Owns the list, in the order of a transaction's life. To add one, write it into its family's file.
 */
import type { Saboteur } from '../saboteur.ts';
import { blockEdges } from './blockEdges.ts';
import { delegation } from './delegation.ts';
import { fees } from './fees.ts';
import { gas } from './gas.ts';
import { messages } from './messages.ts';
import { receipts } from './receipts.ts';
import { state } from './state.ts';
import { validity } from './validity.ts';
import { warmth } from './warmth.ts';

/** Defects of the executor, each of which the corpus must tell apart. */
export const EXECUTOR_SABOTEURS: readonly Saboteur[] = [
  ...validity,
  ...fees,
  ...gas,
  ...warmth,
  ...delegation,
  ...messages,
  ...state,
  ...receipts,
  ...blockEdges,
];
