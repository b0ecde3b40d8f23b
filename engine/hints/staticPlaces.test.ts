import { describe, expect, test } from 'vitest';
import { type Hints, placeKey } from '#engine/hints/hint.js';
import { readCode } from '#engine/hints/testing/codeReading.js';
import { assemble } from '#generators/assembly/assemble.js';
import { initcode } from '#generators/assembly/initcode.js';
import { addressNamed } from '#generators/build/address.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { word } from '#generators/build/hex.js';
import { COUNTER } from '#generators/contracts/counter.js';
import { create2Call, CREATE2_FACTORY } from '#generators/contracts/factory.js';
import { CALL_RELAY, DELEGATECALL_RELAY, relayCall } from '#generators/contracts/relay.js';

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
