/**
 * What a result leaves unsaid.
 *
 * Not every engine can say everything: a transition tool of another client may know no canonical
 * reason, a node no whole state. A part named here holds a placeholder, which is never compared and
 * always counted.
 */

/** A part of a result, by its path without positions. */
export type UnstatedPart =
  | 'blobGasUsed'
  | 'logsBloom'
  | 'postState'
  | 'receipts.contractAddress'
  | 'receipts.cumulativeGasUsed'
  | 'receipts.logs'
  | 'receipts.logsBloom'
  | 'receipts.transactionHash'
  | 'receipts.type'
  | 'rejected.reason'
  | 'rejection.reason'
  | 'requests'
  | 'requestsHash'
  /** Only where the state itself is stated. */
  | 'stateRoot';
