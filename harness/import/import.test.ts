/**
 * What others write down becomes blocks of ours, or is left out with a reason.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Block, Engine } from '#engine/api/index.js';
import {
  createAsynchronousEngine,
  createBlockSTMEngine,
  createMultiRoundEngine,
  createSerialEngine,
} from '#engine/index.js';
import { childBlock } from '#fixtures/export/childBlock.js';
import { blobHashes } from '#generators/build/blobs.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { buildWorkload } from '#generators/workloads/index.js';
import { openAnvil } from '#harness/adapters/node/anvilNode.js';
import { envelopeOf } from '#harness/adapters/node/envelope.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { firstDifference } from '#harness/compare/index.js';
import {
  type ImportedBlock,
  importedBlocks,
  type NotImported,
} from '#harness/import/importedBlocks.js';
import type { RawSnapshot } from '#harness/import/snapshot.js';
import { type Source, sourcesAt } from '#harness/import/sources.js';
import { smallStateTests } from '#harness/import/testing/stateTests.js';
import { inputPayload } from '#harness/protocol/blockPayload.js';

const serial = createSerialEngine();
const oracle = createOracle();

async function imported(
  sources: readonly Source[],
  options: Partial<Parameters<typeof importedBlocks>[1]> = {},
): Promise<{ readonly blocks: ImportedBlock[]; readonly left: NotImported[] }> {
  async function* all(): AsyncGenerator<Source, void, undefined> {
    yield* sources;
  }
  const blocks: ImportedBlock[] = [];
  const left: NotImported[] = [];
  for await (const one of importedBlocks(all(), { perBlock: 4, serial, ...options })) {
    if ('reason' in one) left.push(one);
    else blocks.push(one);
  }
  return { blocks, left };
}

function only<T>(all: readonly T[]): T {
  const [first] = all;
  if (first === undefined || all.length !== 1) throw new Error(`there are ${String(all.length)}`);
  return first;
}

const PARALLEL: readonly (readonly [string, () => Engine])[] = [
  ['block-stm', () => createBlockSTMEngine({ lanes: 2, minParallel: 0 })],
  ['v1', () => createMultiRoundEngine({ lanes: 2, minParallel: 0 })],
  ['v2', () => createAsynchronousEngine({ lanes: 2, minParallel: 0 })],
];

describe('state tests', () => {
  test('are packed with nonces that go on, and what is to be refused is left out', async () => {
    const value = (await smallStateTests())['counter'];
    const { blocks, left } = await imported([{ kind: 'state-test', path: 'f.json::c', value }]);
    expect(blocks.map(({ input }) => input.block.transactions.map(({ nonce }) => nonce))).toEqual([
      ['0x5', '0x6', '0x7', '0x8'],
      ['0x5', '0x6'],
    ]);
    expect(blocks[1]?.sources).toEqual(['f.json::c[Cancun-d4g0v0]', 'f.json::c[Cancun-d5g0v0]']);
    expect(left).toEqual([
      {
        source: 'f.json::c[Cancun-d0g1v0]',
        reason: 'is to be refused: TransactionException.INTRINSIC_GAS_TOO_LOW',
      },
      { source: 'f.json::c[Frontier]', reason: 'a fork not covered' },
    ]);
  });

  test.each(PARALLEL)('a pack runs in parallel on %s and agrees', async (_name, create) => {
    const value = (await smallStateTests())['counter'];
    const { blocks } = await imported([{ kind: 'state-test', path: 'f', value }], { perBlock: 6 });
    const { block, preState } = only(blocks).input;
    const engine = create();
    const result = await engine.execute(block, preState);
    await engine.close?.();
    expect(firstDifference(await oracle.execute(block, preState), result)).toBeNull();
    expect(result).toMatchObject({ stats: { path: { kind: 'parallel' } } });
  });

  test('whose own root is not what execution gives is no material', async () => {
    const value = JSON.parse(
      JSON.stringify((await smallStateTests())['counter']).replace(/"hash":"0x../, '"hash":"0x00'),
    );
    const { left } = await imported([{ kind: 'state-test', path: 'f', value }]);
    expect(left[0]?.reason).toBe('alone it has another state root than it says');
  });

  test.each([
    ['"currentGasLimit":"0x1c9c380"', '"currentGasLimit":"zz"'],
    ['"secretKey":"0x45', '"secretKey":"0xff'],
    ['"currentGasLimit":"0x1c9c380",', ''],
  ])('with %s made %s are left out by name', async (from, to) => {
    const text = JSON.stringify((await smallStateTests())['counter']);
    const wrong = from.startsWith('"secret')
      ? text.replace(/"secretKey":"0x[0-9a-f]{64}/, `"secretKey":"0x${'ff'.repeat(32)}`)
      : text.replace(from, to);
    const { blocks, left } = await imported([
      { kind: 'state-test', path: 'f', value: JSON.parse(wrong) },
    ]);
    expect(blocks).toEqual([]);
    expect(left[0]?.reason).toMatch(/^cannot be read: /);
  });

  test('with a number beyond 256 bits are left out by name', async () => {
    const value = JSON.parse(
      JSON.stringify((await smallStateTests())['counter']).replace(
        '"value":["0x0"]',
        '"value":["0x1' + '0'.repeat(64) + '"]',
      ),
    );
    const { blocks, left } = await imported([{ kind: 'state-test', path: 'f', value }]);
    expect(blocks).toEqual([]);
    expect(left[0]).toMatchObject({ source: 'f[Cancun-d0g0v0]' });
    expect(left[0]?.reason).toMatch(/^cannot be read: txs\[0\].value/);
  });

  test('that contradict one another go into blocks of their own', async () => {
    const value = (await smallStateTests())['counter'];
    const other = JSON.parse(JSON.stringify(value).replaceAll('"nonce":"0x5"', '"nonce":"0x4"'));
    const { blocks, left } = await imported(
      [
        { kind: 'state-test', path: 'f', value },
        { kind: 'state-test', path: 'g', value: other },
      ],
      { perBlock: 6 },
    );
    expect(blocks.map(({ sources }) => sources.length)).toEqual([6]);
    // The nonce of the transaction is not that of the account any more.
    expect(left.some(({ reason }) => reason.includes('NONCE_MISMATCH_TOO_HIGH'))).toBe(true);
  });
});

describe('triples of a transition tool', () => {
  const { block, preState } = buildWorkload('swap', { transactions: 4, seed: 1, fork: 'Cancun' });
  const { alloc, env, txs } = inputPayload({ block, preState });
  const source: Source = { kind: 'triple', path: 'p', triple: { alloc, env, txs }, rules: {} };

  test('come back as they were', async () => {
    const { blocks } = await imported([source], { forks: ['Cancun'] });
    expect(only(blocks).input).toEqual({ block, preState });
  });

  test('need a fork', async () => {
    const { left } = await imported([source]);
    expect(left).toEqual([{ source: 'p', reason: 'fork: is not said; name it with --fork' }]);
  });
});

describe('snapshots of a block that anvil made', () => {
  const taken = snapshotOf(
    buildWorkload('erc20-hot30', { transactions: 8, seed: 1, fork: 'Prague' }),
  );
  const forks = ['Prague'] as const;

  test('agree with its header, with signatures and without', async () => {
    const snapshot = await taken;
    const signed = await imported([{ kind: 'snapshot', path: 's', snapshot }], { forks });
    expect(only(signed.blocks).isChecked).toBe(true);
    const plain = { ...snapshot, block: withoutSignatures(snapshot.block) };
    const { blocks } = await imported([{ kind: 'snapshot', path: 'p', snapshot: plain }], {
      forks,
    });
    const { block, preState } = only(blocks).input;
    expect(block.transactions.every(({ sender }) => sender !== undefined)).toBe(true);
    const truth = await oracle.execute(block, preState);
    expect(truth).toMatchObject({ status: 'accepted' });
    expect(firstDifference(truth, await serial.execute(block, preState))).toBeNull();
  });

  test.each(['0x0', '0x1', '0x2', '0x3', '0x4'] as const)(
    'may have transactions of type %s without signature',
    async (type) => {
      const chain = new ChainBuilder('Prague');
      const [from, to] = [chain.sender(), chain.stranger().address];
      const {
        v: _v,
        r: _r,
        s: _s,
        ...unsigned
      } = chain.transaction(from, {
        ...{ type, to, gas: 100_000n },
        ...(type === '0x3' && { blobVersionedHashes: blobHashes(1) }),
        ...(type === '0x4' && {
          authorizationList: [chain.authorize(chain.sender(), { address: to })],
        }),
      });
      const nothing = { v: '0x0', r: '0x0', s: '0x0', sender: from.address } as const;
      const block = chain.block([{ ...unsigned, ...nothing }]);
      const truth = await oracle.execute(block, chain.preState);
      expect(truth).toMatchObject({ status: 'accepted' });
      expect(firstDifference(truth, await serial.execute(block, chain.preState))).toBeNull();
      // An official test is RLP, and RLP has no sender.
      const exporting = childBlock({ block, preState: chain.preState });
      await expect(exporting).rejects.toThrow('a transaction of it has no signature');
    },
  );

  test('with a state that is not whole are left out', async () => {
    const snapshot = await taken;
    const preState = JSON.parse(
      JSON.stringify(snapshot.preState).replaceAll(/"storage":\{[^}]*\}/g, '"storage":{}'),
    );
    const source: Source = { kind: 'snapshot', path: 's', snapshot: { ...snapshot, preState } };
    const { left } = await imported([source], { forks });
    expect(left[0]?.reason).toContain('is the state before it whole?');
  });

  test('need a fork where they are not of mainnet, and no trace of differences', async () => {
    const snapshot = await taken;
    const foreign = { ...snapshot, preState: [{ result: { pre: {}, post: {} } }] };
    const { left } = await imported([{ kind: 'snapshot', path: 's', snapshot: foreign }], {
      forks,
    });
    expect(left[0]?.reason).toContain('trace again without diffMode');
    const sepolia = await imported([{ kind: 'snapshot', path: 's', snapshot }], {
      chainId: '0xaa36a7',
    });
    expect(sepolia.left[0]?.reason).toContain('is of chain 11155111, not of mainnet');
  });
});

/** Mines the block in a node of its own, and asks for it and the state before it. */
async function snapshotOf({
  block,
  preState: alloc,
}: {
  readonly block: Block;
  readonly preState: Parameters<Engine['execute']>[1];
}): Promise<RawSnapshot> {
  const { env, fork, chainId } = block;
  const anvil = await openAnvil();
  const node = await anvil.start({
    fork,
    chainId,
    alloc,
    timestamp: '0x1',
    gasLimit: env.currentGasLimit,
    baseFee: env.currentBaseFee ?? '0x0',
    coinbase: env.currentCoinbase,
    beaconRoot: null,
  });
  try {
    for (const transaction of block.transactions) {
      await node.ask('eth_sendRawTransaction', envelopeOf(transaction).raw);
    }
    await node.ask('evm_mine');
    return {
      block: await node.ask('eth_getBlockByNumber', '0x1', true),
      preState: await node.ask('debug_traceBlockByNumber', '0x1', { tracer: 'prestateTracer' }),
    };
  } finally {
    await node.close();
    await anvil.close();
  }
}

function withoutSignatures(block: unknown): unknown {
  const text = JSON.stringify(block).replaceAll(/"(v|r|s|yParity)":"0x[0-9a-f]*",/g, '');
  return JSON.parse(text);
}

test('what lies in a folder is told apart by its content and its names', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-import-'));
  const write = (path: string, content: unknown): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(content));
  };
  for (const part of ['alloc', 'env', 'txs', 'zresult']) write(`a/${part}.json`, { part });
  for (const part of ['block', 'pre_state', 'bytecodes']) write(`b/${part}.json`, { part });
  write('c.json', { one: { pre: {}, post: {}, transaction: {} }, _info: {} });
  write('d.json', [1]);
  const found: unknown[] = [];
  for await (const { kind, path } of sourcesAt(folder)) found.push([kind, basename(path)]);
  rmSync(folder, { recursive: true });
  expect(found).toEqual([
    ['triple', 'a'],
    ['other', 'zresult.json'],
    ['snapshot', 'b'],
    ['state-test', 'c.json::one'],
    ['other', 'd.json'],
  ]);
});
