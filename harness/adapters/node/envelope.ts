/**
 * A transaction as `eth_sendRawTransaction` takes it.
 *
 * Owns the envelope of EIP-2718. A transaction that breaks a rule of its form cannot be built, and
 * so not be sent either.
 */
import { Common, Hardfork, Mainnet } from '@ethereumjs/common';
import { bytesToHex } from '@ethereumjs/util';
import type { Address, Bytes, Transaction } from '#engine/api/index.js';
import { Unsupported } from '../../input/unsupported.ts';
import { transactionToStock } from '../oracle/index.ts';

/** A transaction as it is sent. */
export interface Envelope {
  readonly raw: Bytes;
  readonly sender: Address;
}

/** The envelope of a signed transaction. Throws `Unsupported` where its form is invalid. */
export function envelopeOf(transaction: Transaction): Envelope {
  const chainId = 'chainId' in transaction ? Number(transaction.chainId) : Mainnet.chainId;
  const common = new Common({ chain: { ...Mainnet, chainId }, hardfork: Hardfork.Osaka });
  try {
    const stock = transactionToStock(transaction, common);
    const sender: Address = bytesToHex(stock.getSenderAddress().bytes);
    return { raw: bytesToHex(stock.serialize()), sender };
  } catch (error) {
    const words = error instanceof Error ? error.message : 'it has no envelope';
    throw new Unsupported(`a transaction cannot be sent: ${words}`, { cause: error });
  }
}
