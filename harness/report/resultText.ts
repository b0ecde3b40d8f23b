/**
 * The outcome of one block for people.
 *
 * Owns the table of receipts and the list of roots. Does not compare: differences come ready made.
 */
import type { AcceptedBlock, ExecutionResult, Receipt, Stats } from '#engine/api/index.js';
import type { Difference } from '../compare/index.ts';
import { printable } from '../input/printable.ts';
import type { Paint } from './paint.ts';
import { columns, counted, grouped } from './words.ts';

/** Receipts shown in full; more would only fill the screen. */
const RECEIPTS_SHOWN_MAX = 100;

/** What came of a block. */
export function resultText(result: ExecutionResult, paint: Paint): string {
  if (result.status === 'accepted') return acceptedText(result, paint);
  const { rejection } = result;
  const who = rejection.kind === 'transaction' ? `transaction ${String(rejection.index)}: ` : '';
  return `${paint.yellow('rejected')}  ${who}${rejection.reason}\n${statsText(result.stats)}`;
}

/** Differences, the first in full. */
export function differencesText(differences: readonly Difference[], paint: Paint): string {
  return differences
    .map(({ path, words, expected, actual }) =>
      [
        `${paint.red('differs')}  ${printable(words, 600)}`,
        `  at ${printable(path)}`,
        `  expected ${printable(expected)}`,
        `  actual   ${printable(actual)}`,
      ].join('\n'),
    )
    .join('\n');
}

function acceptedText(result: AcceptedBlock, paint: Paint): string {
  const { receipts, rejected } = result;
  const lines = [`${paint.green('accepted')}  ${counted(receipts.length, 'receipt')}`, ''];
  if (receipts.length > 0) {
    const shown = receipts.slice(0, RECEIPTS_SHOWN_MAX).map(receiptRow);
    lines.push(columns([['tx', 'type', 'status', 'gas', 'logs', 'contract'], ...shown]));
    const hidden = receipts.length - shown.length;
    if (hidden > 0) lines.push(`… and ${counted(hidden, 'receipt')} more (all with --json)`);
    lines.push('');
  }
  for (const { index, reason } of rejected) {
    lines.push(`left out      transaction ${String(index)}: ${reason}`);
  }
  lines.push(
    `state root    ${result.stateRoot}`,
    `receipts root ${result.receiptsRoot}`,
    `gas used      ${grouped(Number(result.gasUsed))}`,
  );
  if (result.blobGasUsed !== null) {
    lines.push(`blob gas used ${grouped(Number(result.blobGasUsed))}`);
  }
  if (result.requestsHash !== null) {
    const requests = counted(result.requests?.length ?? 0, 'request');
    lines.push(`requests hash ${result.requestsHash} (${requests})`);
  }
  lines.push(`post-state    ${counted(Object.keys(result.postState).length, 'account')}`);
  return [...lines, statsText(result.stats)].join('\n');
}

function receiptRow(receipt: Receipt): readonly string[] {
  return [
    String(receipt.transactionIndex),
    receipt.type,
    receipt.status === '0x1' ? 'success' : 'failure',
    grouped(Number(receipt.gasUsed)),
    String(receipt.logs.length),
    receipt.contractAddress ?? '',
  ];
}

function statsText({ path, lanes, executions, executionsMax }: Stats): string {
  const how = path.kind === 'parallel' ? 'in parallel' : `serially (${printable(path.reason)})`;
  const counts = `${counted(lanes, 'lane')}, ${counted(executions, 'execution')}`;
  return `executed      ${how}: ${counts}, at most ${String(executionsMax)} of one transaction`;
}
