/**
 * Saboteurs of the receipts: what is told of a transaction.
 *
 * Owns defects that leave the state right and only the account of it wrong.
 */
import type { Saboteur } from '../saboteur.ts';

const RECEIPTS = 'evm/receipts.js';

/** Defects in receipts, their blooms and their root. */
export const receipts: readonly Saboteur[] = [
  {
    id: 'receipts/log-lost',
    file: 'evm/executor.js',
    find: 'logs: message.logs,',
    replace: 'logs: message.logs.slice(0, -1),',
    why: 'The last log of a transaction is lost.',
  },
  {
    id: 'receipts/gas-not-cumulative',
    file: RECEIPTS,
    find: 'cumulativeGasUsed += entry.outcome.gasUsed;',
    replace: 'cumulativeGasUsed = entry.outcome.gasUsed;',
    why: 'Cumulative gas is the gas of one transaction.',
  },
  {
    id: 'receipts/failure-told-as-success',
    file: RECEIPTS,
    find: `status: outcome.isSuccess ? '0x1' : '0x0'`,
    replace: `status: '0x1'`,
    why: 'A transaction that failed is told to have succeeded.',
  },
  {
    id: 'receipts/type-not-encoded',
    file: RECEIPTS,
    find: 'transaction.type === 0 ? list : concatBytes(Uint8Array.of(transaction.type), list)',
    replace: 'list',
    why: 'Receipts of typed transactions are encoded as legacy ones, which only the root shows.',
  },
  {
    id: 'receipts/bloom-without-topics',
    file: RECEIPTS,
    find: 'addToBloom(bloom, topic);',
    replace: '',
    why: 'Topics cannot be found through the bloom.',
  },
  {
    id: 'receipts/block-bloom-of-the-last-transaction',
    file: RECEIPTS,
    find: '(blockBloom[i] ?? 0) | byte',
    replace: 'byte',
    why: 'The bloom of the block forgets all transactions but the last.',
  },
  {
    id: 'receipts/created-address-untold',
    file: 'evm/executor.js',
    find: 'contractAddress: message.createdAddress,',
    replace: 'contractAddress: null,',
    why: 'A receipt does not say which contract was created.',
  },
];
