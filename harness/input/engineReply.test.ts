import { beforeAll, describe, expect, test } from 'vitest';
import type { ExecutionResult } from '#engine/api/index.js';
import { corpus } from '#fixtures/corpus/index.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { readEngineInfo, readExecutionResult } from '#harness/input/engineReply.js';

const oracle = createOracle();
const results: ExecutionResult[] = [];

beforeAll(async () => {
  for (const { blocks, preState, policy: invalidTransactions } of corpus('Prague').slice(0, 12)) {
    const [first] = blocks;
    if (first === undefined) continue;
    results.push(await oracle.execute(first.block, preState, { invalidTransactions }));
  }
});

test('an honest answer comes out as it went in, as a new value', () => {
  expect(results.length).toBeGreaterThan(5);
  for (const result of results) {
    const read = readExecutionResult(structuredClone(result), '');
    expect(read).toEqual(result);
    expect(read).not.toBe(result);
  }
});

test('rejections and accesses are read too', () => {
  const { stats } = accepted();
  const rejection = { kind: 'block', reason: 'BlockException.SYSTEM_CONTRACT_EMPTY' };
  const rejected = { status: 'rejected', rejection, stats };
  expect(readExecutionResult(rejected, '')).toEqual(rejected);
  const location = {
    kind: 'storage',
    address: `0x${'11'.repeat(20)}`,
    slot: `0x${'0'.repeat(64)}`,
  };
  const accesses = [{ index: 0, reads: [{ location, what: '= 0x5' }], writes: [] }];
  expect(readExecutionResult({ ...accepted(), accesses }, '')).toMatchObject({ accesses });
});

describe('an answer that is no result names the first field that is wrong', () => {
  test.each<[string, (honest: Record<string, unknown>) => unknown, string]>([
    ['nothing', () => undefined, 'must be an object, is nothing'],
    ['a number', () => 42, 'must be an object, is the number 42'],
    ['an unknown status', (r) => ({ ...r, status: 'acepted' }), 'status: is the string "acepted"'],
    ['a short root', (r) => ({ ...r, stateRoot: '0x12' }), 'stateRoot: must be 32 bytes, is 1'],
    ['a missing bloom', (r) => ({ ...r, logsBloom: undefined }), 'logsBloom: is missing'],
    ['a huge bloom', (r) => ({ ...r, logsBloom: 'f'.repeat(1e7) }), 'has 10000000 characters'],
    ['holes', (r) => ({ ...r, receipts: holes(3) }), 'receipts[0]: must be an object'],
    ['too many', (r) => ({ ...r, receipts: holes(1e8) }), 'has 100000000 items'],
    ['gas as a number', (r) => ({ ...r, gasUsed: 21000 }), 'gasUsed: must be a hexadecimal string'],
    ['no stats', (r) => ({ ...r, stats: null }), 'stats: must be an object, is null'],
    [
      'negative counts',
      (r) => ({ ...r, stats: { ...Object(r['stats']), lanes: -1 } }),
      'stats.lanes: must be a whole number from 0',
    ],
    [
      'an unknown reason',
      (r) => ({ ...r, rejected: [{ index: 0, reason: 'TransactionException.NONCE' }] }),
      'rejected[0].reason: is the string "TransactionException.NONCE"',
    ],
    [
      'a prototype as an address',
      (r) => ({ ...r, postState: JSON.parse('{"__proto__": {"balance": "0x0"}}') as unknown }),
      'postState.__proto__',
    ],
    [
      'text that drives a terminal',
      (r) => ({ ...r, stateRoot: '\u001b[2J' }),
      'stateRoot: must be a hexadecimal string, is the string "\\u{1b}[2J"',
    ],
  ])('%s', (_name, spoil, words) => {
    const spoilt = spoil({ ...accepted() });
    expect(() => readExecutionResult(spoilt, '')).toThrow(words);
  });
});

test('an engine must say who it is', () => {
  expect(readEngineInfo(oracle.info, 'info')).toEqual(oracle.info);
  expect(() => readEngineInfo({ name: 'x' }, 'info')).toThrow('info.version: is missing');
  const { capabilities } = oracle.info;
  const unknown = { ...oracle.info, capabilities: { ...capabilities, forks: ['Oska'] } };
  expect(() => readEngineInfo(unknown, 'info')).toThrow('info.capabilities.forks[0]');
});

function accepted(): Extract<ExecutionResult, { status: 'accepted' }> {
  const found = results.find((result) => result.status === 'accepted');
  if (found === undefined) throw new Error('the corpus begins without an accepted block');
  return found;
}

/** A list that claims a length and holds nothing. */
function holes(length: number): readonly unknown[] {
  const list: unknown[] = [];
  list.length = length;
  return list;
}
