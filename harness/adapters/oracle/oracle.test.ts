/**
 * The oracle on valid blocks: what goes in arrives at stock code, and all that comes out is true.
 */
import { Common, Mainnet } from '@ethereumjs/common';
import {
  type TypedTransaction,
  createAccessList2930Tx,
  createBlob4844Tx,
  createEOACode7702Tx,
  createFeeMarket1559Tx,
  createLegacyTx,
} from '@ethereumjs/tx';
import {
  bigIntToHex,
  eoaCode7702SignAuthorization,
  hexToBytes,
  privateToAddress,
  bytesToHex,
} from '@ethereumjs/util';
import { describe, expect, test } from 'vitest';
import type { AcceptedBlock, Alloc, Block, Hex, Transaction } from '#engine/api/index.js';
import { assemble } from '#generators/assembly/assemble.js';
import { createAddress } from '#generators/build/address.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { BENEFICIARY } from '#generators/build/env.js';
import { FORKS, forksBefore, forksFrom } from '#generators/build/fork.js';
import { word } from '#generators/build/hex.js';
import { BEACON_ROOTS_ADDRESS, HISTORY_STORAGE_ADDRESS } from '#generators/build/predeploys.js';
import { createOracle, prepareOracle } from '#harness/adapters/oracle/index.js';
import { kzg } from '#harness/adapters/oracle/kzg.js';
import { createStockCommon } from '#harness/adapters/oracle/stockChain.js';
import { loadAlloc } from '#harness/adapters/oracle/stockState.js';

const RECEIVER = '0x00000000000000000000000000000000000000aa';
const TRANSFER = { to: RECEIVER, gas: 21_000n, value: 1n } as const;
const BLOB_HASH = `0x01${'ab'.repeat(31)}` as const;

async function accept(block: Block, preState: Alloc): Promise<AcceptedBlock> {
  const result = await createOracle().execute(block, preState);
  if (result.status === 'rejected') throw new Error(JSON.stringify(result.rejection));
  return result;
}

/** Fields of a stock transaction in t8n's vocabulary, by way of its own JSON. */
function stockToTransaction(signed: TypedTransaction): Transaction {
  const { gasLimit, data, to, authorizationList, ...rest } = signed.toJSON();
  const authorizations = authorizationList?.map(({ yParity, ...authorization }) => ({
    ...authorization,
    v: yParity,
  }));
  // The JSON of ethereumjs and t8n's agree in everything but the names of three fields.
  return {
    ...rest,
    to: to ?? null,
    gas: gasLimit,
    input: data,
    ...(authorizations === undefined ? {} : { authorizationList: authorizations }),
  } as Transaction;
}

describe('transactions of all five types, signed by the library the oracle runs on', () => {
  const common = new Common({ chain: Mainnet, hardfork: 'prague', customCrypto: { kzg } });
  const options = { common };
  const key = hexToBytes(`0x${'42'.repeat(32)}`);
  const sender = bytesToHex(privateToAddress(key));
  const body = { to: RECEIVER, gasLimit: 100_000n, value: 1n } as const;
  const fees = { maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 5n } as const;
  const authorization = eoaCode7702SignAuthorization(
    { chainId: '0x1', address: RECEIVER, nonce: '0x5' },
    key,
  );
  const signed = [
    createLegacyTx({ ...body, nonce: 0n, gasPrice: 10n ** 10n }, options),
    createAccessList2930Tx(
      {
        ...body,
        nonce: 1n,
        gasPrice: 10n ** 10n,
        accessList: [{ address: RECEIVER, storageKeys: [word(1)] }],
      },
      options,
    ),
    createFeeMarket1559Tx({ ...body, ...fees, nonce: 2n }, options),
    createBlob4844Tx(
      { ...body, ...fees, nonce: 3n, maxFeePerBlobGas: 1n, blobVersionedHashes: [BLOB_HASH] },
      options,
    ),
    createEOACode7702Tx(
      { ...body, ...fees, nonce: 4n, authorizationList: [authorization] },
      options,
    ),
  ].map((unsigned) => unsigned.sign(key));

  test('have the sender, hash, type and cost that the library gives them', async () => {
    const chain = new ChainBuilder('Prague');
    chain.put(sender, { balance: bigIntToHex(10n ** 20n) });
    const block = chain.block(signed.map(stockToTransaction));
    const result = await accept(block, chain.preState);
    expect(result.receipts.map(({ type }) => type)).toEqual(['0x0', '0x1', '0x2', '0x3', '0x4']);
    expect(result.receipts.map(({ transactionHash }) => transactionHash)).toEqual(
      signed.map((transaction) => bytesToHex(transaction.hash())),
    );
    // 21,000; access list 2,400 + 1,900; authorisation 25,000 less a refund of at most a fifth.
    expect(result.receipts.map(({ gasUsed }) => Number(gasUsed))).toEqual([
      21_000, 25_300, 21_000, 21_000, 36_800,
    ]);
    expect(result.receipts.at(-1)?.cumulativeGasUsed).toBe(result.gasUsed);
    expect(result.blobGasUsed).toBe('0x20000');
    expect(result.postState[sender]).toMatchObject({
      nonce: '0x6',
      code: `0xef0100${RECEIVER.slice(2)}`,
    });
  });
});

/** Stores two slots, clears one of the pre-state, emits a log of its address and topic 7. */
const BUSY = assemble('1 1 SSTORE 2 2 SSTORE 0 9 SSTORE 7 0 0 LOG1 STOP');

describe.each(FORKS)('under %s', (fork) => {
  function busyBlock(): { readonly block: Block; readonly chain: ChainBuilder } {
    const chain = new ChainBuilder(fork);
    const busy = chain.contract('busy', BUSY, {
      storage: { [word(9)]: word(5), [word(8)]: '0x1' },
    });
    const doomed = chain.contract('doomed', assemble('CALLER SELFDESTRUCT'));
    chain.put(addressOf('untouched'), { balance: '0x7', storage: { '0x3': '0x04' } });
    const creator = chain.sender();
    const transactions = [
      chain.transfer(creator, RECEIVER, 5n),
      chain.anyone({ to: busy, gas: 200_000n }),
      chain.anyone({ to: doomed, gas: 100_000n }),
      // Returns one byte of code.
      chain.transaction(creator, { to: null, gas: 200_000n, input: assemble('1 0 RETURN') }),
      // Runs out of gas, with a log before.
      chain.anyone({ to: chain.contract('failing', assemble('0 0 LOG0 INVALID')), gas: 50_000n }),
    ];
    return { block: chain.block(transactions), chain };
  }

  test('the dumped post-state has the state root', async () => {
    const { block, chain } = busyBlock();
    const result = await accept(block, chain.preState);
    const { manager } = await loadAlloc(result.postState, createStockCommon(fork, '0x1'));
    expect(bytesToHex(await manager.getStateRoot())).toBe(result.stateRoot);
    expect(result.postState[addressOf('busy')]?.storage).toEqual({
      [word(1)]: word(1),
      [word(2)]: word(2),
      [word(8)]: word(1),
    });
    expect(result.postState[addressOf('untouched')]).toEqual({
      balance: '0x7',
      storage: { [word(3)]: word(4) },
    });
    const isDestroyed = result.postState[addressOf('doomed')] === undefined;
    expect(isDestroyed).toBe(forksBefore('Cancun').includes(fork));
  });

  test('receipts say what happened', async () => {
    const { block, chain } = busyBlock();
    const { receipts } = await accept(block, chain.preState);
    expect(receipts.map(({ status }) => status)).toEqual(['0x1', '0x1', '0x1', '0x1', '0x0']);
    expect(receipts.map(({ logs }) => logs)).toEqual([
      [],
      [{ address: addressOf('busy'), topics: [word(7)], data: '0x' }],
      [],
      [],
      [],
    ]);
    const creator = new ChainBuilder(fork).sender().address;
    const created = createAddress(creator, 1);
    expect(receipts.map(({ contractAddress }) => contractAddress)).toEqual([
      null,
      null,
      null,
      created,
      null,
    ]);
  });

  test('the same block gives the same result on the same instance', async () => {
    const { block, chain } = busyBlock();
    const oracle = createOracle();
    const first = await oracle.execute(block, chain.preState);
    await oracle.execute({ ...block, transactions: [] }, chain.preState);
    expect(await oracle.execute(block, chain.preState)).toEqual(first);
  });

  test('a prepared run repeats, and computes what the engine returns', async () => {
    const { block, chain } = busyBlock();
    const { rejected, postState, stats, ...consensus } = await accept(block, chain.preState);
    const prepared = await prepareOracle(block, chain.preState);
    expect(await prepared.run()).toEqual(consensus);
    expect(await prepared.run()).toEqual(consensus);
    expect(rejected).toEqual([]);
    expect(Object.keys(postState)).not.toEqual([]);
    expect(stats).toMatchObject({ path: { kind: 'serial' }, lanes: 1, executions: 5 });
  });
});

function addressOf(name: string): Hex {
  return new ChainBuilder('Osaka').contract(name, '0x');
}

test('numbers may be padded, as t8n reads them', async () => {
  const chain = new ChainBuilder('Osaka');
  const [transaction] = [chain.anyone(TRANSFER)];
  const block = chain.block([transaction]);
  const padded = {
    ...block,
    chainId: '0x0001' as const,
    env: { ...block.env, currentGasLimit: `0x00${block.env.currentGasLimit.slice(2)}` as const },
    transactions: [{ ...transaction, nonce: '0x00' as const, gas: '0x0005208' as const }],
  };
  expect(await accept(padded, chain.preState)).toEqual(await accept(block, chain.preState));
});

test.each(forksBefore('Paris'))('miners and uncles are rewarded under %s', async (fork) => {
  const chain = new ChainBuilder(fork);
  const ommers = [
    { delta: 1, address: RECEIVER },
    { delta: 2, address: RECEIVER },
  ] as const;
  const { postState } = await accept(chain.block([], { env: { ommers } }), chain.preState);
  const reward = 2n * 10n ** 18n;
  expect(postState[BENEFICIARY]?.balance).toBe(bigIntToHex(reward + (2n * reward) / 32n));
  expect(postState[RECEIVER]?.balance).toBe(bigIntToHex((reward * (7n + 6n)) / 8n));
});

test.each(forksFrom('Shanghai'))('withdrawals are paid in gwei under %s', async (fork) => {
  const chain = new ChainBuilder(fork);
  const withdrawal = { index: '0x1', validatorIndex: '0x2', address: RECEIVER } as const;
  const withdrawals = [
    { ...withdrawal, amount: '0x3' },
    { ...withdrawal, address: BENEFICIARY, amount: '0x0' },
  ] as const;
  const { postState } = await accept(chain.block([], { withdrawals }), chain.preState);
  expect(postState[RECEIVER]?.balance).toBe(bigIntToHex(3n * 10n ** 9n));
  expect(postState[BENEFICIARY]).toBeUndefined();
});

test('the parent hash and the beacon root are stored before the transactions', async () => {
  const chain = new ChainBuilder('Prague');
  const block = chain.block([]);
  const { postState } = await accept(block, chain.preState);
  const number = BigInt(block.env.currentNumber);
  const parentHash = block.env.blockHashes[String(number - 1n)];
  expect(postState[HISTORY_STORAGE_ADDRESS]?.storage?.[word((number - 1n) % 8191n)]).toBe(
    parentHash,
  );
  const position = BigInt(block.env.currentTimestamp) % 8191n;
  expect(postState[BEACON_ROOTS_ADDRESS]?.storage?.[word(position + 8191n)]).toBe(
    block.env.parentBeaconBlockRoot,
  );
});

describe('BLOCKHASH', () => {
  const code = assemble('0 CALLDATALOAD BLOCKHASH 0 SSTORE STOP');

  test('returns the hash given for an ancestor', async () => {
    const chain = new ChainBuilder('Osaka');
    const to = chain.contract('asking', code);
    const parent = chain.nextNumber - 1;
    const block = chain.block([chain.anyone({ to, gas: 100_000n, input: word(parent) })]);
    const { postState } = await accept(block, chain.preState);
    expect(postState[to]?.storage?.[word(0)]).toBe(block.env.blockHashes[String(parent)]);
  });

  test('of an ancestor that is not given fails, and names it', async () => {
    const chain = new ChainBuilder('Osaka');
    const to = chain.contract('asking', code);
    const block = chain.block([chain.anyone({ to, gas: 100_000n, input: word(900) })]);
    await expect(createOracle().execute(block, chain.preState)).rejects.toThrow(
      /env\.blockHashes has no block 900/,
    );
  });
});

describe('what the oracle cannot execute', () => {
  test('a context without a field of its fork is named', async () => {
    const chain = new ChainBuilder('Cancun');
    const block = chain.block([]);
    const { currentExcessBlobGas, ...env } = block.env;
    expect(currentExcessBlobGas).toBeDefined();
    await expect(createOracle().execute({ ...block, env }, chain.preState)).rejects.toThrow(
      'env.currentExcessBlobGas is required under cancun',
    );
  });

  test('a fork from elsewhere is named', async () => {
    const chain = new ChainBuilder('Cancun');
    const block: Block = JSON.parse(JSON.stringify({ ...chain.block([]), fork: 'Frontier' }));
    await expect(createOracle().execute(block, chain.preState)).rejects.toThrow(
      'the oracle does not know fork Frontier',
    );
  });

  test('a run that is not wanted any more ends with the reason given', async () => {
    const chain = new ChainBuilder('Cancun');
    const signal = AbortSignal.abort(new Error('enough'));
    const run = createOracle().execute(chain.block([]), chain.preState, { signal });
    await expect(run).rejects.toThrow('enough');
  });
});
