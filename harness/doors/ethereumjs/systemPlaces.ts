/**
 * What a block reads around its transactions.
 *
 * Owns which places those are: system contracts, and of the request queues the slots that are read
 * when the block ends. No transaction reports them.
 * EIP-2935, EIP-4788, EIP-7002 and EIP-7251 (layout of the queues).
 */
import type { Address, Block } from '#engine/api/index.js';
import {
  BEACON_ROOTS_ADDRESS,
  CONSOLIDATION_REQUEST_ADDRESS,
  DEPOSIT_CONTRACT_ADDRESS,
  HISTORY_STORAGE_ADDRESS,
  WITHDRAWAL_REQUEST_ADDRESS,
} from '#generators/build/predeploys.js';
import { word } from '#generators/build/hex.js';
import type { PartialState } from './partialState.ts';

interface Queue {
  readonly address: Address;
  readonly slotsPerRequest: number;
  readonly requestsPerBlock: number;
}

const QUEUES: readonly Queue[] = [
  { address: WITHDRAWAL_REQUEST_ADDRESS, slotsPerRequest: 3, requestsPerBlock: 16 },
  { address: CONSOLIDATION_REQUEST_ADDRESS, slotsPerRequest: 4, requestsPerBlock: 2 },
];
/** Of a queue: excess, count, head, tail; requests follow. */
const HEAD = 2n;
const REQUESTS_FROM = 4n;
/** Of roots and of hashes: each block writes over what lies there. */
const RING = 8_191n;

/** Fetches them, and what a block names before anything runs. */
export async function wantPlacesOf(
  { env, withdrawals = [], transactions }: Block,
  senders: readonly Address[],
  state: PartialState,
): Promise<void> {
  const named = [
    ...[BEACON_ROOTS_ADDRESS, HISTORY_STORAGE_ADDRESS, DEPOSIT_CONTRACT_ADDRESS],
    env.currentCoinbase,
    ...(env.ommers ?? []).map((ommer) => ommer.address),
    ...withdrawals.map((withdrawal) => withdrawal.address),
    ...senders,
    ...transactions.flatMap(({ to }) => to ?? []),
  ];
  for (const address of named) await state.wantAccount(address);
  for (const transaction of transactions) {
    if (!('accessList' in transaction)) continue;
    for (const { address, storageKeys } of transaction.accessList) {
      await state.wantAccount(address);
      for (const slot of storageKeys) await state.wantSlot(address, slot);
    }
  }
  for (const queue of QUEUES) await wantQueue(queue, state);
  const time = BigInt(env.currentTimestamp) % RING;
  await state.wantSlot(BEACON_ROOTS_ADDRESS, word(time));
  await state.wantSlot(BEACON_ROOTS_ADDRESS, word(time + RING));
  const parent = BigInt(env.currentNumber) - 1n;
  if (parent >= 0n) await state.wantSlot(HISTORY_STORAGE_ADDRESS, word(parent % RING));
}

async function wantQueue(
  { address, slotsPerRequest, requestsPerBlock }: Queue,
  state: PartialState,
): Promise<void> {
  for (let at = 0n; at < REQUESTS_FROM; at += 1n) await state.wantSlot(address, word(at));
  const first = REQUESTS_FROM + state.slot(address, word(HEAD)) * BigInt(slotsPerRequest);
  const end = first + BigInt(slotsPerRequest * requestsPerBlock);
  for (let at = first; at < end; at += 1n) await state.wantSlot(address, word(at));
}
