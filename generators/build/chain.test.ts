/**
 * The bookkeeping of a chain: which fields, nonces and numbers a block gets.
 */
import { describe, expect, test } from 'vitest';
import type { Block, Env, Fork } from '#engine/api/index.js';
import { blobBaseFee, blobHashes, blobsPerBlockMax } from '#generators/build/blobs.js';
import { CHAIN_ID, ChainBuilder } from '#generators/build/chain.js';
import { designator } from '#generators/build/delegation.js';
import { ancestorHashes, blockHash } from '#generators/build/env.js';
import { FORKS, forksBefore, forksFrom, isFrom } from '#generators/build/fork.js';

const empty = (fork: Fork): Block => new ChainBuilder(fork).block([]);

describe('a default block', () => {
  const since: readonly (readonly [keyof Env, Fork])[] = [
    ['currentBaseFee', 'London'],
    ['currentRandom', 'Paris'],
    ['currentExcessBlobGas', 'Cancun'],
    ['parentBeaconBlockRoot', 'Cancun'],
  ];

  test.each(FORKS)('under %s has the fields of that fork and no others', (fork) => {
    const block = empty(fork);
    for (const [field, first] of since) expect(field in block.env).toBe(isFrom(fork, first));
    expect('currentDifficulty' in block.env).toBe(!isFrom(fork, 'Paris'));
    expect('withdrawals' in block).toBe(isFrom(fork, 'Shanghai'));
    expect(block.chainId).toBe(CHAIN_ID);
  });

  test('knows its parent', () => {
    const { env } = empty('Osaka');
    const parent = Number(env.currentNumber) - 1;
    expect(env.blockHashes).toEqual({ [parent]: blockHash(parent) });
  });

  test('follows the one before in number and time', () => {
    const chain = new ChainBuilder('London');
    const [first, second] = [chain.block([]), chain.block([])];
    expect(Number(second.env.currentNumber) - Number(first.env.currentNumber)).toBe(1);
    expect(Number(second.env.currentTimestamp)).toBeGreaterThan(Number(first.env.currentTimestamp));
  });

  test('takes what the request says instead', () => {
    const { env } = new ChainBuilder('London').block([], { env: { currentGasLimit: '0x5208' } });
    expect(env.currentGasLimit).toBe('0x5208');
    expect(env.currentBaseFee).toBeDefined();
  });
});

describe('nonces', () => {
  const to = '0x00000000000000000000000000000000000000aa';

  test('count up for each sender on its own', () => {
    const chain = new ChainBuilder('London');
    const [alice, bob] = [chain.sender(), chain.sender()];
    const used = [alice, bob, alice, alice].map((from) => chain.transfer(from, to, 1n).nonce);
    expect(used).toEqual(['0x0', '0x0', '0x1', '0x2']);
  });

  test('start where the pre-state says', () => {
    const chain = new ChainBuilder('London');
    const alice = chain.stranger();
    chain.put(alice.address, { balance: '0x1', nonce: '0x7' });
    expect(chain.transfer(alice, to, 1n).nonce).toBe('0x7');
  });

  test('given by hand are not counted', () => {
    const chain = new ChainBuilder('London');
    const alice = chain.sender();
    const byHand = chain.transaction(alice, { to, gas: 21_000n, nonce: 9n });
    expect([byHand.nonce, chain.transfer(alice, to, 1n).nonce]).toEqual(['0x9', '0x0']);
  });

  test('of authorisations and transactions of one account are one count', () => {
    const chain = new ChainBuilder('Prague');
    const alice = chain.sender();
    const authorization = chain.authorize(alice, { address: to });
    expect([authorization.nonce, chain.transfer(alice, to, 1n).nonce]).toEqual(['0x0', '0x1']);
  });
});

describe('a pre-state', () => {
  test('lists its accounts in order, whatever order they were made in', () => {
    const chain = new ChainBuilder('Osaka');
    chain.senders(5);
    chain.contract('z', '0x00');
    chain.contract('a', '0x00');
    const addresses = Object.keys(chain.preState);
    expect(addresses).toEqual(addresses.toSorted());
  });

  test('holds only what was put there', () => {
    const chain = new ChainBuilder('Berlin');
    chain.stranger();
    expect(chain.preState).toEqual({});
    const { address } = chain.sender(5n);
    expect(chain.preState).toEqual({ [address]: { balance: '0x5' } });
    chain.remove(address);
    expect(chain.preState).toEqual({});
  });
});

describe('a default transaction', () => {
  test('is of the newest type that pays for gas alone', () => {
    const types = FORKS.map((fork) => new ChainBuilder(fork).anyone({ to: null, gas: 1n }).type);
    expect(types).toEqual(['0x0', '0x2', '0x2', '0x2', '0x2', '0x2', '0x2']);
  });
});

describe('forks', () => {
  test('are divided by one of them', () => {
    expect([...forksBefore('Cancun'), ...forksFrom('Cancun')]).toEqual(FORKS);
    expect(forksFrom('Osaka')).toEqual(['Osaka']);
  });
});

describe('blob gas', () => {
  test.each([
    ['Cancun', 0n, 1n],
    ['Cancun', 2_314_057n, 1n],
    ['Cancun', 2_314_058n, 2n],
    ['Cancun', 10n * 1024n * 1024n, 23n],
    ['Prague', 3_471_078n, 1n],
    ['Prague', 3_471_109n, 2n],
  ] as const)('under %s with an excess of %i costs %i', (fork, excess, fee) => {
    expect(blobBaseFee(fork, excess)).toBe(fee);
  });

  test('has room for as many blobs as the fork says', () => {
    expect(FORKS.map(blobsPerBlockMax)).toEqual([0, 0, 0, 0, 6, 9, 9]);
  });

  test('is paid for hashes of version 1, all different', () => {
    const hashes = blobHashes(9);
    expect(new Set(hashes).size).toBe(9);
    for (const hash of hashes) expect(hash).toMatch(/^0x01[0-9a-f]{62}$/);
  });
});

describe('other small things', () => {
  test('a designator is 23 bytes', () => {
    expect(designator('0x00000000000000000000000000000000000000aa')).toBe(
      '0xef010000000000000000000000000000000000000000aa',
    );
  });

  test('ancestors end at the genesis', () => {
    expect(Object.keys(ancestorHashes(3, 256))).toEqual(['0', '1', '2']);
    expect(Object.keys(ancestorHashes(1000, 256))).toHaveLength(256);
  });
});
