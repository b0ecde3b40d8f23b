import { describe, expect, test } from 'vitest';
import type { Address, Alloc, Block, Transaction } from '#engine/api/index.js';
import { envelopeHints } from '#engine/hints/envelope.js';
import { type Hints, mergeHints, placeKey } from '#engine/hints/hint.js';
import { StaticHints } from '#engine/hints/staticHints.js';
import { compareHints, playScene, sumCounts } from '#engine/hints/testing/hintScene.js';
import { assemble } from '#generators/assembly/assemble.js';
import { initcode } from '#generators/assembly/initcode.js';
import { addressNamed } from '#generators/build/address.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { word } from '#generators/build/hex.js';
import type { Signer } from '#generators/build/signer.js';
import { COUNTER } from '#generators/contracts/counter.js';
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
import { create2Call, CREATE2_FACTORY } from '#generators/contracts/factory.js';
import { CALL_RELAY, DELEGATECALL_RELAY, relayCall } from '#generators/contracts/relay.js';
import { PAIR, ROUTER, pairStorage, swapCall } from '#generators/contracts/swap.js';

interface Found {
  readonly hints: Hints;
  readonly truth: Hints;
  readonly isSuccess: boolean;
}

/** Hints for every transaction of a block on the state before it, by reading code alone. */
async function readCode(block: Block, preState: Alloc): Promise<readonly Found[]> {
  const { stage, transactions } = await playScene(block, preState);
  const source = new StaticHints();
  const found: Found[] = [];
  for (const { transaction, truth, incarnation } of transactions) {
    const hints = mergeHints([
      envelopeHints(transaction, stage.block),
      await source.of(transaction, stage.reader, stage.block),
    ]);
    const { outcome } = incarnation;
    found.push({ hints, truth, isSuccess: outcome.kind === 'executed' && outcome.isSuccess });
  }
  return found;
}

function storageRecall(found: readonly Found[]): number {
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

/** Places of one call of a contract, beside the envelope's. */
async function placesOf(
  code: `0x${string}`,
  rest: {
    readonly input?: `0x${string}`;
    readonly value?: bigint;
    readonly more?: (chain: ChainBuilder) => void;
    readonly storage?: Readonly<Record<`0x${string}`, `0x${string}`>>;
  } = {},
): Promise<{ readonly predicted: readonly string[]; readonly real: readonly string[] }> {
  const { input = '0x', value = 0n, more, storage = {} } = rest;
  const chain = new ChainBuilder('Osaka');
  more?.(chain);
  const to = chain.contract('contract', code, { storage, balance: '0x64' });
  const block = chain.block([chain.anyone({ to, gas: 1_000_000n, input, value })]);
  const [one] = await readCode(block, chain.preState);
  const keys = (hints: Hints = []): string[] => [
    ...new Set(hints.map(({ place }) => placeKey(place))),
  ];
  return { predicted: keys(one?.hints), real: keys(one?.truth) };
}

describe('what code may do to find its places', () => {
  const T = addressNamed('target');
  const target = (code: `0x${string}`) => (chain: ChainBuilder) => {
    chain.contract('target', code, { balance: '0x5' });
  };
  const implementation = '360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc';
  const proxy = assemble(`
    CALLDATASIZE 0 0 CALLDATACOPY  0 0 CALLDATASIZE 0 0x${implementation} SLOAD GAS DELEGATECALL
    RETURNDATASIZE 0 0 RETURNDATACOPY  @good JUMPI  RETURNDATASIZE 0 REVERT
    good: RETURNDATASIZE 0 RETURN`);
  test.each<[string, Parameters<typeof placesOf>]>([
    [
      'follows a pointer',
      [assemble('7 SLOAD SLOAD 1 ADD 9 SSTORE STOP'), { storage: { [word(7)]: word(8) } }],
    ],
    [
      'copies call data',
      [
        assemble('0x40 0 0 CALLDATACOPY 0x40 0 KECCAK256 SLOAD POP STOP'),
        { input: `0x${'ab'.repeat(50)}` },
      ],
    ],
    ['moves memory', [assemble('7 0 MSTORE 0x20 0 0x40 MCOPY 0x40 MLOAD SLOAD POP STOP')]],
    ['copies its own code', [assemble('4 0 0 CODECOPY 0 MLOAD SLOAD POP STOP')]],
    ['stores bytes', [assemble('0xab 31 MSTORE8 0 MLOAD SLOAD POP STOP')]],
    ['keeps a note for itself', [assemble('5 1 TSTORE 1 TLOAD SLOAD POP STOP')]],
    ['writes what it found', [assemble('3 SLOAD 3 SSTORE STOP')]],
    [
      'loops while it is told to',
      [assemble('3 loop: DUP1 SLOAD POP 1 SWAP1 SUB DUP1 @loop JUMPI STOP')],
    ],
    [
      'loops as often as it is asked',
      [
        assemble('0 CALLDATALOAD loop: 1 SWAP1 SUB DUP1 @loop JUMPI CALLER SSTORE STOP'),
        { input: word(40) },
      ],
    ],
    [
      'asks for balances and codes',
      [
        assemble(`${T} BALANCE ${T} EXTCODESIZE SELFBALANCE ADD ADD SLOAD POP STOP`),
        { more: target(COUNTER) },
      ],
    ],
    [
      'pays another',
      [assemble(`0 0 0 0 5 ${T} GAS CALL SLOAD POP STOP`), { more: target(COUNTER) }],
    ],
    ['calls another', [CALL_RELAY, { input: relayCall({ target: T }), more: target(COUNTER) }]],
    [
      'runs the code of another',
      [DELEGATECALL_RELAY, { input: relayCall({ target: T, slot: 9n }), more: target(COUNTER) }],
    ],
    [
      'survives a call that reverts',
      [
        CALL_RELAY,
        { input: relayCall({ target: T }), more: target(assemble('1 1 SSTORE 0 0 REVERT')) },
      ],
    ],
    [
      'is a proxy',
      [
        proxy,
        { storage: { [`0x${implementation}`]: word(T) }, more: target(COUNTER), input: word(1) },
      ],
    ],
    ['makes a contract', [CREATE2_FACTORY, { input: create2Call(1n, initcode(COUNTER)) }]],
    ['ends', [assemble(`${T} SELFDESTRUCT`), { more: target(COUNTER) }]],
  ])('%s', async (_, call) => {
    const { predicted, real } = await placesOf(...call);
    expect(predicted).toEqual(real);
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

describe('where both ways are open', () => {
  const either = assemble('GAS 1 AND @other JUMPI 1 1 SSTORE STOP other: 2 2 SSTORE STOP');
  const orFail = assemble('GAS 1 AND @fail JUMPI 1 1 SSTORE STOP fail: 2 2 SSTORE 0 0 REVERT');

  test('both are followed', async () => {
    const { predicted } = await placesOf(either);
    const slots = predicted.filter((key) => key.includes(' storage '));
    expect(slots.map((key) => key.slice(-1))).toEqual(['1', '2']);
  });

  test('but not the one that can only fail', async () => {
    const { predicted } = await placesOf(orFail);
    expect(predicted.filter((key) => key.includes(' storage '))).toHaveLength(1);
  });
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
