/**
 * The door of the oracle.
 *
 * Owns what others may use: the engine, the piece of it that a benchmark times, the order in which
 * rules are judged, and transactions as stock objects, which know their envelopes. Everything else
 * in this folder is how it is done.
 */
export { type PreparedOracle, createOracle, prepareOracle } from './oracle.ts';
export type { OracleRun } from './accepted.ts';
export { RULE_ORDER } from './rules.ts';
export { transactionToStock } from './stockTransaction.ts';
