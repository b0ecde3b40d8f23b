/**
 * The fields of two lists of receipts, transaction by transaction.
 *
 * Owns their order: what a transaction did comes before what was derived from it. Does not compare.
 */
import type { Log, Receipt } from '#engine/api/index.js';
import { canonicalBytes, canonicalQuantity } from './canonical.ts';
import { type Field, sayQuantity } from './field.ts';

/** Two things to compare, and where they are. */
interface Pair<V> {
  readonly expected: V;
  readonly actual: V;
  readonly path: string;
  readonly subject: string;
}

/** All fields of the receipts both have, after their number. */
export function* receiptListFields(
  expected: readonly Receipt[],
  actual: readonly Receipt[],
): Generator<Field> {
  yield {
    path: 'receipts.length',
    subject: 'the number of receipts',
    expected: String(expected.length),
    actual: String(actual.length),
  };
  for (const [position, left] of expected.entries()) {
    const right = actual[position];
    if (right === undefined) return;
    yield* receiptFields({
      expected: left,
      actual: right,
      path: `receipts[${position}]`,
      subject: `transaction ${left.transactionIndex}`,
    });
  }
}

function* receiptFields({ expected, actual, path, subject }: Pair<Receipt>): Generator<Field> {
  const quantity = (name: 'gasUsed' | 'cumulativeGasUsed' | 'type', said: string): Field => ({
    path: `${path}.${name}`,
    subject: `${subject}: ${said}`,
    expected: canonicalQuantity(expected[name]),
    actual: canonicalQuantity(actual[name]),
    say: sayQuantity,
  });
  yield {
    path: `${path}.transactionIndex`,
    subject: `${subject}: its index in the receipt`,
    expected: String(expected.transactionIndex),
    actual: String(actual.transactionIndex),
  };
  yield {
    path: `${path}.status`,
    subject: `${subject}: status`,
    expected: canonicalQuantity(expected.status),
    actual: canonicalQuantity(actual.status),
    say: sayStatus,
  };
  yield quantity('gasUsed', 'gas used');
  yield quantity('cumulativeGasUsed', 'cumulative gas used');
  yield* logListFields({
    expected: expected.logs,
    actual: actual.logs,
    path: `${path}.logs`,
    subject,
  });
  yield {
    path: `${path}.logsBloom`,
    subject: `${subject}: logs bloom`,
    expected: canonicalBytes(expected.logsBloom),
    actual: canonicalBytes(actual.logsBloom),
  };
  yield {
    path: `${path}.contractAddress`,
    subject: `${subject}: contract address`,
    expected: canonicalAddress(expected.contractAddress),
    actual: canonicalAddress(actual.contractAddress),
  };
  yield quantity('type', 'type');
  yield {
    path: `${path}.transactionHash`,
    subject: `${subject}: hash`,
    expected: canonicalBytes(expected.transactionHash),
    actual: canonicalBytes(actual.transactionHash),
  };
}

function* logListFields({
  expected,
  actual,
  path,
  subject,
}: Pair<readonly Log[]>): Generator<Field> {
  yield {
    path: `${path}.length`,
    subject: `${subject}: the number of logs`,
    expected: String(expected.length),
    actual: String(actual.length),
  };
  for (const [position, left] of expected.entries()) {
    const right = actual[position];
    if (right === undefined) return;
    yield* logFields({
      expected: left,
      actual: right,
      path: `${path}[${position}]`,
      subject: `${subject}, log ${position}`,
    });
  }
}

function* logFields({ expected, actual, path, subject }: Pair<Log>): Generator<Field> {
  yield {
    path: `${path}.address`,
    subject: `${subject}: address`,
    expected: canonicalBytes(expected.address),
    actual: canonicalBytes(actual.address),
  };
  yield {
    path: `${path}.topics.length`,
    subject: `${subject}: the number of topics`,
    expected: String(expected.topics.length),
    actual: String(actual.topics.length),
  };
  for (const [position, topic] of expected.topics.entries()) {
    const other = actual.topics[position];
    if (other === undefined) break;
    yield {
      path: `${path}.topics[${position}]`,
      subject: `${subject}: topic ${position}`,
      expected: canonicalBytes(topic),
      actual: canonicalBytes(other),
    };
  }
  yield {
    path: `${path}.data`,
    subject: `${subject}: data`,
    expected: canonicalBytes(expected.data),
    actual: canonicalBytes(actual.data),
  };
}

function canonicalAddress(address: string | null): string {
  return address === null ? 'none' : canonicalBytes(address);
}

function sayStatus(status: string): string {
  switch (status) {
    case '0x0':
      return 'failure';
    case '0x1':
      return 'success';
    default:
      return status;
  }
}
