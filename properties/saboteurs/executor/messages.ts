/**
 * Saboteurs of messages: what code is told and what its calls do.
 *
 * Owns defects between the executor and the interpreter: value, collisions, gas of writes, context.
 */
import type { Saboteur } from '../saboteur.ts';

const EVM = 'evm/observedEVM.js';
const CORE = 'evm/ethereumjsCore.js';

/** Defects in what the interpreter sees. */
export const messages: readonly Saboteur[] = [
  {
    id: 'messages/value-not-taken',
    file: EVM,
    find: 'views.view.move(sender, -message.value);',
    replace: '',
    why: 'A call gives value without taking it: ether is made from nothing.',
  },
  {
    id: 'messages/collision-with-storage-ignored',
    file: 'evm/recordingAccount.js',
    find: 'this.#account.readHasStorage() ? SOME_STORAGE_ROOT : KECCAK256_RLP',
    replace: 'KECCAK256_RLP',
    why: 'A contract is created where storage is left (EIP-7610).',
  },
  {
    id: 'messages/original-value-forgotten',
    file: 'evm/viewStateManager.js',
    find: 'this.view.originalSlot(account',
    replace: 'this.view.slot(account',
    why: 'The gas of a second write to a slot is counted from the first write.',
  },
  {
    id: 'messages/ancestors-unknown',
    file: CORE,
    find: 'hash: () => hexToBytes(hash)',
    replace: 'hash: () => new Uint8Array(32)',
    why: 'BLOCKHASH is always zero.',
  },
  {
    id: 'messages/randomness-unknown',
    file: CORE,
    find: 'prevRandao: hexToBytes(block.prevRandao)',
    replace: 'prevRandao: new Uint8Array(32)',
    why: 'PREVRANDAO is always zero.',
  },
  {
    id: 'messages/blob-hashes-unknown',
    file: 'evm/executor.js',
    find: 'blobVersionedHashes: transaction.blobVersionedHashes,',
    replace: 'blobVersionedHashes: [],',
    why: 'BLOBHASH is always zero.',
  },
  {
    id: 'messages/intrinsic-gas-usable',
    file: 'evm/executor.js',
    find: 'gas: transaction.gas - gas.intrinsic,',
    replace: 'gas: transaction.gas,',
    why: 'The gas that calldata cost can be spent again.',
  },
];
