/**
 * What a transaction as a whole relies on and changes: sender, fees, creation, authorisation.
 *
 * The single accesses of a contract's code are rows of `facts.test.ts`.
 */
import { beforeEach, describe, expect, it } from 'vitest';

import type { Address } from '#engine/api/index.js';
import { type Lines, besidesSender, linesOf } from '#engine/evm/testing/lines.js';
import { initcodeOf } from '#engine/evm/testing/randomCode.js';
import { incarnationsOf } from '#engine/evm/testing/stage.js';
import { bytesToHex, quantity } from '#engine/primitives/bytes.js';
import { EMPTY_CODE_HASH } from '#engine/primitives/emptyCode.js';
import { assemble } from '#generators/assembly/assemble.js';
import { addressNamed, createAddress, hashOf } from '#generators/build/address.js';
import {
  ChainBuilder,
  MAX_FEE,
  PRIORITY_FEE,
  type TransactionRequest,
} from '#generators/build/chain.js';
import { BASE_FEE, BENEFICIARY } from '#generators/build/env.js';
import { word } from '#generators/build/hex.js';
import type { Signer } from '#generators/build/signer.js';

const T = addressNamed('T');
const CHILD = bytesToHex(initcodeOf(Uint8Array.of(0x00)));
const TRANSFER_GAS = 21_000n;

let chain: ChainBuilder;
let sender: Signer;
/** Besides S, T and F. */
let names: Map<string, string>;

beforeEach(() => {
  chain = new ChainBuilder('Osaka');
  sender = chain.sender();
  names = new Map([
    [T, 'T'],
    [BENEFICIARY, 'F'],
    [EMPTY_CODE_HASH, 'none'],
    [hashOf('0x00'), 'child'],
  ]);
});

function play(request: Partial<TransactionRequest> = {}): Promise<Lines> {
  const transaction = chain.transaction(sender, { to: T, gas: TRANSFER_GAS, ...request });
  names.set(sender.address, 'S');
  return linesOf(chain.block([transaction]), chain.preState, names);
}

function name(address: Address, as: string): void {
  names.set(address, as);
}

describe('a transaction', () => {
  it('relies on its sender: nonce, code and enough balance for the most it can cost', async () => {
    const { reads } = await play({ value: 5n });
    expect(reads).toEqual([
      `balance S >= ${quantity(5n + TRANSFER_GAS * MAX_FEE)}`,
      'code S = none',
      'code T = none',
      'nonce S = 0x0',
    ]);
  });

  it('moves balances by differences: value and fee from the sender, the tip to F', async () => {
    const { writes } = await play({ value: 5n });
    expect(writes).toEqual([
      `balance F + ${quantity(TRANSFER_GAS * PRIORITY_FEE)}`,
      `balance S - ${quantity(5n + TRANSFER_GAS * (BASE_FEE + PRIORITY_FEE))}`,
      'balance T + 0x5',
      'nonce S := 0x1',
    ]);
  });

  it('of no value to an empty account clears it, which is a fact and a write', async () => {
    chain.put(T, { balance: '0x0' });
    expect(besidesSender(await play())).toEqual({
      reads: ['code T = none', 'existence T is removable'],
      writes: ['lifecycle T destroyed'],
    });
  });

  it('of no value to an absent account does not make it', async () => {
    expect(besidesSender(await play())).toEqual({
      reads: ['code T = none', 'existence T is not removable'],
      writes: [],
    });
  });

  it('to its own sender moves nothing but the fee', async () => {
    const { writes } = await play({ to: sender.address, value: 7n });
    expect(writes).toContain(`balance S - ${quantity(TRANSFER_GAS * (BASE_FEE + PRIORITY_FEE))}`);
  });

  it('without a tip still touches the beneficiary', async () => {
    const { reads, writes } = await play({ value: 1n, maxPriorityFeePerGas: 0n });
    expect(reads).toContain('existence F is not removable');
    expect(writes.filter((line) => line.includes(' F'))).toEqual([]);
  });

  it('without a tip clears a beneficiary that is empty', async () => {
    chain.put(BENEFICIARY, { balance: '0x0' });
    const { writes } = await play({ value: 1n, maxPriorityFeePerGas: 0n });
    expect(writes).toContain('lifecycle F destroyed');
  });

  it('that creates relies on the place being free', async () => {
    name(createAddress(sender.address, 0), 'child');
    const lines = await play({ to: null, value: 4n, gas: 200_000n, input: CHILD });
    expect(besidesSender(lines)).toEqual({
      reads: ['code child = none', 'existence child has no storage', 'nonce child = 0x0'],
      writes: [
        'balance child + 0x4',
        'code child := child',
        'lifecycle child created',
        'nonce child := 0x1',
      ],
    });
  });

  it('that creates where storage lies fails and keeps the facts (EIP-7610)', async () => {
    const child = createAddress(sender.address, 0);
    name(child, 'child');
    chain.put(child, { balance: '0x0', storage: { [word(0)]: word(1) } });
    const lines = await play({ to: null, gas: 200_000n, input: CHILD });
    expect(besidesSender(lines)).toEqual({
      reads: ['code child = none', 'existence child has storage', 'nonce child = 0x0'],
      writes: [],
    });
  });

  it('with an authorisation relies on code, nonce and existence of the authority', async () => {
    const authority = chain.sender(5n);
    name(authority.address, 'authority');
    name(hashOf(`0xef0100${T.slice(2)}`), 'delegation');
    const authorizationList = [chain.authorize(authority, { address: T })];
    const lines = await play({ type: '0x4', gas: 100_000n, value: 1n, authorizationList });
    expect(besidesSender(lines)).toEqual({
      reads: [
        'code T = none',
        'code authority = none',
        'existence authority exists',
        'nonce authority = 0x0',
      ],
      writes: ['balance T + 0x1', 'code authority := delegation', 'nonce authority := 0x1'],
    });
  });

  it('with a void authorisation relies on what makes it void', async () => {
    const authority = chain.sender(5n);
    name(authority.address, 'authority');
    const authorizationList = [chain.authorize(authority, { address: T, nonce: 9n })];
    const lines = await play({ type: '0x4', gas: 100_000n, value: 1n, authorizationList });
    expect(besidesSender(lines)).toEqual({
      reads: ['code T = none', 'code authority = none', 'nonce authority = 0x0'],
      writes: ['balance T + 0x1'],
    });
  });

  it('that its sender cannot pay says by how much not, and changes nothing', async () => {
    sender = chain.sender(1000n);
    const { reads, writes } = await play({ value: 5n });
    expect(reads).toContain(`balance S < ${quantity(5n + TRANSFER_GAS * MAX_FEE)}`);
    expect(writes).toEqual([]);
  });

  it('that is malformed looks at no state at all', async () => {
    expect(await play({ gas: 20_999n })).toEqual({ reads: [], writes: [] });
  });
});

describe('the outcome of a transaction', () => {
  it('is a failure with a receipt when the code fails, and the fee is paid', async () => {
    chain.put(T, { balance: '0x0', nonce: '0x1', code: '0xfe' });
    const transaction = chain.transaction(sender, { to: T, gas: 50_000n, value: 3n });
    const [incarnation] = await incarnationsOf(chain.block([transaction]), chain.preState);
    expect(incarnation?.outcome).toEqual({
      kind: 'executed',
      isSuccess: false,
      gasUsed: 50_000n,
      logs: [],
      contractAddress: null,
      message: {
        returned: new Uint8Array(0),
        exception: 'invalid opcode',
        gasUsed: 29_000n,
        refund: 0n,
      },
    });
  });

  it('gives back the price of a slot that is restored (EIP-2200)', async () => {
    const code = assemble('6 1 SSTORE 5 1 SSTORE');
    chain.put(T, { balance: '0x0', nonce: '0x1', code, storage: { [word(1)]: word(5) } });
    const transaction = chain.transaction(sender, { to: T, gas: 50_000n });
    const [incarnation] = await incarnationsOf(chain.block([transaction]), chain.preState);
    // Four pushes, a cold slot that changes, a dirty one; EIP-3529 refunds all but a warm read.
    const spent = TRANSFER_GAS + 12n + 5000n + 100n;
    expect(incarnation?.outcome).toMatchObject({ gasUsed: spent - 2800n });
  });

  it('names the contract that a failed creation would have made', async () => {
    const transaction = chain.transaction(sender, { to: null, gas: 60_000n, input: '0xfe' });
    const [incarnation] = await incarnationsOf(chain.block([transaction]), chain.preState);
    expect(incarnation?.outcome).toMatchObject({
      isSuccess: false,
      contractAddress: createAddress(sender.address, 0),
    });
  });
});
