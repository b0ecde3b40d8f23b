/**
 * Payments: all independent, or each funded by the one before.
 *
 * Owns the workloads `transfers` and `transfer-chain`.
 */
import { ETHER, GAS_PRICE } from '../build/chain.ts';
import { addressNamed } from '../build/address.ts';
import { drafts, type WorkloadBuilder } from './workload.ts';

const TRANSFER_GAS = 21_000n;

/** Every sender pays a receiver of its own. Only the beneficiary's balance is shared. */
export const transfers: WorkloadBuilder = ({ chain, count, random }) => {
  const payments = chain.senders(count).map((sender) => {
    const receiver = addressNamed(`receiver ${random(2n ** 128n)}`);
    return chain.transfer(sender, receiver, 1n + random(ETHER));
  });
  return drafts('transfer', payments);
};

/**
 * The first account pays the second, which passes on all but its fee, and so on. Each transaction
 * depends on the balance its sender got from the one before: nothing can run in parallel.
 */
export const transferChain: WorkloadBuilder = ({ chain, count, random }) => {
  const fee = TRANSFER_GAS * GAS_PRICE;
  let purse = ETHER + random(ETHER) + BigInt(count) * fee;
  let sender = chain.sender(purse);
  const payments = Array.from({ length: count }, () => {
    const receiver = chain.stranger();
    purse -= fee;
    const payment = chain.transaction(sender, {
      to: receiver.address,
      value: purse,
      gas: TRANSFER_GAS,
      // The sender owns exactly the fee beside the payment, so it may not offer to pay more.
      maxFeePerGas: GAS_PRICE,
    });
    sender = receiver;
    return payment;
  });
  return drafts('transfer', payments);
};
