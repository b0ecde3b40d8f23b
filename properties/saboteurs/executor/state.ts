/**
 * Saboteurs of the state: what a transaction leaves behind.
 *
 * Owns defects of nonces, slots, code, reverted frames, self-destruction (EIP-6780) and the
 * clearing of empty accounts (EIP-161).
 */
import type { Saboteur } from '../saboteur.ts';

const EXECUTOR = 'evm/executor.js';
const VIEW = 'evm/recordingView.js';
const ACCOUNT = 'evm/accountView.js';
const COMMITTED = 'state/committedState.js';

/** Defects in the effects on state. */
export const state: readonly Saboteur[] = [
  {
    id: 'state/nonce-not-counted',
    file: EXECUTOR,
    find: 'view.setNonce(sender, transaction.nonce + 1n);',
    replace: '',
    why: 'The nonce of the sender stays what it was.',
  },
  {
    id: 'state/slot-not-cleared',
    file: COMMITTED,
    find: 'storage.delete(write.slot);',
    replace: '',
    why: 'A slot that is set to zero keeps its value.',
  },
  {
    id: 'state/storage-no-op-dropped-wrongly',
    file: ACCOUNT,
    find: 'value !== (this.isCreated ? 0n : this.baseSlots.get(slot))',
    replace: 'value !== this.baseSlots.get(slot) && this.baseSlots.get(slot) !== 0n',
    why: 'Writes to slots that were empty are taken for writes without effect.',
  },
  {
    id: 'state/code-write-lost',
    file: COMMITTED,
    find: 'this.#touch(write.address).codeHash = write.hash;',
    replace: '',
    why: 'The code of a new contract is not kept.',
  },
  {
    id: 'state/reverted-slot-stays',
    file: VIEW,
    find: 'account.ownSlots.delete(slot);',
    replace: '',
    why: 'A slot keeps what a reverted frame wrote.',
  },
  {
    id: 'state/reverted-payment-stays',
    file: VIEW,
    find: 'account.delta = before;',
    replace: '',
    why: 'A payment of a reverted frame stays paid.',
  },
  {
    id: 'state/reverted-nonce-stays',
    file: VIEW,
    find: 'account.ownNonce = before;',
    replace: '',
    why: 'A creation in a reverted frame still counts in its creator.',
  },
  {
    id: 'state/touched-empty-account-stays',
    file: EXECUTOR,
    find: 'await view.removeTouchedEmpty();',
    replace: '',
    why: 'An empty account that was touched is not cleared.',
  },
  {
    id: 'state/beneficiary-not-touched',
    file: EXECUTOR,
    find: 'view.touch(block.beneficiary);',
    replace: '',
    why: 'An empty beneficiary that earned nothing is not cleared.',
  },
  {
    id: 'state/destruction-forgotten',
    file: EXECUTOR,
    find: 'of message.destroyed)',
    replace: 'of [])',
    why: 'A contract that destroyed itself stays.',
  },
  {
    id: 'state/destruction-of-old-contracts',
    file: 'evm/ethereumjsCore.js',
    find: 'destroyed.filter((address) => created.has(address))',
    replace: 'destroyed',
    why: 'A contract made by an earlier transaction is destroyed in spite of EIP-6780.',
  },
  {
    id: 'state/destruction-as-before-cancun',
    file: 'evm/forkRules.js',
    find: 'destroysOnlyOwnCreations: false',
    replace: 'destroysOnlyOwnCreations: true',
    fork: 'Shanghai',
    why: 'Before Cancun, only contracts of the same transaction are destroyed.',
  },
];
