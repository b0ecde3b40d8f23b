/** System calls: what they are called with, and what a missing or failing contract does. */
import { beforeEach, describe, expect, it } from 'vitest';

import type { AcceptedBlock, Address, Bytes, Env, RejectedBlock } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/engines/serial.js';
import { assemble } from '#generators/assembly/assemble.js';
import { addressNamed } from '#generators/build/address.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { blockHash } from '#generators/build/env.js';
import { word } from '#generators/build/hex.js';
import {
  BEACON_ROOTS_ADDRESS,
  CONSOLIDATION_REQUEST_ADDRESS,
  HISTORY_STORAGE_ADDRESS,
  WITHDRAWAL_REQUEST_ADDRESS,
} from '#generators/build/predeploys.js';

/** EIP-4788, EIP-2935, EIP-7002, EIP-7251. */
const SYSTEM_ADDRESS: Address = '0xfffffffffffffffffffffffffffffffffffffffe';
/** Stores what it was called with: caller, origin, value, gas, the first word. */
const WITNESS = assemble(`
  CALLER 1 SSTORE ORIGIN 2 SSTORE CALLVALUE 3 SSTORE CALLDATASIZE 4 SSTORE
  0 CALLDATALOAD 5 SSTORE STOP
`);
const OPENING: readonly Address[] = [BEACON_ROOTS_ADDRESS, HISTORY_STORAGE_ADDRESS];
const CLOSING: readonly Address[] = [WITHDRAWAL_REQUEST_ADDRESS, CONSOLIDATION_REQUEST_ADDRESS];
const engine = createSerialEngine();

let chain: ChainBuilder;

beforeEach(() => {
  chain = new ChainBuilder('Prague');
});

function put(address: Address, code: Bytes): void {
  chain.put(address, { balance: '0x0', nonce: '0x1', code });
}

async function accepted(env: Partial<Env> = {}): Promise<AcceptedBlock> {
  const result = await engine.execute(chain.block([], { env }), chain.preState);
  if (result.status === 'rejected') {
    throw new Error(JSON.stringify(result.rejection));
  }
  return result;
}

async function rejection(): Promise<RejectedBlock['rejection'] | null> {
  const result = await engine.execute(chain.block([]), chain.preState);
  return result.status === 'rejected' ? result.rejection : null;
}

describe('the calls before the transactions', () => {
  it.each([
    [
      'the beacon root',
      BEACON_ROOTS_ADDRESS,
      { parentBeaconBlockRoot: word(0xbeac0n) },
      word(0xbeac0n),
    ],
    ['the hash of the parent', HISTORY_STORAGE_ADDRESS, {}, blockHash(999)],
  ] as const)('pass %s, as the system, without value', async (_, address, env, input) => {
    put(address, WITNESS);
    const { postState } = await accepted(env);
    expect(postState[address]?.storage).toEqual({
      [word(1)]: word(SYSTEM_ADDRESS),
      [word(2)]: word(SYSTEM_ADDRESS),
      [word(4)]: word(32),
      [word(5)]: input,
    });
  });

  it.each(OPENING)('pass over %s in silence where it is absent', async (address) => {
    chain.remove(address);
    expect((await accepted()).postState[address]).toBeUndefined();
  });

  it.each(OPENING)('go on when %s fails, without its effects', async (address) => {
    put(address, assemble('1 1 SSTORE INVALID'));
    expect((await accepted()).postState[address]?.storage).toEqual({});
  });

  it('store zero for a parent that the env does not name', async () => {
    const slot = word(999 % 8191);
    const known = chain.preState[HISTORY_STORAGE_ADDRESS];
    chain.put(HISTORY_STORAGE_ADDRESS, {
      balance: '0x0',
      nonce: '0x1',
      code: known?.code ?? '0x',
      storage: { [slot]: word(1) },
    });
    const { postState } = await accepted({ blockHashes: {} });
    expect(postState[HISTORY_STORAGE_ADDRESS]?.storage).toEqual({});
  });

  it('emit no logs and use no gas of the block', async () => {
    put(BEACON_ROOTS_ADDRESS, assemble('0 0 LOG0'));
    expect(await accepted()).toMatchObject({ gasUsed: '0x0', logsBloom: `0x${'00'.repeat(256)}` });
  });

  it('happen only from the fork on that knows them', async () => {
    chain = new ChainBuilder('Shanghai');
    OPENING.forEach((address) => {
      put(address, WITNESS);
    });
    const { postState } = await accepted();
    expect(OPENING.map((address) => postState[address]?.storage)).toEqual([{}, {}]);
  });
});

describe('the calls after the transactions', () => {
  it.each(CLOSING)('make the block invalid where %s is absent', async (address) => {
    chain.remove(address);
    expect(await rejection()).toEqual({
      kind: 'block',
      reason: 'BlockException.SYSTEM_CONTRACT_EMPTY',
    });
  });

  it.each(CLOSING)('make the block invalid where %s has no code', async (address) => {
    chain.put(address, { balance: '0x1' });
    expect(await rejection()).toMatchObject({ reason: 'BlockException.SYSTEM_CONTRACT_EMPTY' });
  });

  it.each(CLOSING)('make the block invalid when %s fails', async (address) => {
    put(address, assemble('0 0 REVERT'));
    expect(await rejection()).toEqual({
      kind: 'block',
      reason: 'BlockException.SYSTEM_CONTRACT_CALL_FAILED',
    });
  });

  it('are without call data, as the system', async () => {
    put(WITHDRAWAL_REQUEST_ADDRESS, WITNESS);
    const { postState } = await accepted();
    expect(postState[WITHDRAWAL_REQUEST_ADDRESS]?.storage).toEqual({
      [word(1)]: word(SYSTEM_ADDRESS),
      [word(2)]: word(SYSTEM_ADDRESS),
    });
  });

  it('turn what they return into requests of type 1 and 2', async () => {
    put(WITHDRAWAL_REQUEST_ADDRESS, assemble('0xaa 0 MSTORE8 1 0 RETURN'));
    put(CONSOLIDATION_REQUEST_ADDRESS, assemble('0xbb 0 MSTORE8 1 0 RETURN'));
    expect((await accepted()).requests).toEqual(['0x01aa', '0x02bb']);
  });

  it('see what the transactions left', async () => {
    const setter = addressNamed('setter');
    put(WITHDRAWAL_REQUEST_ADDRESS, assemble(`${setter} BALANCE 0 MSTORE 1 0x1f RETURN`));
    const payment = chain.transfer(chain.sender(), setter, 7n);
    const result = await engine.execute(chain.block([payment]), chain.preState);
    expect(result).toMatchObject({ status: 'accepted', requests: ['0x0107'] });
  });
});
