/** The engine `serial` from outside: policies, overlap, abort, unknown forks, odd contexts. */
import { describe, expect, it } from 'vitest';

import type { Block, Env, Fork } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/engines/serial.js';
import { FORKS } from '#engine/evm/forkRules.js';
import { quantity } from '#engine/primitives/bytes.js';
import { assemble } from '#generators/assembly/assemble.js';
import { addressNamed } from '#generators/build/address.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { word } from '#generators/build/hex.js';

const A = addressNamed('A');
const C = addressNamed('C');

/** Three transfers of one sender, of which the second has the wrong nonce. */
function spoiledBlock(): { readonly block: Block; readonly chain: ChainBuilder } {
  const chain = new ChainBuilder('Osaka');
  const sender = chain.sender();
  const request = { to: A, value: 1n, gas: 21_000n };
  const transactions = [
    chain.transaction(sender, request),
    chain.transaction(sender, { ...request, nonce: 7n }),
    chain.transaction(sender, request),
  ];
  return { block: chain.block(transactions), chain };
}

function deepFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFrozen);
    Object.freeze(value);
  }
  return value;
}

describe('an invalid transaction', () => {
  it('makes its block invalid by default', async () => {
    const { block, chain } = spoiledBlock();
    expect(await createSerialEngine().execute(block, chain.preState)).toMatchObject({
      status: 'rejected',
      rejection: {
        kind: 'transaction',
        index: 1,
        reason: 'TransactionException.NONCE_MISMATCH_TOO_HIGH',
      },
      stats: { executions: 2 },
    });
  });

  it('is left out under skip, and the indexes stay those of the block as given', async () => {
    const { block, chain } = spoiledBlock();
    const options = { invalidTransactions: 'skip', accesses: true } as const;
    const result = await createSerialEngine().execute(block, chain.preState, options);
    if (result.status === 'rejected') {
      throw new Error('skip rejects no block');
    }
    expect(result.rejected).toEqual([
      { index: 1, reason: 'TransactionException.NONCE_MISMATCH_TOO_HIGH' },
    ]);
    expect(result.receipts.map(({ transactionIndex }) => transactionIndex)).toEqual([0, 2]);
    expect(result.accesses?.map(({ index }) => index)).toEqual([0, 2]);
    expect(result.postState[A]?.balance).toBe('0x2');
  });
});

describe('an engine', () => {
  it('says accesses only when asked', async () => {
    const { block, chain } = spoiledBlock();
    const options = { invalidTransactions: 'skip' } as const;
    const result = await createSerialEngine().execute(block, chain.preState, options);
    expect('accesses' in result).toBe(false);
  });

  it('changes nothing of what it is given', async () => {
    const { block, chain } = spoiledBlock();
    const preState = deepFrozen(structuredClone(chain.preState));
    const options = deepFrozen({ invalidTransactions: 'skip', accesses: true } as const);
    const frozen = deepFrozen(structuredClone(block));
    const result = await createSerialEngine().execute(frozen, preState, options);
    expect(result.status).toBe('accepted');
  });

  it('answers overlapping calls as if they came one after the other', async () => {
    const engine = createSerialEngine();
    const scenes = FORKS.map((fork) => {
      const chain = new ChainBuilder(fork);
      chain.put(C, { balance: '0x0', code: assemble('0 SLOAD 1 ADD 0 SSTORE') });
      const blocks = [1, 2].map(() => chain.block([chain.anyone({ to: C, gas: 60_000n })]));
      return { blocks, preState: chain.preState };
    });
    const calls = scenes.flatMap(({ blocks, preState }) =>
      blocks.map((block) => [block, preState] as const),
    );
    const together = await Promise.all(calls.map((call) => engine.execute(...call)));
    const apart = [];
    for (const call of calls) {
      apart.push(await createSerialEngine().execute(...call));
    }
    expect(together).toEqual(apart);
  });

  it('goes on after a call that failed', async () => {
    const engine = createSerialEngine();
    const { block, chain } = spoiledBlock();
    const unknown = Object.assign({ ...block }, { fork: 'Homestead' });
    const failed = engine.execute(unknown, chain.preState);
    const good = engine.execute({ ...block, transactions: [] }, chain.preState);
    await expect(failed).rejects.toThrow('unknown fork "Homestead"');
    expect((await good).status).toBe('accepted');
  });
});

describe('an abort signal', () => {
  it('that has fired ends a run with its reason, even of an empty block', async () => {
    const { block, chain } = spoiledBlock();
    const signal = AbortSignal.abort(new Error('enough'));
    const run = createSerialEngine().execute({ ...block, transactions: [] }, chain.preState, {
      signal,
    });
    await expect(run).rejects.toThrow('enough');
  });

  it('that fires ends a run between two transactions', async () => {
    const chain = new ChainBuilder('Osaka');
    const block = chain.block(chain.senders(50).map((sender) => chain.transfer(sender, A, 1n)));
    const controller = new AbortController();
    const run = createSerialEngine().execute(block, chain.preState, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(run).rejects.toThrow('enough');
  });
});

describe('a block without transactions', () => {
  it.each(FORKS)('under %s has empty roots', async (fork) => {
    const chain = new ChainBuilder(fork);
    const result = await createSerialEngine().execute(chain.block([]), chain.preState);
    expect(result).toMatchObject({
      status: 'accepted',
      gasUsed: '0x0',
      receipts: [],
      receiptsRoot: '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
      stats: { executions: 0, executionsMax: 0, path: { kind: 'serial' } },
    });
  });
});

describe('an odd context', () => {
  const LOOK = assemble('TIMESTAMP 0 SSTORE NUMBER 1 SSTORE GASLIMIT 2 SSTORE CHAINID 3 SSTORE');
  const MAX = 2n ** 64n - 1n;

  async function slots(env: Partial<Env>, chainId = 1n, fork: Fork = 'Osaka'): Promise<object> {
    const chain = new ChainBuilder(fork);
    chain.put(C, { balance: '0x0', code: LOOK });
    const call = chain.anyone({ to: C, gas: 200_000n, chainId: quantity(chainId) });
    const block = { ...chain.block([call], { env }), chainId: quantity(chainId) };
    const result = await createSerialEngine().execute(block, chain.preState);
    return result.status === 'accepted' ? (result.postState[C]?.storage ?? {}) : result;
  }

  it('of the largest numbers is seen as it is', async () => {
    const env = {
      currentTimestamp: quantity(MAX),
      currentNumber: quantity(MAX),
      currentGasLimit: quantity(MAX),
    };
    expect(await slots(env, MAX)).toEqual({
      [word(0)]: word(MAX),
      [word(1)]: word(MAX),
      [word(2)]: word(MAX),
      [word(3)]: word(MAX),
    });
  });

  it.each([0n, 2n ** 53n + 1n])('of chain %s is seen as it is', async (chainId) => {
    const seen = chainId === 0n ? {} : { [word(3)]: word(chainId) };
    expect(await slots({}, chainId)).toMatchObject(seen);
  });
});

describe('a made-up pre-state with more ether than fits', () => {
  const HALF = 2n ** 255n;

  it.each([
    ['fills the last wei', HALF - 1n, HALF, '0x1'],
    ['would overflow a rich account', HALF, HALF, '0x0'],
    ['would overflow by being rich itself', HALF - 1n, HALF + 1n, '0x0'],
  ] as const)('a payment that %s', async (_, balance, value, status) => {
    const chain = new ChainBuilder('Osaka');
    const sender = chain.sender(HALF + 10n ** 20n);
    chain.put(A, { balance: quantity(balance) });
    const block = chain.block([chain.transaction(sender, { to: A, value, gas: 21_000n })]);
    const result = await createSerialEngine().execute(block, chain.preState);
    expect(result).toMatchObject({ receipts: [{ status }] });
  });
});
