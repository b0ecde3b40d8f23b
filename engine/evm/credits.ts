/**
 * Credits that the protocol makes after a block's transactions.
 *
 * Owns withdrawals from the beacon chain (EIP-4895) and, before Paris, rewards of the block and of
 * its uncles (Yellow Paper section 11.3, EIP-1234). Both only credit; a withdrawal of nothing still
 * touches its account.
 */
import type { Address, Ommer, Withdrawal } from '../api/index.ts';
import { padHex } from '../primitives/bytes.ts';
import type { CommittedState } from '../state/committedState.ts';
import { RecordingView } from './recordingView.ts';

const WEI_PER_GWEI = 1_000_000_000n;
const BLOCK_REWARD = 2n * 10n ** 18n;

interface Credit {
  readonly address: Address;
  /** In wei. */
  readonly amount: bigint;
}

/** Credits withdrawals, in order. */
export function creditWithdrawals(
  state: CommittedState,
  withdrawals: readonly Withdrawal[],
): Promise<void> {
  return credit(
    state,
    withdrawals.map(({ address, amount }) => ({
      address: padHex(address, 20),
      amount: BigInt(amount) * WEI_PER_GWEI,
    })),
  );
}

/** Credits a proof-of-work block's beneficiary and its uncles'. */
export function creditRewards(
  state: CommittedState,
  beneficiary: Address,
  ommers: readonly Ommer[],
): Promise<void> {
  const credits = ommers.map(({ address, delta }) => ({
    address: padHex(address, 20),
    amount: (BLOCK_REWARD * BigInt(8 - delta)) / 8n,
  }));
  const forInclusion = (BLOCK_REWARD / 32n) * BigInt(ommers.length);
  return credit(state, [...credits, { address: beneficiary, amount: BLOCK_REWARD + forInclusion }]);
}

async function credit(state: CommittedState, credits: readonly Credit[]): Promise<void> {
  const view = new RecordingView(state);
  for (const { address, amount } of credits) {
    view.touch(address);
    view.move(await view.account(address), amount);
  }
  await view.removeTouchedEmpty();
  state.apply(view.finish().writes);
}
