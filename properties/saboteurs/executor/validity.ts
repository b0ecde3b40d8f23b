/**
 * Saboteurs of validity and admission: which transactions are part of the block.
 *
 * Owns defects at the edges of rules, where an engine accepts one too many or one too few.
 */
import type { Saboteur } from '../saboteur.ts';

const VALIDITY = 'evm/validity.js';
const ADMISSION = 'evm/admission.js';

/** Defects in what is let in. */
export const validity: readonly Saboteur[] = [
  {
    id: 'validity/value-not-covered',
    file: VALIDITY,
    find: 'transaction.gas * transaction.fee.maxFee +\n        transaction.value +',
    replace: 'transaction.gas * transaction.fee.maxFee +',
    why: 'A sender that can pay its gas but not its value is let in.',
  },
  {
    id: 'validity/price-instead-of-maximum-covered',
    file: VALIDITY,
    find: 'transaction.gas * transaction.fee.maxFee +',
    replace: 'transaction.gas * transaction.fee.maxPriorityFee +',
    why: 'A sender need not own the maximum it offers.',
  },
  {
    id: 'validity/nonce-from-the-future',
    file: VALIDITY,
    find: 'if (nonce < transaction.nonce)',
    replace: 'if (false)',
    why: 'A nonce that is too high is let in.',
  },
  {
    id: 'validity/contract-as-sender',
    file: VALIDITY,
    find: 'if (isCode)',
    replace: 'if (false)',
    why: 'An account with code can send transactions.',
  },
  {
    id: 'validity/delegated-sender-refused',
    file: VALIDITY,
    find: 'rules.hasSetCode && isDelegation(code)',
    replace: 'false',
    why: 'An account that delegates cannot send transactions.',
  },
  {
    id: 'validity/initcode-limit-one-short',
    file: VALIDITY,
    find: 'transaction.input.length > initcodeSizeMax',
    replace: 'transaction.input.length >= initcodeSizeMax',
    why: 'Initcode of exactly the largest size is refused.',
  },
  {
    id: 'validity/gas-cap-one-short',
    file: VALIDITY,
    find: 'transaction.gas > transactionGasMax',
    replace: 'transaction.gas >= transactionGasMax',
    why: 'A gas limit of exactly the cap of a transaction is refused.',
  },
  {
    id: 'validity/floor-not-demanded',
    file: VALIDITY,
    find: 'if (transaction.gas < gas.floor)',
    replace: 'if (false)',
    why: 'A gas limit below the calldata floor is let in.',
  },
  {
    id: 'validity/nonce-limit-one-late',
    file: VALIDITY,
    find: 'transaction.nonce >= MAX_NONCE',
    replace: 'transaction.nonce > MAX_NONCE',
    why: 'The largest nonce, which no transaction may use, is let in.',
  },
  {
    id: 'validity/blob-fee-not-demanded',
    file: VALIDITY,
    find: 'transaction.maxFeePerBlobGas < block.blobBaseFee',
    replace: 'false',
    why: 'An offer below the price of blob gas is let in.',
  },
  {
    id: 'admission/off-by-one',
    file: ADMISSION,
    find: 'wanted.gas > left.gas',
    replace: 'wanted.gas >= left.gas',
    why: 'A transaction that fills the block exactly is left out.',
  },
  {
    id: 'admission/gas-of-predecessors-forgotten',
    file: ADMISSION,
    find: 'gas: gas - this.#gasUsed',
    replace: 'gas',
    why: 'Each transaction is measured against the whole block.',
  },
  {
    id: 'admission/limits-summed-instead-of-gas-used',
    file: ADMISSION,
    find: 'this.#gasUsed += outcome.gasUsed;',
    replace: 'this.#gasUsed += transaction.gas;',
    why: 'Gas limits are counted, not the gas that was used.',
  },
  {
    id: 'admission/blob-off-by-one',
    file: ADMISSION,
    find: 'wanted.blobGas > left.blobGas',
    replace: 'wanted.blobGas >= left.blobGas',
    why: 'The blobs that fill the block exactly are left out.',
  },
];
