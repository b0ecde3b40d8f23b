/** What go-ethereum 1.17.10 says of receipts, logs and accounts, and where parts go. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createSerialEngine } from '#engine/index.js';
import {
  BENEFICIARY,
  CANCUN,
  createGethTool,
  LONDON,
  SENDER,
  TYPED,
  withEnv,
} from '#harness/t8n/testing/gethTool.js';

const engine = createSerialEngine();
const { run, streamsOf } = createGethTool(engine);
afterAll(async () => {
  await engine.close?.();
});

const folder = mkdtempSync(join(tmpdir(), 'lockstep-t8n-outputs-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a result has every field of a receipt and of a log', async () => {
  const { alloc, result } = await run(LONDON);
  const place = {
    blockHash: `0x1337${'0'.repeat(60)}`,
    blockNumber: '0x5',
    transactionIndex: '0x0',
  };
  expect(result).toMatchObject({ requests: null });
  expect(result['receipts']).toMatchObject([
    {
      ...place,
      effectiveGasPrice: null,
      logs: [{ ...place, blockTimestamp: '0x3e8', logIndex: '0x0', removed: false }],
    },
  ]);
  // A fee of 16 wei per gas; no code, no storage, and of the beneficiary no nonce.
  expect(alloc[SENDER]).toEqual({ balance: '0xde0b6b3a7596020', nonce: '0x1' });
  expect(alloc[BENEFICIARY]).toEqual({ balance: '0x54ff0' });
});

test('a receipt of blobs says what they cost', async () => {
  const { gasPrice: _none, ...rest } = TYPED;
  const fees = { maxFeePerGas: '0x20', maxPriorityFeePerGas: '0x0', maxFeePerBlobGas: '0x10000' };
  const tx = { ...rest, ...fees, type: '0x3', blobVersionedHashes: [`0x01${'0'.repeat(62)}`] };
  const input = { ...withEnv(CANCUN, { currentExcessBlobGas: '0x2000000' }), txs: [tx] };
  const { result } = await run(input, { fork: 'Cancun' });
  expect(result['receipts']).toMatchObject([{ blobGasUsed: '0x20000', blobGasPrice: '0x5a86' }]);
});

test('parts go to stderr, and to a folder that is made', async () => {
  const basedir = join(folder, 'a', 'b');
  const outputs = { alloc: 'a.json', result: 'stderr', body: '', basedir };
  const [stdout, stderr = ''] = await streamsOf(LONDON, { outputs });
  const { alloc, result } = await run(LONDON);
  expect(stdout).toBe('');
  expect(JSON.parse(stderr)).toEqual({ result });
  expect(existsSync('stderr')).toBe(false);
  expect(JSON.parse(readFileSync(join(basedir, 'a.json'), 'utf8'))).toEqual(alloc);
});
