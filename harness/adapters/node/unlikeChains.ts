/**
 * Where a development node is not a chain.
 *
 * Owns what such nodes leave out of the rules on purpose, so that a block which needs it is
 * declined: contracts may send there (no EIP-3607), nothing is called at the end of a block, and no
 * requests (EIP-7685) are collected.
 */
import type { Address, Alloc, Block, BlockInput } from '#engine/api/index.js';
import {
  CONSOLIDATION_REQUEST_ADDRESS,
  DEPOSIT_CONTRACT_ADDRESS,
  predeploys,
  WITHDRAWAL_REQUEST_ADDRESS,
} from '#generators/build/predeploys.js';
import { Unsupported } from '../../input/unsupported.ts';
import { isFrom } from '../../input/vocabulary.ts';
import type { NodeKind } from './devNode.ts';
import type { MinedBlock } from './minedBlock.ts';
import { isEmptyAccount } from './emptyAccount.ts';
import { envelopeOf } from './envelope.ts';

const QUEUES: readonly Address[] = [WITHDRAWAL_REQUEST_ADDRESS, CONSOLIDATION_REQUEST_ADDRESS];
const DELEGATION = '0xef0100'; // EIP-7702

/** Declines a block in which a contract sends. Throws `Unsupported`. */
export function refuseSenders({ transactions }: Block, preState: Alloc): void {
  const accounts = new Map(Object.entries(preState));
  for (const [index, transaction] of transactions.entries()) {
    const { sender } = envelopeOf(transaction);
    const code = accounts.get(sender)?.code ?? '0x';
    if (code === '0x' || code.startsWith(DELEGATION)) continue;
    throw new Unsupported(`it lets contracts send, as in transaction ${String(index)}`);
  }
}

/** Declines a state with other system contracts than those the node counts on. */
export function refuseContracts(kind: NodeKind, { block, preState }: BlockInput): void {
  const { fork } = block;
  const expected = predeploys(fork);
  const queues = isFrom(fork, 'Prague') ? QUEUES : [];
  for (const address of [...queues, ...kind.alwaysThere(fork)]) {
    if (preState[address]?.code === expected.get(address)?.code) continue;
    throw new Unsupported(`its state has no other contract at ${address} than the usual one`);
  }
  const isBusy = queues.some((queue) => Object.keys(preState[queue]?.storage ?? {}).length > 0);
  if (isBusy) throw new Unsupported(NO_REQUESTS);
}

/** Declines an empty account where the node's dump would not tell it from none. */
export function refuseEmptyAccounts({ stateBy }: NodeKind, preState: Alloc): void {
  if (stateBy === 'dump' && Object.values(preState).some(isEmptyAccount)) {
    throw new Unsupported('its dump does not tell an empty account from none');
  }
}

const NO_REQUESTS = 'a development node collects no requests';

/** Declines a block that makes requests. Throws `Unsupported`. */
export function refuseRequests({ logAddresses }: MinedBlock): void {
  const makesSome = [DEPOSIT_CONTRACT_ADDRESS, ...QUEUES].some((contract) =>
    logAddresses.includes(contract),
  );
  if (makesSome) throw new Unsupported(NO_REQUESTS);
}
