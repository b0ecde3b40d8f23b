/**
 * One core, one message after the other: nothing of the first is left for the second.
 *
 * Whatever the first transaction was and however it ended, the second does what it does alone.
 */
import { describe, expect, it } from 'vitest';

import type { Block, Transaction } from '#engine/api/index.js';
import { createStage } from '#engine/evm/testing/stage.js';
import type { StateReader } from '#engine/primitives/reader.js';
import { CommittedState } from '#engine/state/committedState.js';
import { assemble } from '#generators/assembly/assemble.js';
import { addressNamed } from '#generators/build/address.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { word } from '#generators/build/hex.js';

const [CONTRACT, OTHER] = [addressNamed('contract'), addressNamed('other')];

/** Leaves every kind of trace that lives outside of state. */
const TRACES = `
  1 0 TSTORE                              ; transient storage
  ${OTHER} BALANCE POP                    ; a warm account
  0 1 SSTORE                              ; a warm slot and a refund
  0 0 LOG0                                ; a log
  0 0 0 CREATE POP                        ; a created account
  0 0 0 0 0 ${OTHER} GAS CALL POP         ; a touched account
`;
/** Stores what it can see of such traces; gas left tells warm from cold and the refund the rest. */
const LOOKING = `
  0 TLOAD 2 SSTORE  GAS ${OTHER} BALANCE POP GAS SWAP1 SUB 3 SSTORE
  GAS 1 SLOAD POP GAS SWAP1 SUB 4 SSTORE  0 0 0 CREATE 5 SSTORE STOP
`;

const ENDS: readonly [string, string][] = [
  ['that succeeds', 'STOP'],
  ['that reverts', '0 0 REVERT'],
  ['that fails', 'INVALID'],
  ['that destroys itself', `${OTHER} SELFDESTRUCT`],
  ['that reads its balance last', 'SELFBALANCE'],
  ['that fails two frames down', `0 0 0 0 0 ADDRESS 5000 CALL INVALID`],
];

interface Scene {
  readonly block: Block;
  readonly state: CommittedState;
  readonly first: Transaction;
  readonly second: Transaction;
}

/** One contract for both: transient storage and warm slots are its own. `traces` is its code. */
function sceneOf(traces: string, gas = 300_000n): Scene {
  const chain = new ChainBuilder('Osaka');
  const storage = { [word(1)]: word(5) };
  const code = assemble(`CALLDATASIZE @first JUMPI ${LOOKING} first: ${traces}`);
  chain.put(CONTRACT, { balance: '0x64', nonce: '0x1', code, storage });
  chain.put(OTHER, { balance: '0x0' });
  const first = chain.anyone({ to: CONTRACT, gas, input: '0x01' });
  const second = chain.anyone({ to: CONTRACT, gas: 300_000n });
  const state = new CommittedState(chain.preState);
  return { block: chain.block([first, second]), state, first, second };
}

describe('a transaction', () => {
  it.each(ENDS)('after one %s does what it does alone', async (_, end) => {
    const { block, state, first, second } = sceneOf(`${TRACES} ${end}`);
    const stage = createStage(block);
    const before = await stage.run(first, state);
    expect(before.reads.length).toBeGreaterThan(0);
    expect(await stage.run(second, state)).toEqual(await createStage(block).run(second, state));
  });

  it('run twice on one state does the same twice', async () => {
    const { block, state, first } = sceneOf(`${TRACES} STOP`);
    const stage = createStage(block);
    expect(await stage.run(first, state)).toEqual(await stage.run(first, state));
  });

  it('after an invalid one does what it does alone', async () => {
    const { block, state, first, second } = sceneOf('STOP', 20_000n);
    const stage = createStage(block);
    expect((await stage.run(first, state)).outcome.kind).toBe('invalid');
    expect(await stage.run(second, state)).toEqual(await createStage(block).run(second, state));
  });

  it('after one whose read was broken off does what it does alone', async () => {
    const { block, state, first, second } = sceneOf('1 0 TSTORE 0 0 0 CREATE POP 9 SLOAD STOP');
    const broken: StateReader = {
      account: (address) => state.account(address),
      code: (hash) => state.code(hash),
      slot: () => Promise.reject(new Error('not ready')),
    };
    const stage = createStage(block);
    await expect(stage.run(first, broken)).rejects.toThrow('not ready');
    expect(await stage.run(second, state)).toEqual(await createStage(block).run(second, state));
  });

  it('does the same whether its reads answer at once or later', async () => {
    const { block, state, second } = sceneOf('STOP');
    const late: StateReader = {
      account: (address) => Promise.resolve(state.account(address)),
      code: (hash) => Promise.resolve(state.code(hash)),
      slot: (address, slot) => Promise.resolve(state.slot(address, slot)),
    };
    const stage = createStage(block);
    expect(await stage.run(second, late)).toEqual(await stage.run(second, state));
  });
});
