/**
 * A result in t8n's words.
 *
 * Owns what t8n leaves out: fields that do not exist under a fork are absent, and the state stands
 * beside the result. The inverse, for results of others, is `readResult`.
 */
import type { AcceptedBlock, ExecutionResult, RejectedBlock } from '#engine/api/index.js';
import type { ExecutionPayload } from './messages.ts';

/** What the engine replies with. */
export function executionPayload(result: ExecutionResult): ExecutionPayload {
  return result.status === 'accepted' ? acceptedPayload(result) : rejectedPayload(result);
}

function acceptedPayload(block: AcceptedBlock): ExecutionPayload {
  const { stateRoot, receiptsRoot, logsBloom, gasUsed, blobGasUsed } = block;
  const { requestsHash, requests, receipts, rejected, postState, accesses, stats } = block;
  return {
    result: {
      stateRoot,
      receiptsRoot,
      logsBloom,
      gasUsed,
      ...(blobGasUsed !== null && { blobGasUsed }),
      ...(requestsHash !== null && { requestsHash }),
      ...(requests !== null && { requests }),
      receipts,
      rejected: rejected.map(({ index, reason }) => ({ index, error: reason })),
    },
    alloc: postState,
    stats,
    ...(accesses !== undefined && { accesses }),
  };
}

function rejectedPayload({ rejection, stats }: RejectedBlock): ExecutionPayload {
  const { reason } = rejection;
  return rejection.kind === 'block'
    ? { result: { blockException: reason }, stats }
    : { result: { rejected: [{ index: rejection.index, error: reason }] }, stats };
}
