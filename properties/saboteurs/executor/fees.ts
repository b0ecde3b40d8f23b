/**
 * Saboteurs of the fees: who pays how much to whom.
 *
 * Owns defects of the fee market (EIP-1559) and of blob fees (EIP-4844) in the executor.
 */
import type { Saboteur } from '../saboteur.ts';

const EXECUTOR = 'evm/executor.js';

/** Defects in what a transaction pays. */
export const fees: readonly Saboteur[] = [
  {
    id: 'fees/beneficiary-unpaid',
    file: EXECUTOR,
    find: 'view.move(beneficiary, gasUsed * this.#priorityFee);',
    replace: '',
    why: 'The credit of the beneficiary is dropped.',
  },
  {
    id: 'fees/base-fee-not-burnt',
    file: EXECUTOR,
    find: 'gasUsed * this.#priorityFee',
    replace: 'gasUsed * this.#gasPrice',
    why: 'The beneficiary gets the base fee too.',
  },
  {
    id: 'fees/priority-fee-beyond-the-margin',
    file: EXECUTOR,
    find: 'maxPriorityFee < margin ? maxPriorityFee : margin',
    replace: 'maxPriorityFee',
    why: 'The priority fee is not limited by what the maximum leaves above the base fee.',
  },
  {
    id: 'fees/maximum-charged',
    file: EXECUTOR,
    find: 'this.#gasPrice = block.baseFee + this.#priorityFee',
    replace: 'this.#gasPrice = maxFee',
    why: 'The sender pays the maximum it offered instead of the price that holds.',
  },
  {
    id: 'fees/unused-gas-kept',
    file: EXECUTOR,
    find: '(transaction.gas - gasUsed) * this.#gasPrice',
    replace: '0n',
    why: 'Gas that was not used is paid for.',
  },
  {
    id: 'fees/blobs-for-free',
    file: EXECUTOR,
    find: 'blobGasOf(transaction) * block.blobBaseFee',
    replace: '0n',
    why: 'Blobs cost their sender nothing.',
  },
  {
    id: 'fees/blob-price-without-its-curve',
    file: 'evm/blockContext.js',
    find: 'term > 0n; i',
    replace: 'i < 3n; i',
    why: 'The exponential of the blob gas price is cut off after its second term.',
  },
  {
    id: 'fees/price-seen-is-the-maximum',
    file: EXECUTOR,
    find: 'gasPrice: this.#gasPrice',
    replace: 'gasPrice: transaction.fee.maxFee',
    why: 'GASPRICE shows the maximum offered.',
  },
];
