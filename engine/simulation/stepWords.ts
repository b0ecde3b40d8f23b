/**
 * Steps in words.
 *
 * Owns the wording only. Transactions are named with their incarnation: `2.0`.
 */
import type { LaneBlock } from '../lanes/laneBlock.ts';
import type { MemoryAccount } from '../memory/memoryAccount.ts';
import type { Resolved } from '../memory/resolve.ts';
import { unreachable } from '../primitives/invariant.ts';
import type { WriteSet } from '../primitives/writes.ts';
import type { Report } from '../schedulers/contract.ts';
import { accountName, slotName, writeWords } from './accessWords.ts';
import type { Step } from './virtualLanes.ts';

/** What a step was, just after it was made. */
export function stepWords({ stands, scheduler }: LaneBlock, { lane, input, need }: Step): string {
  const txIndex = stands.txIndexOf(lane);
  const who = `${txIndex}.${stands.incarnationOf(lane)}`;
  switch (need.kind) {
    case 'account':
      return `${who} reads account ${inputName(input)}: ${accountWords(need.account)}`;
    case 'slot':
      return `${who} reads slot ${inputName(input)}: ${resolvedWords(need.value)}`;
    case 'code':
      return `${who} reads code`;
    case 'body':
      return `starts ${who}`;
    case 'resume':
      return `goes on with ${who}`;
    case 'claimed':
      return `takes the validation of ${who}`;
    case 'prepare':
      return `prepares ${need.txIndex}`;
    case 'park':
      return 'finds nothing to do and parks';
    case 'leave':
      return 'leaves';
    case 'reported': {
      const writes = input.kind === 'finished' ? input.writes : [];
      return `${reportWords(need.report, writes)}; final below ${scheduler.finalEnd}`;
    }
    default:
      return unreachable(need);
  }
}

function reportWords(report: Report, writes: WriteSet): string {
  switch (report.kind) {
    case 'planned':
      return `plans ${report.partitions.length} partitions`;
    case 'prepared':
      return `has prepared ${report.txIndex}`;
    case 'executed':
      return `publishes ${nameOf(report)}: ${writesWords(writes)}`;
    case 'published':
      return publishedWords(report, writes);
    case 'suspended':
      return `${nameOf(report)} waits for ${report.on}`;
    case 'blocked':
      return `${nameOf(report)} gives up for ${report.on}`;
    case 'validated':
      return `validates ${nameOf(report)}: ${report.holds ? 'holds' : 'does not hold'}`;
    default:
      return unreachable(report);
  }
}

function publishedWords(report: Extract<Report, { kind: 'published' }>, writes: WriteSet): string {
  const { holds, flagged } = report;
  const what = `publishes ${nameOf(report)}: ${writesWords(writes)}`;
  if (!holds) return `${what}, all of it in doubt`;
  return flagged.length === 0 ? what : `${what}; ${flagged.join(', ')} start again`;
}

function nameOf({ txIndex, incarnation }: { txIndex: number; incarnation: number }): string {
  return `${txIndex}.${incarnation}`;
}

function writesWords(writes: WriteSet): string {
  return writes.length === 0 ? 'nothing' : writes.map(writeWords).join(', ');
}

function inputName(input: Step['input']): string {
  switch (input.kind) {
    case 'read-account':
      return accountName(input.address);
    case 'read-slot':
      return slotName(input.address, input.slot);
    default:
      return '';
  }
}

function accountWords({ balance, nonce }: MemoryAccount): string {
  return `balance ${resolvedWords(balance)}, nonce ${resolvedWords(nonce)}`;
}

function resolvedWords(resolved: Resolved<bigint>): string {
  return resolved.kind === 'ready' ? String(resolved.value) : `estimate of ${resolved.writer}`;
}
