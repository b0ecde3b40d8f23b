/**
 * Clients by the Engine API. The client is a process with our own engine in it, right or wrong in
 * one way; go-ethereum takes its place where `geth` is on the path.
 */
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openBridge } from '#harness/adapters/bridge/openBridge.js';
import { createOracle } from '#harness/adapters/oracle/index.js';
import { programVersion } from '#harness/adapters/stdio/programVersion.js';
import type { Certificate } from '#harness/certify/certificate.js';
import { certify } from '#harness/certify/certify.js';
import { corpusCases } from '#harness/certify/corpusCases.js';
import { Workplace } from '#harness/cli/spawned.js';

const DIST = new URL('../../../dist/', import.meta.url).href;
const place = new Workplace();
afterAll(() => {
  place.remove();
});

/** Executes what it is given under the rules of Prague, on the genesis in its file. */
place.write(
  'client.mjs',
  `import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { jwtVerify } from '${import.meta.resolve('jose')}';
import { bodyRootsOf, sealHeader } from '${DIST}fixtures/official/encodeBlock.js';
import { decodeItem } from '${DIST}fixtures/official/structure.js';
import { decodeTransaction } from '${DIST}fixtures/official/transaction.js';
import { stateRoot } from '${DIST}fixtures/official/trieRoots.js';

const [, , kind, genesisFile, port, jwtFile] = process.argv;
if (kind === 'dies') {
  console.error('no room for the chain');
  process.exit(3);
}
const genesis = JSON.parse(readFileSync(genesisFile, 'utf8'));
const secret = Buffer.from(readFileSync(jwtFile, 'utf8'), 'hex');
const empty = { transactions: [], uncles: [], withdrawals: [] };
const noRequests = '0x' + createHash('sha256').digest('hex');

async function header(fields, body, said) {
  const roots = await bodyRootsOf(body);
  const numbers = Object.fromEntries(
    ['gasLimit', 'gasUsed', 'timestamp', 'blobGasUsed', 'excessBlobGas'].map(
      (name) => [name, BigInt(fields[name])],
    ),
  );
  return sealHeader({
    ...{ ...said, ...numbers, parentHash: fields.parentHash, extraData: fields.extraData },
    ...{ unclesHash: roots.uncles, transactionsRoot: roots.transactions },
    ...{ withdrawalsRoot: roots.withdrawals, baseFee: BigInt(fields.baseFeePerGas) },
    ...{ number: BigInt(fields.number ?? fields.blockNumber), difficulty: 0n },
    nonce: '0x0000000000000000',
  });
}

async function first() {
  const { transactions } = await bodyRootsOf(empty);
  return await header(genesis, empty, {
    stateRoot: await stateRoot(genesis.alloc),
    ...{ receiptsRoot: transactions, logsBloom: '0x' + '00'.repeat(256) },
    ...{ beneficiary: genesis.coinbase, mixHash: genesis.mixHash },
    ...{ parentBeaconBlockRoot: genesis.mixHash, requestsHash: noRequests },
  });
}

async function newPayload([payload, , beaconRoot, requests]) {
  const invalid = (validationError) => ({ status: 'INVALID', validationError });
  const transactions = payload.transactions.map((raw) => {
    const bytes = Buffer.from(raw.slice(2), 'hex');
    return decodeTransaction(bytes[0] < 0xc0 ? new Uint8Array(bytes) : decodeItem(bytes), 'it');
  });
  const body = { transactions, uncles: [], withdrawals: payload.withdrawals };
  const sha = (bytes) => createHash('sha256').update(bytes).digest();
  const hashes = requests.map((request) => sha(Buffer.from(request.slice(2), 'hex')));
  const { stateRoot: root, receiptsRoot, logsBloom } = payload;
  const block = await header(payload, body, {
    ...{ stateRoot: root, receiptsRoot, logsBloom, beneficiary: payload.feeRecipient },
    ...{ mixHash: payload.prevRandao, parentBeaconBlockRoot: beaconRoot },
    requestsHash: '0x' + sha(Buffer.concat(hashes)).toString('hex'),
  });
  if (block.hash !== payload.blockHash) return invalid('another hash');
  const env = {
    ...{ currentCoinbase: payload.feeRecipient, currentGasLimit: payload.gasLimit },
    ...{ currentNumber: payload.blockNumber, currentTimestamp: payload.timestamp },
    ...{ currentRandom: payload.prevRandao, currentBaseFee: payload.baseFeePerGas },
    ...{ currentExcessBlobGas: payload.excessBlobGas, parentBeaconBlockRoot: beaconRoot },
    blockHashes: { 0: payload.parentHash },
  };
  const { withdrawals } = payload;
  const { createSerialEngine } = await import('${DIST}engine/index.js');
  const result = await createSerialEngine().execute(
    { fork: 'Prague', chainId: '0x1', env, transactions, withdrawals },
    genesis.alloc,
  );
  if (result.status === 'rejected') return invalid(result.rejection.reason);
  if (kind === 'wrong' && result.receipts.some(({ logs }) => logs.length > 0)) {
    return invalid('invalid bloom');
  }
  const wrong = ['stateRoot', 'receiptsRoot', 'logsBloom', 'gasUsed', 'blobGasUsed'].find(
    (name) => payload[name] !== result[name],
  );
  if (wrong !== undefined) return invalid('invalid ' + wrong);
  return block.requestsHash === result.requestsHash ? { status: 'VALID' } : invalid('requests');
}

const ANSWERS = {
  'says-valid': () => ({ status: 'VALID' }),
  'says-invalid': () => invalid('because'),
  syncing: () => ({ status: 'SYNCING' }),
};

async function answer({ method, params }) {
  const { hash } = await first();
  if (method !== 'engine_newPayloadV4') {
    return { hash: kind === 'other-genesis' ? '0x' + '11'.repeat(32) : hash };
  }
  const given = ANSWERS[kind]?.() ?? (await newPayload(params));
  return { latestValidHash: null, validationError: null, ...given };
}

function invalid(validationError) {
  return { status: 'INVALID', validationError };
}

createServer(async (request, response) => {
  try {
    const [, token = ''] = (request.headers.authorization ?? '').split(' ');
    await jwtVerify(token, secret, { maxTokenAge: '60s' });
    const asked = JSON.parse(await text(request));
    if (kind === 'dies-asked' && asked.method.startsWith('engine_')) process.exit(4);
    const reply = { jsonrpc: '2.0', id: asked.id, result: await answer(asked) };
    response.end(JSON.stringify(reply));
  } catch (error) {
    const reply = { jsonrpc: '2.0', id: 1, error: { code: -32602, message: String(error) } };
    response.end(JSON.stringify(reply));
  }
}).listen(Number(port), '127.0.0.1');
`,
);

const PROGRAM = `"${process.execPath}" "${join(place.folder, 'client.mjs')}"`;
const command = (kind: string): string => `${PROGRAM} ${kind} {genesis} {port} {jwt} {data}`;

const hasGeth = await programVersion('geth').then(
  () => true,
  () => false,
);

async function certified(rest: string, ids: readonly string[]): Promise<Certificate> {
  const client = await openBridge({ kind: 'engine-api', rest, remedy: '' }, { version: '0' });
  try {
    return await certify(client, {
      judges: [{ name: 'oracle', level: 1, engine: createOracle() }],
      claim: 'equivalence',
      forks: ['Prague'],
      cases: (fork) => corpusCases(fork).filter(({ id }) => ids.includes(id)),
    });
  } finally {
    await client.close?.();
  }
}

const CASES = ['transfers/chain', 'hot-spots/token-holder', 'validity/nonce-too-low'];

describe('a client', () => {
  test('that is wrong about logs alone fails where there are some, and nowhere else', async () => {
    const certificate = await certified(command('wrong'), CASES);
    expect(certificate).toMatchObject({ verdict: 'fail', blocks: 3, divergences: 1 });
    expect(certificate.failures.map(({ caseId }) => caseId)).toEqual(['hot-spots/token-holder']);
  });

  test.skipIf(!hasGeth)('go-ethereum, passes', { timeout: 60_000 }, async () => {
    expect(await certified('geth', CASES)).toMatchObject({ verdict: 'pass', blocks: 3 });
  });
});

test.each([
  ['says-valid', 'it passes a block with a false gas used'],
  ['says-invalid', 'it fails a plain payment with a true header: because'],
  ['syncing', 'the client did not execute the block: it says SYNCING'],
  ['other-genesis', 'it makes another block of the genesis that it is given'],
  ['dies', 'the client ended (code 3): no room for the chain'],
  ['dies-asked', 'the client ended (code 4)'],
])('a client that %s cannot be certified', async (kind, words) => {
  await expect(certified(command(kind), CASES)).rejects.toThrow(words);
});

test.each([
  ['no-such-client {genesis} {data} {port} {jwt}', 'there is no program no-such-client'],
  ['my-client --port {port}', 'does not say where the client is told {genesis}, {data}, {jwt}'],
])('%s is no client', async (rest, words) => {
  await expect(certified(rest, CASES)).rejects.toThrow(words);
});
