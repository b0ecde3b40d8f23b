/**
 * The comparison finds what differs, first where it is nearest to its cause, and nothing else.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  AcceptedBlock,
  Alloc,
  AllocAccount,
  Hex,
  Log,
  Receipt,
  Stats,
} from '#engine/api/index.js';
import { compareResults, differences, firstDifference } from '#harness/compare/index.js';

const SEED = 20_261_122;

const STATS: Stats = {
  path: { kind: 'serial', reason: 'test' },
  lanes: 1,
  executions: 0,
  executionsMax: 0,
  aborts: 0,
  suspensions: 0,
  barriers: 0,
  fallbacks: 0,
};

const quantity = (): fc.Arbitrary<Hex> =>
  fc.bigInt(0n, 2n ** 128n).map((value): Hex => `0x${value.toString(16)}`);

const bytesOf = (length: number): fc.Arbitrary<Hex> =>
  fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((bytes): Hex => `0x${Buffer.from(bytes).toString('hex')}`);

const bytes = (): fc.Arbitrary<Hex> => fc.nat(70).chain(bytesOf);

const log = (): fc.Arbitrary<Log> =>
  fc.record({
    address: bytesOf(20),
    topics: fc.array(bytesOf(32), { maxLength: 4 }),
    data: bytes(),
  });

const receipt = (): fc.Arbitrary<Receipt> =>
  fc.record({
    type: fc.constantFrom<Hex[]>('0x0', '0x1', '0x2', '0x3', '0x4'),
    transactionHash: bytesOf(32),
    transactionIndex: fc.nat(300),
    status: fc.constantFrom<('0x0' | '0x1')[]>('0x0', '0x1'),
    gasUsed: quantity(),
    cumulativeGasUsed: quantity(),
    logsBloom: bytesOf(256),
    logs: fc.array(log(), { maxLength: 3 }),
    contractAddress: fc.option(bytesOf(20)),
  });

/** A number as 32 bytes, zero excepted: an alloc has no zero values. */
const slotValue = (): fc.Arbitrary<Hex> =>
  fc.bigInt(1n, 2n ** 256n - 1n).map((value): Hex => `0x${value.toString(16).padStart(64, '0')}`);

const account = (): fc.Arbitrary<AllocAccount> =>
  fc.record({
    balance: quantity(),
    nonce: quantity(),
    code: bytes(),
    storage: fc.dictionary(bytesOf(32), slotValue(), { maxKeys: 3, noNullPrototype: true }),
  });

const alloc = (): fc.Arbitrary<Alloc> =>
  fc.dictionary(bytesOf(20), account(), { maxKeys: 4, noNullPrototype: true });

const accepted = (): fc.Arbitrary<AcceptedBlock> =>
  fc.record({
    status: fc.constant('accepted' as const),
    stateRoot: bytesOf(32),
    receiptsRoot: bytesOf(32),
    logsBloom: bytesOf(256),
    gasUsed: quantity(),
    blobGasUsed: fc.option(quantity()),
    requestsHash: fc.option(bytesOf(32)),
    requests: fc.option(fc.array(bytes(), { maxLength: 3 })),
    receipts: fc.array(receipt(), { maxLength: 3 }),
    rejected: fc.uniqueArray(
      fc.record({
        index: fc.nat(300),
        reason: fc.constant('TransactionException.NONCE_IS_MAX' as const),
      }),
      { maxLength: 2, selector: ({ index }) => index },
    ),
    postState: alloc(),
    stats: fc.constant(STATS),
  });

/** Any change of a hex string that makes it another value of the same length. */
function flip(hex: Hex): Hex {
  const digit = hex.at(-1) === '1' ? '2' : '1';
  return hex === '0x' ? '0x01' : `0x${hex.slice(2, -1)}${digit}`;
}

interface Mutation {
  readonly path: string;
  readonly result: AcceptedBlock;
}

/** `list` with the entry at `index` replaced. */
function withEntry<V>(list: readonly V[], index: number, entry: V): V[] {
  return list.map((old, position) => (position === index ? entry : old));
}

function logMutations(entry: Log): { readonly path: string; readonly log: Log }[] {
  return [
    { path: 'address', log: { ...entry, address: flip(entry.address) } },
    { path: 'topics.length', log: { ...entry, topics: [...entry.topics, '0x00'] } },
    ...entry.topics.map((topic, index) => ({
      path: `topics[${index}]`,
      log: { ...entry, topics: withEntry(entry.topics, index, flip(topic)) },
    })),
    { path: 'data', log: { ...entry, data: flip(entry.data) } },
  ];
}

function receiptMutations(old: Receipt): { readonly path: string; readonly receipt: Receipt }[] {
  const extra: Log = { address: '0x00', topics: [], data: '0x' };
  return [
    {
      path: 'transactionIndex',
      receipt: { ...old, transactionIndex: old.transactionIndex + 1 },
    },
    { path: 'status', receipt: { ...old, status: old.status === '0x0' ? '0x1' : '0x0' } },
    { path: 'gasUsed', receipt: { ...old, gasUsed: flip(old.gasUsed) } },
    {
      path: 'cumulativeGasUsed',
      receipt: { ...old, cumulativeGasUsed: flip(old.cumulativeGasUsed) },
    },
    { path: 'logs.length', receipt: { ...old, logs: [...old.logs, extra] } },
    ...old.logs.flatMap((entry, index) =>
      logMutations(entry).map(({ path, log: mutated }) => ({
        path: `logs[${index}].${path}`,
        receipt: { ...old, logs: withEntry(old.logs, index, mutated) },
      })),
    ),
    { path: 'logsBloom', receipt: { ...old, logsBloom: flip(old.logsBloom) } },
    {
      path: 'contractAddress',
      receipt: { ...old, contractAddress: old.contractAddress === null ? '0x00' : null },
    },
    { path: 'type', receipt: { ...old, type: flip(old.type) } },
    { path: 'transactionHash', receipt: { ...old, transactionHash: flip(old.transactionHash) } },
  ];
}

function accountMutations(
  old: AllocAccount,
): { readonly path: string; readonly account: AllocAccount }[] {
  const { storage = {}, nonce = '0x0', code = '0x' } = old;
  const fresh: Hex = `0x${'5e'.repeat(32)}`;
  return [
    { path: '.balance', account: { ...old, balance: flip(old.balance) } },
    { path: '.nonce', account: { ...old, nonce: flip(nonce) } },
    { path: '.code', account: { ...old, code: flip(code) } },
    { path: `.storage.${fresh}`, account: { ...old, storage: { ...storage, [fresh]: '0x1' } } },
    ...Object.entries(storage).flatMap(([slot, value]) => [
      {
        path: `.storage.${slot}`,
        account: { ...old, storage: { ...storage, [slot]: flip(value) } },
      },
      {
        path: `.storage.${slot}`,
        account: {
          ...old,
          storage: Object.fromEntries(Object.entries(storage).filter(([key]) => key !== slot)),
        },
      },
    ]),
  ];
}

function postStateMutations(old: Alloc): { readonly path: string; readonly postState: Alloc }[] {
  const fresh: Hex = `0x${'5e'.repeat(20)}`;
  return [
    { path: `postState.${fresh}`, postState: { ...old, [fresh]: { balance: '0x0' } } },
    ...Object.entries(old).flatMap(([address, before]) => [
      {
        path: `postState.${address}`,
        postState: Object.fromEntries(Object.entries(old).filter(([key]) => key !== address)),
      },
      ...accountMutations(before).map(({ path, account: after }) => ({
        path: `postState.${address}${path}`,
        postState: { ...old, [address]: after },
      })),
    ]),
  ];
}

/** Every way to change one field of a result, with the path under which it must be found. */
function mutations(old: AcceptedBlock): Mutation[] {
  const receipts = old.receipts.flatMap((before, index) =>
    receiptMutations(before).map(({ path, receipt: after }) => ({
      path: `receipts[${index}].${path}`,
      result: { ...old, receipts: withEntry(old.receipts, index, after) },
    })),
  );
  const rejected = old.rejected.map((entry, position) => ({
    path: `rejected[${entry.index}].reason`,
    result: {
      ...old,
      rejected: withEntry(old.rejected, position, {
        ...entry,
        reason: 'TransactionException.SENDER_NOT_EOA' as const,
      }),
    },
  }));
  const requests = (old.requests ?? []).map((request, index) => ({
    path: `requests[${index}]`,
    result: { ...old, requests: withEntry(old.requests ?? [], index, flip(request)) },
  }));
  return [
    ...rejected,
    { path: 'receipts.length', result: { ...old, receipts: [...old.receipts, EXTRA_RECEIPT] } },
    ...receipts,
    { path: 'gasUsed', result: { ...old, gasUsed: flip(old.gasUsed) } },
    {
      path: 'blobGasUsed',
      result: { ...old, blobGasUsed: old.blobGasUsed === null ? '0x0' : null },
    },
    { path: 'logsBloom', result: { ...old, logsBloom: flip(old.logsBloom) } },
    { path: 'receiptsRoot', result: { ...old, receiptsRoot: flip(old.receiptsRoot) } },
    {
      path: 'requests.length',
      result: { ...old, requests: old.requests === null ? [] : [...old.requests, '0x00'] },
    },
    ...requests,
    {
      path: 'requestsHash',
      result: { ...old, requestsHash: old.requestsHash === null ? '0x00' : null },
    },
    { path: 'stateRoot', result: { ...old, stateRoot: flip(old.stateRoot) } },
    ...postStateMutations(old.postState).map(({ path, postState }) => ({
      path,
      result: { ...old, postState },
    })),
  ];
}

const EXTRA_RECEIPT: Receipt = {
  type: '0x0',
  transactionHash: '0x00',
  transactionIndex: 0,
  status: '0x1',
  gasUsed: '0x0',
  cumulativeGasUsed: '0x0',
  logsBloom: '0x',
  logs: [],
  contractAddress: null,
};

describe('one changed field', () => {
  test('is the one difference, found from either side', () => {
    const property = fc.property(accepted(), (result) => {
      for (const { path, result: mutated } of mutations(result)) {
        const found = compareResults(result, mutated, 10).differences;
        expect(found.map((difference) => difference.path)).toEqual([path]);
        expect(firstDifference(mutated, result)?.path).toBe(path);
      }
    });
    fc.assert(property, { seed: SEED, numRuns: 60 });
  });

  test('is found before all that comes after it on the ladder', () => {
    const property = fc.property(accepted(), fc.nat(), fc.nat(), (result, first, second) => {
      const ladder = mutations(result);
      const order = [first % ladder.length, second % ladder.length];
      const upper = at(ladder, Math.min(...order));
      const lower = at(ladder, Math.max(...order));
      const part = partOf(lower.path, result);
      fc.pre(part !== partOf(upper.path, result));
      const both: AcceptedBlock = { ...upper.result, [part]: lower.result[part] };
      const paths = differences(result, both, 10).map(({ path }) => path);
      expect(paths).toEqual([upper.path, lower.path]);
    });
    fc.assert(property, { seed: SEED, numRuns: 200 });
  });
});

function at<V>(list: readonly V[], index: number): V {
  const entry = list[index];
  if (entry === undefined) throw new RangeError(`no entry ${index}`);
  return entry;
}

/** The field of the block that a path leads into. */
function partOf(path: string, block: AcceptedBlock): keyof AcceptedBlock {
  const isPart = (name: string): name is keyof AcceptedBlock => Object.hasOwn(block, name);
  const name = at(path.split(/[.[]/), 0);
  if (isPart(name)) return name;
  throw new Error(`no part of a block: ${path}`);
}

/** The same result as an engine with other habits would spell it. */
function respell(old: AcceptedBlock): AcceptedBlock {
  const upper = (hex: Hex): Hex => `0x${hex.slice(2).toUpperCase()}`;
  const padded = (hex: Hex): Hex => `0x000${hex.slice(2).toUpperCase()}`;
  const short = (hex: Hex): Hex => `0x${BigInt(hex).toString(16)}`;
  const zeroSlot = { [`0x${'5e'.repeat(32)}`]: '0x0', '0x1': `0x${'00'.repeat(32)}` } as const;
  const respellAccount = ({ balance, nonce, code, storage }: AllocAccount): AllocAccount => ({
    balance: padded(balance),
    ...(nonce === '0x0' || nonce === undefined ? {} : { nonce: padded(nonce) }),
    ...(code === '0x' || code === undefined ? {} : { code: upper(code) }),
    storage: {
      ...zeroSlot,
      ...Object.fromEntries(
        Object.entries(storage ?? {}).map(([slot, value]) => [short(toHex(slot)), short(value)]),
      ),
    },
  });
  return {
    ...old,
    stateRoot: upper(old.stateRoot),
    gasUsed: padded(old.gasUsed),
    blobGasUsed: old.blobGasUsed === null ? null : padded(old.blobGasUsed),
    requests: old.requests?.map(upper) ?? null,
    receipts: old.receipts.map((entry) => ({
      ...entry,
      type: padded(entry.type),
      gasUsed: padded(entry.gasUsed),
      logsBloom: upper(entry.logsBloom),
      contractAddress: entry.contractAddress === null ? null : upper(entry.contractAddress),
      logs: entry.logs.map(({ address, topics, data }) => ({
        address: upper(address),
        topics: topics.map(upper),
        data: upper(data),
      })),
    })),
    rejected: old.rejected.toReversed(),
    postState: Object.fromEntries(
      Object.entries(old.postState)
        .toReversed()
        .map(([address, entry]) => [upper(toHex(address)), respellAccount(entry)]),
    ),
    stats: { ...old.stats, lanes: 8, executions: 99, path: { kind: 'parallel' } },
  };
}

function toHex(text: string): Hex {
  return `0x${text.replace(/^0x/, '')}`;
}

describe('equal results', () => {
  test('are equal in any spelling, whatever their statistics', () => {
    const property = fc.property(accepted(), (result) => {
      const same = respell(result);
      expect(firstDifference(result, same)).toBeNull();
      expect(firstDifference(same, result)).toBeNull();
      expect(compareResults(result, same, 1).compared).toBeGreaterThan(10);
    });
    fc.assert(property, { seed: SEED, numRuns: 100 });
  });

  test('are compared in as many fields as they have', () => {
    const property = fc.property(accepted(), (result) => {
      const { compared } = compareResults(result, result, 1);
      const accounts = Object.values(result.postState);
      const slots = accounts.flatMap(({ storage }) => Object.keys(storage ?? {})).length;
      const logs = result.receipts.flatMap((entry) => entry.logs);
      const topics = logs.flatMap((entry) => entry.topics).length;
      // Per receipt nine fields and the number of logs; per log three and its topics; per account
      // five and its slots; two for who was left out. The block has eleven of its own.
      const expected =
        11 +
        result.rejected.length * 2 +
        (result.requests?.length ?? 0) +
        result.receipts.length * 9 +
        logs.length * 3 +
        topics +
        accounts.length * 5 +
        slots;
      expect(compared).toBe(expected);
    });
    fc.assert(property, { seed: SEED, numRuns: 100 });
  });
});
