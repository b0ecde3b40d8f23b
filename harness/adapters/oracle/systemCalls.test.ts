/**
 * Requests of the execution layer (EIP-6110, EIP-7002, EIP-7251), and blocks invalid for them.
 */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Bytes, ExecutionResult } from '#engine/api/index.js';
import { assemble } from '#generators/assembly/assemble.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { forksFrom } from '#generators/build/fork.js';
import {
  CONSOLIDATION_REQUEST_ADDRESS,
  DEPOSIT_CONTRACT_ADDRESS,
  WITHDRAWAL_REQUEST_ADDRESS,
} from '#generators/build/predeploys.js';
import { createOracle } from '#harness/adapters/oracle/index.js';

const DEPOSIT_TOPIC = '0x649bbc62d0e31342afea4e5cd82d4049e7e1ee912fc0889aa790803be39038c5';

const REQUEST_CONTRACTS = [
  { name: 'withdrawal', address: WITHDRAWAL_REQUEST_ADDRESS },
  { name: 'consolidation', address: CONSOLIDATION_REQUEST_ADDRESS },
] as const;

/** Adds a transaction so that a system call is not the first call of the block. */
async function execute(chain: ChainBuilder): Promise<ExecutionResult> {
  const transfer = chain.anyone({ to: DEPOSIT_CONTRACT_ADDRESS, gas: 50_000n });
  return createOracle().execute(chain.block([transfer]), chain.preState);
}

function blockRejection(reason: string): object {
  return { status: 'rejected', rejection: { kind: 'block', reason: `BlockException.${reason}` } };
}

describe.each(forksFrom('Prague'))('under %s', (fork) => {
  test('a block in which nothing is requested has no requests', async () => {
    const result = await execute(new ChainBuilder(fork));
    const requestsHash = `0x${createHash('sha256').digest('hex')}`;
    expect(result).toMatchObject({ status: 'accepted', requests: [], requestsHash });
  });

  test('a withdrawal request is returned with its type, and hashed', async () => {
    const chain = new ChainBuilder(fork);
    const sender = chain.sender();
    const key = 'ab'.repeat(48);
    const payload: Bytes = `0x${key}${'00'.repeat(7)}05`;
    const to = WITHDRAWAL_REQUEST_ADDRESS;
    const call = chain.transaction(sender, { to, gas: 200_000n, value: 1n, input: payload });
    const result = await createOracle().execute(chain.block([call]), chain.preState);
    // The amount goes in big-endian and comes out little-endian.
    const request = `01${sender.address.slice(2)}${key}05${'00'.repeat(7)}`;
    const inner = createHash('sha256').update(Buffer.from(request, 'hex')).digest();
    const requestsHash = `0x${createHash('sha256').update(inner).digest('hex')}`;
    expect(result).toMatchObject({ status: 'accepted', requests: [`0x${request}`], requestsHash });
  });

  describe.each(REQUEST_CONTRACTS)('the $name contract', ({ address }) => {
    test('without an account makes the block invalid', async () => {
      const chain = new ChainBuilder(fork);
      chain.remove(address);
      expect(await execute(chain)).toMatchObject(blockRejection('SYSTEM_CONTRACT_EMPTY'));
    });

    test('without code makes the block invalid', async () => {
      const chain = new ChainBuilder(fork);
      chain.put(address, { balance: '0x1' });
      expect(await execute(chain)).toMatchObject(blockRejection('SYSTEM_CONTRACT_EMPTY'));
    });

    test.each([
      ['reverts', '0 0 REVERT'],
      ['halts', 'INVALID'],
      ['runs out of gas', '0 0xffffffffff MSTORE'],
    ])('makes the block invalid when its code %s', async (_, source) => {
      const chain = new ChainBuilder(fork);
      chain.put(address, { balance: '0x0', code: assemble(source) });
      expect(await execute(chain)).toMatchObject(blockRejection('SYSTEM_CONTRACT_CALL_FAILED'));
    });

    test('may call a contract that fails, as long as its own call does not', async () => {
      const chain = new ChainBuilder(fork);
      const failing = chain.contract('failing', assemble('INVALID'));
      const code = assemble(`0 0 0 0 0 ${failing} 50000 CALL STOP`);
      chain.put(address, { balance: '0x0', code });
      expect(await execute(chain)).toMatchObject({ status: 'accepted' });
    });
  });

  test('an invalid transaction is named before an invalid system contract', async () => {
    const chain = new ChainBuilder(fork);
    chain.remove(WITHDRAWAL_REQUEST_ADDRESS);
    const block = chain.block([chain.anyone({ to: null, gas: 1n })]);
    expect(await createOracle().execute(block, chain.preState)).toMatchObject({
      rejection: { kind: 'transaction', index: 0 },
    });
  });

  test('a deposit log of another layout makes the block invalid', async () => {
    const chain = new ChainBuilder(fork);
    const code = assemble(`${DEPOSIT_TOPIC} 0x20 0 LOG1 STOP`);
    chain.put(DEPOSIT_CONTRACT_ADDRESS, { balance: '0x0', code });
    expect(await execute(chain)).toMatchObject(blockRejection('INVALID_DEPOSIT_EVENT_LAYOUT'));
  });

  test('under skip, a block that is invalid as a whole is still rejected', async () => {
    const chain = new ChainBuilder(fork);
    chain.remove(CONSOLIDATION_REQUEST_ADDRESS);
    const block = chain.block([chain.anyone({ to: null, gas: 1n })]);
    const options = { invalidTransactions: 'skip' } as const;
    expect(await createOracle().execute(block, chain.preState, options)).toMatchObject(
      blockRejection('SYSTEM_CONTRACT_EMPTY'),
    );
  });
});
