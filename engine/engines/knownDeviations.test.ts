/**
 * Where stock `@ethereumjs/vm` 10.1.3 leaves the specifications, and we do not follow.
 *
 * Each test states what the EIP demands, holds serial to it, and shows that the oracle differs
 * still: it turns red when stock is mended, and then the exception made for it elsewhere can go.
 */
import { describe, expect, it } from 'vitest';

import type { Alloc, Block, ExecutionResult } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/engines/serial.js';
import { assemble } from '#generators/assembly/assemble.js';
import { addressNamed } from '#generators/build/address.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { word } from '#generators/build/hex.js';
import { BEACON_ROOTS_ADDRESS, HISTORY_STORAGE_ADDRESS } from '#generators/build/predeploys.js';
import { createOracle } from '#harness/adapters/oracle/index.js';

const A = addressNamed('A');

async function both(
  block: Block,
  preState: Alloc,
): Promise<{ readonly ours: ExecutionResult; readonly stock: ExecutionResult }> {
  return {
    ours: await createSerialEngine().execute(block, preState),
    stock: await createOracle().execute(block, preState),
  };
}

function storageOf(result: ExecutionResult, address: `0x${string}`): object | undefined {
  return result.status === 'accepted' ? (result.postState[address]?.storage ?? {}) : undefined;
}

describe('stock deviates', () => {
  // Yellow Paper, section 6: accounts in the self-destruct set are deleted, storage and all.
  it.each(['Berlin', 'Shanghai'] as const)(
    'under %s: an account that destroyed itself and is paid again has its old storage back',
    async (fork) => {
      const chain = new ChainBuilder(fork);
      const code = assemble('CALLVALUE @paid JUMPI 2 SLOAD POP ADDRESS SELFDESTRUCT paid: STOP');
      chain.put(A, { balance: '0x5', nonce: '0x1', code, storage: { [word(0)]: word(1) } });
      const transactions = [0n, 1n].map((value) => chain.anyone({ to: A, gas: 100_000n, value }));
      const { ours, stock } = await both(chain.block(transactions), chain.preState);
      expect(storageOf(ours, A)).toEqual({});
      expect(storageOf(stock, A)).toEqual({ [word(0)]: word(1) });
    },
  );

  // EIP-4788 and EIP-2935: the contract is called, whatever its code does; stock writes its slots.
  it.each([BEACON_ROOTS_ADDRESS, HISTORY_STORAGE_ADDRESS])(
    'at %s: the system contract is written to instead of called',
    async (address) => {
      const chain = new ChainBuilder('Prague');
      chain.put(address, { balance: '0x0', nonce: '0x1', code: assemble('7 7 SSTORE') });
      const { ours, stock } = await both(chain.block([]), chain.preState);
      expect(storageOf(ours, address)).toEqual({ [word(7)]: word(7) });
      expect(storageOf(stock, address)).not.toEqual({ [word(7)]: word(7) });
    },
  );
});
