/**
 * The reward that the command line asks for, in place of the fork's own.
 *
 * Owns what becomes of a state where go-ethereum pays another reward than our engines do, or none.
 * A reward is paid after the last transaction and only adds to balances, so that it can be taken
 * back and paid anew (Yellow Paper section 11.3; EIP-161 for accounts that are touched and empty).
 */
import type { AcceptedBlock, Alloc, AllocAccount, BlockInput } from '#engine/api/index.js';
import {
  canonicalAlloc,
  type CanonicalAccount,
  lower,
  quantity,
} from '#fixtures/official/alloc.js';
import { stateRoot } from '#fixtures/official/trieRoots.js';
import { rewardOf } from './reward.ts';

/** Whether engines pay by themselves what is asked for, in wei; less than 0 asks for nothing. */
export function isPaidByEngines({ block }: BlockInput, reward: bigint): boolean {
  return reward === (rewardOf(block.fork) ?? -1n);
}

/** The block for engines: uncles count for nothing but rewards, which are settled afterwards. */
export function withoutOmmers(input: BlockInput): BlockInput {
  const { ommers: _unpaid, ...env } = input.block.env;
  return { ...input, block: { ...input.block, env } };
}

/** What `withoutOmmers(input)` came to, with the reward that is asked for, not the fork's. */
export async function settleReward(
  accepted: AcceptedBlock,
  input: BlockInput,
  reward: bigint,
): Promise<AcceptedBlock> {
  const { fork, env } = input.block;
  const beneficiary = lower(env.currentCoinbase);
  // From Paris nothing is taken back, and a reward of 0 removes an empty beneficiary at most.
  if (rewardOf(fork) === null && !isEmptyAt(accepted.postState, beneficiary)) return accepted;
  const accounts = new Map<string, CanonicalAccount>(
    Object.entries(canonicalAlloc(accepted.postState)),
  );
  add(accounts, beneficiary, -(rewardOf(fork) ?? 0n));
  if (reward >= 0n) {
    for (const [address, amount] of creditsOf(input, reward)) add(accounts, address, amount);
  } else {
    leaveAlone(accounts, beneficiary, { accepted, input });
  }
  const postState = Object.fromEntries(accounts);
  return { ...accepted, postState, stateRoot: await stateRoot(postState) };
}

/** An uncle earns an eighth less for each block of its age, its nephew a 32nd for each uncle. */
function creditsOf({ block }: BlockInput, reward: bigint): readonly (readonly [string, bigint])[] {
  const { currentCoinbase, ommers = [] } = block.env;
  const forInclusion = (reward / 32n) * BigInt(ommers.length);
  return [
    ...ommers.map(
      ({ address, delta }) => [lower(address), (reward * BigInt(8 - delta)) / 8n] as const,
    ),
    [lower(currentCoinbase), reward + forInclusion],
  ];
}

/** Pays, and removes the account where it is empty all the same. */
function add(accounts: Map<string, CanonicalAccount>, address: string, amount: bigint): void {
  const { balance = '0x0', ...rest } = accounts.get(address) ?? {};
  const paid = { nonce: '0x0', code: '0x', storage: {}, ...rest } as const;
  const account = { ...paid, balance: quantity(BigInt(balance) + amount) };
  if (isEmpty(account)) accounts.delete(address);
  else accounts.set(address, account);
}

/** An empty account stays until it is touched, and a beneficiary is touched by what it earns. */
function leaveAlone(
  accounts: Map<string, CanonicalAccount>,
  beneficiary: string,
  { accepted, input }: { accepted: AcceptedBlock; input: BlockInput },
): void {
  if (accepted.receipts.length > 0 || accounts.has(beneficiary)) return;
  const before = canonicalAlloc(input.preState);
  const account = new Map(Object.entries(before)).get(beneficiary);
  if (account !== undefined && isEmpty(account)) accounts.set(beneficiary, account);
}

function isEmptyAt(state: Alloc, address: string): boolean {
  return Object.entries(state).some(([at, account]) => lower(at) === address && isEmpty(account));
}

function isEmpty({ balance, nonce = '0x0', code = '0x' }: AllocAccount): boolean {
  return BigInt(balance) === 0n && BigInt(nonce) === 0n && code === '0x';
}
