/**
 * The state root (Yellow Paper, section 4.1): commitment to every account and every slot.
 *
 * Computes it anew from the whole state; keeps no trie between blocks.
 */
import { RLP } from '@ethereumjs/rlp';

import type { Bytes32 } from '../api/index.ts';
import { bigIntToBytes, bytesToHex, hexToBytes } from '../primitives/bytes.ts';
import type { CommittedState, StoredAccount } from './committedState.ts';
import { keccak256 } from './keccak.ts';
import { EMPTY_TRIE_ROOT, trieRoot, type Leaf } from './trie.ts';

/** 32-byte root of the trie of all accounts. */
export function stateRoot(state: CommittedState): Bytes32 {
  const leaves: Leaf[] = [];
  for (const [address, account] of state.accounts()) {
    leaves.push({ key: keccak256(hexToBytes(address)), value: encodeAccount(account) });
  }
  return bytesToHex(trieRoot(leaves));
}

function encodeAccount(account: StoredAccount): Uint8Array {
  return RLP.encode([
    bigIntToBytes(account.nonce),
    bigIntToBytes(account.balance),
    storageRoot(account.storage),
    hexToBytes(account.codeHash),
  ]);
}

function storageRoot(storage: ReadonlyMap<Bytes32, bigint>): Uint8Array {
  if (storage.size === 0) {
    return EMPTY_TRIE_ROOT;
  }
  const leaves: Leaf[] = [];
  for (const [slot, value] of storage) {
    leaves.push({
      key: keccak256(hexToBytes(slot)),
      value: RLP.encode(bigIntToBytes(value)),
    });
  }
  return trieRoot(leaves);
}
