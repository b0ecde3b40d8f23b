import { describe, expect, test } from 'vitest';
import type { Address, Transaction } from '#engine/api/index.js';
import { type CodeReading, readCode } from '#engine/hints/testing/codeReading.js';
import { compareHints, sumCounts } from '#engine/hints/testing/hintScene.js';
import { assemble } from '#generators/assembly/assemble.js';
import { addressNamed } from '#generators/build/address.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { word } from '#generators/build/hex.js';
import type { Signer } from '#generators/build/signer.js';
import {
  ERC20,
  allowanceSlot,
  approveCall,
  tokenBalances,
  transferCall,
  transferFromCall,
} from '#generators/contracts/erc20.js';
import {
  ERC721,
  operatorCall,
  tokenApproveCall,
  tokenOwners,
  tokenTransferCall,
} from '#generators/contracts/erc721.js';
import { PAIR, ROUTER, pairStorage, swapCall } from '#generators/contracts/swap.js';

function storageRecall(found: readonly CodeReading[]): number {
  const counts = found.map(({ hints, truth }) => compareHints(hints, truth, { onlyStorage: true }));
  const { both, real } = sumCounts(counts);
  expect(real).toBeGreaterThan(found.length);
  return both / real;
}

const [BOB, CAROL] = [addressNamed('bob'), addressNamed('carol')];
const GAS = 300_000n;
const AMOUNT = 10n ** 6n;

type Calls = (chain: ChainBuilder, owner: Signer, spender: Signer) => readonly Transaction[];

/** Calls of ERC-20: payments, payments on behalf of another, approvals. */
const erc20Calls: Calls = (chain, owner, spender) => {
  const storage = {
    ...tokenBalances([[owner.address, AMOUNT]]),
    [allowanceSlot(owner.address, spender.address)]: word(AMOUNT),
  };
  const to = chain.contract('token', ERC20, { storage });
  const call = (from: Signer, input: `0x${string}`): Transaction =>
    chain.transaction(from, { to, gas: GAS, input });
  return [
    call(owner, transferCall(BOB, 5n)),
    call(spender, transferFromCall(owner.address, CAROL, 7n)),
    call(owner, approveCall(BOB, 9n)),
    call(owner, transferCall(owner.address, 1n)),
  ];
};

const erc721Calls: Calls = (chain, owner, spender) => {
  const storage = tokenOwners([[owner.address, [1n, 2n, 3n]]]);
  const to = chain.contract('tokens', ERC721, { storage });
  const call = (from: Signer, input: `0x${string}`): Transaction =>
    chain.transaction(from, { to, gas: GAS, input });
  return [
    call(owner, tokenTransferCall(owner.address, BOB, 1n)),
    call(owner, tokenApproveCall(spender.address, 2n)),
    // On the state before the block nobody has approved this yet.
    call(spender, tokenTransferCall(owner.address, CAROL, 2n)),
    call(owner, operatorCall(spender.address, true)),
    call(spender, tokenTransferCall(owner.address, BOB, 3n)),
  ];
};

/** Trades through a router, which calls the token, then the pair, which calls both tokens. */
const pairCalls: Calls = (chain, owner, spender) => {
  const router = chain.contract('router', ROUTER);
  const [pair, reserve] = [addressNamed('pair'), 10n ** 9n];
  const tokens = ['token 0', 'token 1'].map((name) => {
    const holdings = [owner, spender].map(({ address }) => [address, AMOUNT] as const);
    const allowances = [owner, spender].map(({ address }) => [
      allowanceSlot(address, router),
      word(AMOUNT),
    ]);
    return chain.contract(name, ERC20, {
      storage: {
        ...tokenBalances([...holdings, [pair, reserve]]),
        ...Object.fromEntries(allowances),
      },
    });
  });
  const [token0 = BOB, token1 = BOB] = tokens;
  chain.contract('pair', PAIR, { storage: pairStorage([token0, token1], reserve) });
  return [owner, spender].map((trader) =>
    chain.transaction(trader, { to: router, gas: GAS, input: swapCall(pair, token0, 1_000n) }),
  );
};

describe('reading code finds, without any template, the storage of', () => {
  test.each<[string, Calls]>([
    ['ERC-20', erc20Calls],
    ['ERC-721', erc721Calls],
    ['pairs behind a router', pairCalls],
  ])('%s', async (_, calls) => {
    const chain = new ChainBuilder('Osaka');
    const block = chain.block(calls(chain, chain.sender(), chain.sender()));
    const found = await readCode(block, chain.preState);
    expect(found.map(({ isSuccess }) => isSuccess)).toEqual(found.map(() => true));
    expect(storageRecall(found)).toBeGreaterThanOrEqual(0.9);
  });
});

test('a creation is read like a call', async () => {
  const chain = new ChainBuilder('Osaka');
  const input = assemble('5 3 SSTORE 0 0 RETURN');
  const block = chain.block([chain.anyone({ to: null, gas: 1_000_000n, input })]);
  const [one] = await readCode(block, chain.preState);
  const counts = compareHints(one?.hints ?? [], one?.truth ?? [], { onlyStorage: false });
  expect(counts.real).toBeGreaterThan(5);
  expect(counts).toEqual({ predicted: counts.real, real: counts.real, both: counts.real });
});

test('every hint says why', async () => {
  const chain = new ChainBuilder('Osaka');
  const owner: Signer = chain.sender();
  const block = chain.block(erc20Calls(chain, owner, chain.sender()).slice(0, 1));
  const [one] = await readCode(block, chain.preState);
  const token: Address = addressNamed('token');
  const slots = one?.hints.filter(({ place }) => place.address === token && place.slot !== null);
  expect(slots?.map(({ why }) => why).sort()).toEqual([
    'SSTORE keccak(calldata[0x4], 0x0)',
    'SSTORE keccak(caller, 0x0)',
  ]);
});
