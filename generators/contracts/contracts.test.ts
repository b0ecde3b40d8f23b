/**
 * What can be said of the contracts without running them: selectors, topics, layouts, requests.
 * That they do what they say is seen by running the corpus, whose cases state storage and balances.
 */
import { describe, expect, test } from 'vitest';
import { addressNamed } from '#generators/build/address.js';
import { byteLength, word } from '#generators/build/hex.js';
import { encodeCall, selectorOf } from '#generators/contracts/calls.js';
import {
  TRANSFER_TOPIC,
  allowanceSlot,
  balanceSlot,
  tokenBalances,
  transferCall,
} from '#generators/contracts/erc20.js';
import {
  bytesNamed,
  consolidationCall,
  depositCall,
  depositNamed,
  depositRequest,
  withdrawalCall,
  withdrawalRequest,
} from '#generators/contracts/requests.js';
import { swapOutput } from '#generators/contracts/swap.js';

describe('call data', () => {
  test.each([
    ['transfer(address,uint256)', '0xa9059cbb'],
    ['transferFrom(address,address,uint256)', '0x23b872dd'],
    ['approve(address,uint256)', '0x095ea7b3'],
    ['balanceOf(address)', '0x70a08231'],
    ['deposit(bytes,bytes,bytes,bytes32)', '0x22895118'],
  ])('of %s starts with %s', (signature, selector) => {
    expect(selectorOf(signature)).toBe(selector);
  });

  test('has a word for each argument', () => {
    const to = addressNamed('to');
    const data = transferCall(to, 258n);
    expect(data).toBe(`0xa9059cbb${word(to).slice(2)}${word(258).slice(2)}`);
    expect(encodeCall('f()')).toHaveLength(10);
  });
});

describe('the token', () => {
  test('logs the topic all tokens log', () => {
    expect(TRANSFER_TOPIC).toBe(
      '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
    );
  });

  test('keeps balances and allowances apart', () => {
    const [alice, bob] = [addressNamed('alice'), addressNamed('bob')];
    const slots = [
      balanceSlot(alice),
      balanceSlot(bob),
      allowanceSlot(alice, bob),
      allowanceSlot(bob, alice),
    ];
    expect(new Set(slots).size).toBe(4);
  });

  test('has no slot for who owns nothing', () => {
    const alice = addressNamed('alice');
    expect(tokenBalances([[alice, 0n]])).toEqual({});
    expect(tokenBalances([[alice, 3n]])).toEqual({ [balanceSlot(alice)]: word(3) });
  });
});

test('a pair pays less than the constant product, and never all it has', () => {
  const reserves = [1_000_000n, 2_000_000n] as const;
  const out = swapOutput(10_000n, reserves);
  expect(out).toBe(19_743n);
  expect((reserves[0] + 10_000n) * (reserves[1] - out)).toBeGreaterThan(reserves[0] * reserves[1]);
  expect(swapOutput(10n ** 30n, reserves)).toBeLessThan(reserves[1]);
});

describe('requests', () => {
  const deposit = depositNamed('validator', 32_000_000_000n);

  test('have the sizes their EIPs give', () => {
    const [from, key] = [addressNamed('from'), bytesNamed('key', 48)];
    expect(byteLength(depositRequest(deposit, 0n))).toBe(192);
    expect(byteLength(withdrawalCall(key, 1n))).toBe(56);
    expect(byteLength(withdrawalRequest(from, key, 1n))).toBe(76);
    expect(byteLength(consolidationCall(key, key))).toBe(96);
    expect(byteLength(depositCall(deposit))).toBe(4 + 13 * 32);
  });

  test('write an amount big-endian to the contract, little-endian to the consensus layer', () => {
    const key = bytesNamed('key', 48);
    expect(withdrawalCall(key, 0x0102n).slice(-16)).toBe('0000000000000102');
    expect(withdrawalRequest(addressNamed('from'), key, 0x0102n).slice(-16)).toBe(
      '0201000000000000',
    );
    expect(depositRequest(deposit, 1n).slice(-16)).toBe('0100000000000000');
  });
});
