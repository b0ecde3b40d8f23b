/**
 * A result in t8n's words.
 *
 * Owns what t8n leaves out: fields that do not exist under a fork and parts that the engine left
 * unsaid are absent, and the state stands beside the result. The inverse, for results of others, is
 * `readResult`.
 */
import type { AcceptedBlock, ExecutionResult, RejectedBlock } from '#engine/api/index.js';
import type { ExecutionPayload } from './messages.ts';

/** Names no rule, so that the reason stays unsaid. */
const NO_REASON = 'invalid';

/** What the engine replies with. */
export function executionPayload(result: ExecutionResult): ExecutionPayload {
  return result.status === 'accepted' ? acceptedPayload(result) : rejectedPayload(result);
}

function acceptedPayload(block: AcceptedBlock): ExecutionPayload {
  const { receiptsRoot, gasUsed, receipts, rejected, accesses, stats } = block;
  const { stateRoot, logsBloom } = block;
  const unstated: ReadonlySet<string> = new Set(block.unstated);
  const hasReasons = !unstated.has('rejected.reason');
  return {
    result: {
      receiptsRoot,
      ...stated({ stateRoot, logsBloom, ...sinceItsFork(block) }, unstated, ''),
      gasUsed,
      receipts: receipts.map((receipt) => stated(receipt, unstated, 'receipts.')),
      rejected: rejected.map(({ index, reason }) => ({
        index,
        error: hasReasons ? reason : NO_REASON,
      })),
    },
    ...(!unstated.has('postState') && { alloc: block.postState }),
    stats,
    ...(accesses !== undefined && { accesses }),
  };
}

/** What does not exist yet is no gap. */
function sinceItsFork({ blobGasUsed, requestsHash, requests }: AcceptedBlock): object {
  return {
    ...(blobGasUsed !== null && { blobGasUsed }),
    ...(requestsHash !== null && { requestsHash }),
    ...(requests !== null && { requests }),
  };
}

/** The fields that are not unstated under `prefix`. */
function stated(fields: object, unstated: ReadonlySet<string>, prefix: string): object {
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => !unstated.has(`${prefix}${name}`)),
  );
}

function rejectedPayload({ rejection, unstated, stats }: RejectedBlock): ExecutionPayload {
  const error = unstated?.includes('rejection.reason') === true ? NO_REASON : rejection.reason;
  return rejection.kind === 'block'
    ? { result: { blockException: error }, stats }
    : { result: { rejected: [{ index: rejection.index, error }] }, stats };
}
