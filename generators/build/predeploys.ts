/**
 * The contracts that a fork's rules call or read, as accounts of a pre-state.
 *
 * Owns their addresses and initial storage. EIP-4788 from Cancun; EIP-2935, EIP-6110, EIP-7002 and
 * EIP-7251 from Prague. Not their meaning: `deposits.ts` and the EIPs have that.
 */
import { createHash } from 'node:crypto';
import type { Address, AllocAccount, Bytes, Bytes32, Fork } from '#engine/api/index.js';
import { DEPOSIT_CONTRACT_CODE } from './depositContractCode.ts';
import { isFrom } from './fork.ts';
import { bytesToHex, word } from './hex.ts';
import {
  BEACON_ROOTS_CODE,
  CONSOLIDATION_REQUEST_CODE,
  HISTORY_STORAGE_CODE,
  WITHDRAWAL_REQUEST_CODE,
} from './predeployCode.ts';

/** EIP-4788. */
export const BEACON_ROOTS_ADDRESS: Address = '0x000f3df6d732807ef1319fb7b8bb8522d0beac02';
/** EIP-2935. */
export const HISTORY_STORAGE_ADDRESS: Address = '0x0000f90827f1c53a10cb7a02335b175320002935';
/** EIP-7002. */
export const WITHDRAWAL_REQUEST_ADDRESS: Address = '0x00000961ef480eb55e80d19ad83579a64c007002';
/** EIP-7251. */
export const CONSOLIDATION_REQUEST_ADDRESS: Address = '0x0000bbddc7ce488642fb579f8b00f3a590007251';
/** Mainnet's; EIP-6110. */
export const DEPOSIT_CONTRACT_ADDRESS: Address = '0x00000000219ab540356cbb839cbe05303d7705fa';

/** The deposit contract keeps a Merkle tree this deep. */
const DEPOSIT_TREE_DEPTH = 32;
/** Slot of the first entry of its table of empty subtrees' hashes. */
const ZERO_HASHES_SLOT = 0x21;

/** What the deposit contract's constructor stores: the hash of an empty subtree of each height. */
function depositContractStorage(): Readonly<Record<Bytes32, Bytes32>> {
  const storage: Record<Bytes32, Bytes32> = {};
  let zeroHash: Uint8Array = new Uint8Array(32);
  // The entry for height 0 is zero, hence absent.
  for (let height = 1; height < DEPOSIT_TREE_DEPTH; height += 1) {
    zeroHash = createHash('sha256').update(zeroHash).update(zeroHash).digest();
    storage[word(ZERO_HASHES_SLOT + height)] = bytesToHex(zeroHash);
  }
  return storage;
}

function predeploy(code: Bytes): AllocAccount {
  return { balance: '0x0', nonce: '0x1', code };
}

/**
 * The system contracts that exist under `fork`.
 *
 * The request queues start as on the first block after their deployment's block: the fee is at its
 * minimum of 1 wei, no request is queued.
 */
export function predeploys(fork: Fork): ReadonlyMap<Address, AllocAccount> {
  const accounts = new Map<Address, AllocAccount>();
  if (isFrom(fork, 'Cancun')) accounts.set(BEACON_ROOTS_ADDRESS, predeploy(BEACON_ROOTS_CODE));
  if (!isFrom(fork, 'Prague')) return accounts;
  accounts.set(HISTORY_STORAGE_ADDRESS, predeploy(HISTORY_STORAGE_CODE));
  accounts.set(WITHDRAWAL_REQUEST_ADDRESS, predeploy(WITHDRAWAL_REQUEST_CODE));
  accounts.set(CONSOLIDATION_REQUEST_ADDRESS, predeploy(CONSOLIDATION_REQUEST_CODE));
  accounts.set(DEPOSIT_CONTRACT_ADDRESS, {
    ...predeploy(DEPOSIT_CONTRACT_CODE),
    storage: depositContractStorage(),
  });
  return accounts;
}
