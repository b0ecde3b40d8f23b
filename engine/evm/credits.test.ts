/** Withdrawals (EIP-4895) and rewards before Paris. */
import { describe, expect, it } from 'vitest';

import type { Alloc, Withdrawal } from '#engine/api/index.js';
import { creditRewards, creditWithdrawals } from '#engine/evm/credits.js';
import { quantity } from '#engine/primitives/bytes.js';
import { CommittedState } from '#engine/state/committedState.js';
import { addressNamed } from '#generators/build/address.js';
import { ETHER } from '#generators/build/chain.js';

const [A, B] = [addressNamed('A'), addressNamed('B')] as [`0x${string}`, `0x${string}`];

async function withdraw(alloc: Alloc, amounts: readonly bigint[]): Promise<CommittedState> {
  const state = new CommittedState(alloc);
  const withdrawals = amounts.map((amount, at): Withdrawal => {
    return { index: quantity(at), validatorIndex: '0x0', address: A, amount: quantity(amount) };
  });
  await creditWithdrawals(state, withdrawals);
  return state;
}

describe('a withdrawal', () => {
  it('is in gwei', async () => {
    expect((await withdraw({}, [3n])).account(A).balance).toBe(3_000_000_000n);
  });

  it('adds to others of the same account', async () => {
    expect((await withdraw({ [A]: { balance: '0x5' } }, [1n, 2n])).account(A).balance).toBe(
      3_000_000_005n,
    );
  });

  it('of nothing does not make an account', async () => {
    expect((await withdraw({}, [0n])).account(A).exists).toBe(false);
  });

  it('of nothing clears an empty account', async () => {
    expect((await withdraw({ [A]: { balance: '0x0' } }, [0n])).account(A).exists).toBe(false);
  });

  it('of nothing leaves a contract as it is', async () => {
    const state = await withdraw({ [A]: { balance: '0x0', nonce: '0x1', code: '0x00' } }, [0n]);
    expect(state.account(A)).toMatchObject({ exists: true, nonce: 1n });
  });

  it('of the largest amount is no number of 64 bits in wei', async () => {
    const max = 2n ** 64n - 1n;
    expect((await withdraw({}, [max])).account(A).balance).toBe(max * 10n ** 9n);
  });
});

describe('a block reward', () => {
  it('is two ether without uncles', async () => {
    const state = new CommittedState({});
    await creditRewards(state, A, []);
    expect(state.account(A).balance).toBe(2n * ETHER);
  });

  it.each([1, 2, 3, 4, 5, 6])('pays for an uncle %i blocks back', async (delta) => {
    const state = new CommittedState({});
    await creditRewards(state, A, [{ delta, address: B }]);
    expect(state.account(B).balance).toBe((2n * ETHER * BigInt(8 - delta)) / 8n);
    expect(state.account(A).balance).toBe(2n * ETHER + ETHER / 16n);
  });

  it('adds up when the beneficiary made the uncles too', async () => {
    const state = new CommittedState({ [A]: { balance: '0x1' } });
    await creditRewards(
      state,
      A,
      [1, 2].map((delta) => ({ delta, address: A })),
    );
    const uncles = (2n * ETHER * 7n) / 8n + (2n * ETHER * 6n) / 8n;
    expect(state.account(A).balance).toBe(1n + 2n * ETHER + ETHER / 8n + uncles);
  });
});
