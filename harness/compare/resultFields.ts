/**
 * Two results as one sequence of fields, down the ladder of what can be told apart.
 *
 * Owns the order: whether the block is valid, why not, which transactions were left out, what each
 * did, what the block sums up to, and last the whole post-state. The first difference is then the
 * one nearest to its cause. Statistics are evidence and not among the fields.
 */
import type {
  AcceptedBlock,
  ExecutionResult,
  RejectedTransaction,
  Rejection,
} from '#engine/api/index.js';
import { canonicalBytes, canonicalQuantity, unionOfKeys } from './canonical.ts';
import { type Field, sayQuantity } from './field.ts';
import { postStateFields } from './postStateFields.ts';
import { receiptListFields } from './receiptFields.ts';

const NONE = 'none';
const INCLUDED = 'included';
const LEFT_OUT = 'left out';

/** Every field in which two results can differ. */
export function* resultFields(
  expected: ExecutionResult,
  actual: ExecutionResult,
): Generator<Field> {
  yield {
    path: 'status',
    subject: 'the block',
    expected: expected.status,
    actual: actual.status,
    say: (status) => sayOutcome(status === actual.status ? actual : expected),
  };
  if (expected.status === 'rejected' && actual.status === 'rejected') {
    yield* rejectionFields(expected.rejection, actual.rejection);
  }
  if (expected.status === 'accepted' && actual.status === 'accepted') {
    yield* rejectedFields(expected.rejected, actual.rejected);
    yield* receiptListFields(expected.receipts, actual.receipts);
    yield* blockFields(expected, actual);
    yield* postStateFields(expected.postState, actual.postState);
  }
}

/** An outcome in words: "accepted", or "rejected" with what is wrong. */
function sayOutcome(result: ExecutionResult): string {
  if (result.status === 'accepted') return 'accepted';
  const { rejection, unstated = [] } = result;
  const where = rejection.kind === 'transaction' ? `transaction ${rejection.index}: ` : '';
  // What stands in place of a reason that was not stated is nobody's word.
  const isStated = !unstated.includes('rejection.reason');
  return `rejected (${where}${isStated ? sayReason(rejection.reason) : 'no reason stated'})`;
}

/** `TransactionException.NONCE_IS_MAX` is said `NONCE_IS_MAX`. */
function sayReason(reason: string): string {
  return reason.replace(/^(Transaction|Block)Exception\./, '');
}

function* rejectionFields(expected: Rejection, actual: Rejection): Generator<Field> {
  yield {
    path: 'rejection.kind',
    subject: 'what is invalid',
    expected: expected.kind,
    actual: actual.kind,
    say: (kind) => `a ${kind}`,
  };
  if (expected.kind === 'transaction' && actual.kind === 'transaction') {
    yield {
      path: 'rejection.index',
      subject: 'the first invalid transaction',
      expected: String(expected.index),
      actual: String(actual.index),
    };
  }
  yield {
    path: 'rejection.reason',
    subject: 'the reason for rejecting the block',
    expected: expected.reason,
    actual: actual.reason,
    say: sayReason,
  };
}

/** Transactions left out under `skip`, by index. */
function* rejectedFields(
  expected: readonly RejectedTransaction[],
  actual: readonly RejectedTransaction[],
): Generator<Field> {
  yield {
    path: 'rejected.length',
    subject: 'the number of transactions left out',
    expected: String(expected.length),
    actual: String(actual.length),
  };
  const left = new Map(expected.map(({ index, reason }) => [index, reason]));
  const right = new Map(actual.map(({ index, reason }) => [index, reason]));
  for (const index of unionOfKeys(left, right)) {
    const before = left.get(index);
    const after = right.get(index);
    yield {
      path: `rejected[${index}]`,
      subject: `transaction ${index}`,
      expected: before === undefined ? INCLUDED : LEFT_OUT,
      actual: after === undefined ? INCLUDED : LEFT_OUT,
    };
    if (before === undefined || after === undefined) continue;
    yield {
      path: `rejected[${index}].reason`,
      subject: `transaction ${index}: the reason for leaving it out`,
      expected: before,
      actual: after,
      say: sayReason,
    };
  }
}

function* blockFields(expected: AcceptedBlock, actual: AcceptedBlock): Generator<Field> {
  yield {
    path: 'gasUsed',
    subject: "the block's gas used",
    expected: canonicalQuantity(expected.gasUsed),
    actual: canonicalQuantity(actual.gasUsed),
    say: sayQuantity,
  };
  yield {
    path: 'blobGasUsed',
    subject: "the block's blob gas used",
    expected: expected.blobGasUsed === null ? NONE : canonicalQuantity(expected.blobGasUsed),
    actual: actual.blobGasUsed === null ? NONE : canonicalQuantity(actual.blobGasUsed),
    say: sayQuantity,
  };
  yield bytesField('logsBloom', "the block's logs bloom", { expected, actual });
  yield bytesField('receiptsRoot', 'the receipts root', { expected, actual });
  yield* requestFields(expected.requests, actual.requests);
  yield bytesField('requestsHash', 'the requests hash', { expected, actual });
  yield bytesField('stateRoot', 'the state root', { expected, actual });
}

function bytesField(
  path: 'logsBloom' | 'receiptsRoot' | 'requestsHash' | 'stateRoot',
  subject: string,
  blocks: { readonly expected: AcceptedBlock; readonly actual: AcceptedBlock },
): Field {
  const canonical = (bytes: string | null) => (bytes === null ? NONE : canonicalBytes(bytes));
  return {
    path,
    subject,
    expected: canonical(blocks.expected[path]),
    actual: canonical(blocks.actual[path]),
  };
}

function* requestFields(
  expected: readonly string[] | null,
  actual: readonly string[] | null,
): Generator<Field> {
  yield {
    path: 'requests.length',
    subject: 'the number of requests',
    expected: expected === null ? NONE : String(expected.length),
    actual: actual === null ? NONE : String(actual.length),
  };
  for (const [position, request] of (expected ?? []).entries()) {
    const other = actual?.[position];
    if (other === undefined) return;
    yield {
      path: `requests[${position}]`,
      subject: `request ${position}`,
      expected: canonicalBytes(request),
      actual: canonicalBytes(other),
    };
  }
}
