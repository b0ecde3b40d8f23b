/**
 * Saboteurs of what a transaction starts with: warm addresses and slots, and nothing else.
 *
 * Owns defects of EIP-2929, EIP-2930, EIP-3651 and EIP-7702 warmth, and leaks from one transaction
 * into the next: the plague of engines that reuse an interpreter.
 */
import type { Saboteur } from '../saboteur.ts';

const EXECUTOR = 'evm/executor.js';
const CORE = 'evm/ethereumjsCore.js';

/** Defects in the state of the interpreter when a transaction begins. */
export const warmth: readonly Saboteur[] = [
  {
    id: 'warmth/sender-cold',
    file: EXECUTOR,
    find: '[this.#sender, ...authorities',
    replace: '[...authorities',
    why: 'The sender is cold.',
  },
  {
    id: 'warmth/receiver-cold',
    file: EXECUTOR,
    find: 'warmAddresses.push(to);',
    replace: '',
    why: 'The receiver is cold.',
  },
  {
    id: 'warmth/beneficiary-cold',
    file: EXECUTOR,
    find: 'if (block.rules.hasWarmBeneficiary)',
    replace: 'if (false)',
    why: 'The beneficiary is cold from Shanghai on.',
  },
  {
    id: 'warmth/beneficiary-warm-too-early',
    file: EXECUTOR,
    find: 'if (block.rules.hasWarmBeneficiary)',
    replace: 'if (true)',
    fork: 'Paris',
    why: 'The beneficiary is warm before Shanghai.',
  },
  {
    id: 'warmth/authority-cold',
    file: EXECUTOR,
    find: '[this.#sender, ...authorities',
    replace: '[this.#sender',
    why: 'An authority is cold although its authorisation was read.',
  },
  {
    id: 'warmth/access-list-address-cold',
    file: EXECUTOR,
    find: ', ...accessList.map((a) => a.address)',
    replace: '',
    why: 'An address of the access list is cold.',
  },
  {
    id: 'warmth/access-list-slot-cold',
    file: CORE,
    find: 'journal.addAlwaysWarmSlot(address, slot);',
    replace: '',
    why: 'A slot of the access list is cold.',
  },
  {
    id: 'warmth/precompile-cold',
    file: CORE,
    find: 'journal.addAlwaysWarmAddress(precompile);',
    replace: '',
    why: 'Precompiles are cold.',
  },
  {
    id: 'warmth/kept-from-the-transaction-before',
    file: CORE,
    find: 'this.#evm.journal.cleanJournal();',
    replace: '',
    why: 'What one transaction warmed is warm in the next.',
  },
];
