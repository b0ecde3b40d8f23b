/**
 * Reads receipts in t8n's words.
 *
 * Owns which fields a receipt must have (status and gas used: without them nothing can be located)
 * and which may be left unsaid. A position written as text is t8n's, which counts included
 * transactions only; it is counted anew.
 */
import type { Address, Log, Receipt, UnstatedPart } from '#engine/api/index.js';
import { EMPTY_BLOOM, LIST_COUNT_MAX, readBloom, readLog } from '../input/engineReply.ts';
import { asIs, count, type Fields, fieldsOf, listOf, oneOf, type Reader } from '../input/fields.ts';
import { address, bytes32, quantity } from '../input/hexadecimal.ts';
import type { Unstated } from './stated.ts';

const NO_ADDRESS = `0x${'0'.repeat(40)}`;
const NO_HASH = `0x${'00'.repeat(32)}` as const;

/** What is known of the receipts before they are read. */
export interface ReceiptsContext {
  /** Indices of the transactions that should have one, in order. */
  readonly included: readonly number[];
  /** Takes the parts that are not there. */
  readonly unstated: Unstated;
}

/** Reads the list. Throws `Refusal`. */
export function readReceipts(context: ReceiptsContext): Reader<readonly Receipt[]> {
  return (value, place) => {
    if (value === null) return [];
    const items = listOf(asIs, LIST_COUNT_MAX)(value, place);
    return items.map((item, position) =>
      readReceipt(item, `${place}[${String(position)}]`, { context, position }),
    );
  };
}

interface Seat {
  readonly context: ReceiptsContext;
  /** In the list of receipts. */
  readonly position: number;
}

function readReceipt(value: unknown, place: string, seat: Seat): Receipt {
  const from = fieldsOf(value, place);
  const { unstated } = seat.context;
  const stated = <T>(name: ReceiptField, read: Reader<T>, placeholder: T): T =>
    unstated.read(from, { name, part: `receipts.${name}`, placeholder }, read);
  return {
    type: stated('type', quantity(8), '0x0'),
    transactionHash: stated('transactionHash', bytes32, NO_HASH),
    transactionIndex: readIndex(from, seat),
    status: from.required('status', readStatus),
    gasUsed: from.required('gasUsed', quantity(256)),
    cumulativeGasUsed: stated('cumulativeGasUsed', quantity(256), '0x0'),
    logsBloom: stated('logsBloom', readBloom, EMPTY_BLOOM),
    logs: stated('logs', readLogs, []),
    contractAddress: stated('contractAddress', readContractAddress, null),
  };
}

type ReceiptField =
  Extract<UnstatedPart, `receipts.${string}`> extends `receipts.${infer Name}` ? Name : never;

function readIndex(from: Fields, { context, position }: Seat): number {
  const isNumber: Reader<boolean> = (value) => typeof value === 'number';
  if (from.has('transactionIndex') && from.required('transactionIndex', isNumber)) {
    return from.required('transactionIndex', count);
  }
  // A receipt too many has no transaction; the number of receipts is compared before.
  return context.included[position] ?? position;
}

const readStatus: Reader<Receipt['status']> = (value, place) => {
  const status = quantity(8)(value, place);
  return oneOf(['0x0', '0x1'])(status, place);
};

const readLogs: Reader<readonly Log[]> = (value, place) =>
  value === null ? [] : listOf(readLog, LIST_COUNT_MAX)(value, place);

/** A tool without `null` writes the zero address, at which nothing can be created. */
const readContractAddress: Reader<Address | null> = (value, place) => {
  if (value === null) return null;
  const found = address(value, place);
  return found === NO_ADDRESS ? null : found;
};
