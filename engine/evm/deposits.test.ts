/** Deposits from logs (EIP-6110): the compact form, and every way a layout can be wrong. */
import { describe, expect, it } from 'vitest';

import type { EmittedLog } from '#engine/evm/core.js';
import { depositsOf } from '#engine/evm/deposits.js';
import { bytesToHex, concatBytes, hexToBytes } from '#engine/primitives/bytes.js';
import { eventTopic } from '#generators/contracts/calls.js';
import { DEPOSIT_CONTRACT_ADDRESS } from '#generators/build/predeploys.js';
import { word } from '#generators/build/hex.js';

const TOPIC = hexToBytes(eventTopic('DepositEvent(bytes,bytes,bytes,bytes,bytes)'));
const SIZES = [48, 32, 8, 96, 8];

/** The ABI encoding of five byte strings; the k-th is filled with k + 1. */
function eventBytes(): Uint8Array {
  const tails = SIZES.map((size, at) => {
    const padded = new Uint8Array(Math.ceil(size / 32) * 32);
    padded.fill(at + 1, 0, size);
    return concatBytes(hexToBytes(word(size)), padded);
  });
  let offset = 32 * SIZES.length;
  const heads = tails.map((tail) => {
    const head = hexToBytes(word(offset));
    offset += tail.length;
    return head;
  });
  return concatBytes(...heads, ...tails);
}

function logOf(fields: Partial<EmittedLog> = {}): EmittedLog {
  const address = hexToBytes(DEPOSIT_CONTRACT_ADDRESS);
  return { address, topics: [TOPIC], data: eventBytes(), ...fields };
}

const ONE = SIZES.map((size, at) => `0${at + 1}`.repeat(size)).join('');

describe('a deposit log', () => {
  it('becomes its five fields, one after the other', () => {
    expect(bytesToHex(depositsOf([logOf()]) ?? new Uint8Array(0))).toBe(`0x${ONE}`);
  });

  it('stands beside others in the order of the logs', () => {
    expect(depositsOf([logOf(), logOf()])).toHaveLength(2 * 192);
  });

  it.each<[string, Partial<EmittedLog>]>([
    ['of another contract', { address: new Uint8Array(20) }],
    ['of another event', { topics: [new Uint8Array(32)] }],
    ['without topics', { topics: [] }],
  ])('%s is none', (_, fields) => {
    expect(depositsOf([logOf({ ...fields, data: new Uint8Array(3) })])).toEqual(new Uint8Array(0));
  });

  it('that is too short or too long is malformed', () => {
    const data = eventBytes();
    expect(depositsOf([logOf({ data: data.subarray(1) })])).toBeNull();
    expect(depositsOf([logOf({ data: concatBytes(data, Uint8Array.of(0)) })])).toBeNull();
  });

  it.each([0, 1, 2, 3, 4])('whose offset %i is wrong is malformed', (at) => {
    const data = eventBytes();
    data[32 * at + 31] = (data[32 * at + 31] ?? 0) + 1;
    expect(depositsOf([logOf({ data })])).toBeNull();
  });

  it.each([160, 256, 320, 384, 512])('whose size at %i is wrong is malformed', (offset) => {
    const data = eventBytes();
    data[offset] = 1;
    expect(depositsOf([logOf({ data })])).toBeNull();
  });

  it('that is malformed spoils the good ones beside it', () => {
    expect(depositsOf([logOf(), logOf({ data: new Uint8Array(0) })])).toBeNull();
  });
});
