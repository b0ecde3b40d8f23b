/**
 * The accounts of an adversarial block, in one index space.
 *
 * Owns who is who: one small number shrinks from the exotic to the plain. Runners and children run
 * programs; an authority runs them while it has delegated to somebody who does.
 */
import type { Address } from '#engine/api/index.js';
import { addressNamed, create2Address, precompileAddress } from '../build/address.ts';
import { type ChainBuilder, ETHER } from '../build/chain.ts';
import type { Signer } from '../build/signer.ts';
import { word } from '../build/hex.ts';
import { CHILD_INITCODE, INTERPRETER_ADDRESS } from '../gadgets/child.ts';
import { INTERPRETER } from '../gadgets/interpreter.ts';
import type { Who } from '../gadgets/operation.ts';

/** Contracts that run programs from the start. */
export const RUNNERS: readonly Who[] = [0, 1, 2];
/** Where runner 0 makes its children, by salt 0 and salt 1. */
export const CHILDREN: readonly Who[] = [3, 4];
/** Never sends; delegates. */
export const AUTHORITY: Who = 5;
/** Senders with ether, then one with none. */
export const SENDERS: readonly Who[] = [6, 7, 8, 9, 10];
/** Owns nothing until it is paid. */
export const POOR: Who = 10;
/** Not in the state. */
export const ABSENT: Who = 11;
/** Whoever is paid the fees. */
export const FEE_TAKER: Who = 12;
/** Precompiled contracts: SHA-256, and RIPEMD-160 with its history. */
export const PRECOMPILED: readonly Who[] = [13, 14];
/** The code that children run. */
export const LIBRARY: Who = 15;
/** How many there are. */
export const POOL_SIZE = 16;
/** Those that may be asked to run a program: the first so many. */
export const CALLABLE = 6;

const RICH = 1_000n * ETHER;

/** The accounts of one block. */
export interface Pool {
  /** An account's address; numbers beyond the end begin anew. */
  readonly addressOf: (who: Who) => Address;
  /** Keys of the senders, in the order of `SENDERS`. */
  readonly senders: readonly Signer[];
  /** Senders that the pool does not name, by TxIndex. */
  readonly own: readonly Signer[];
  readonly authority: Signer;
}

/** Puts the accounts into the state before a block of so many transactions. */
export function fillPool(
  chain: ChainBuilder,
  { beneficiary, txCount }: { readonly beneficiary: Who | null; readonly txCount: number },
): Pool {
  const runners = RUNNERS.map((who) =>
    chain.contract(`runner ${who}`, INTERPRETER, {
      balance: '0x5',
      storage: { [word(0)]: word(1), [word(1)]: word(2) },
    }),
  );
  chain.put(INTERPRETER_ADDRESS, { balance: '0x0', nonce: '0x1', code: INTERPRETER });
  const senders = [...chain.senders(SENDERS.length - 1, RICH), chain.stranger()];
  const authority = chain.sender(1n);
  const [creator = INTERPRETER_ADDRESS] = runners;
  const addresses = [
    ...runners,
    ...CHILDREN.map((_, salt) => create2Address(creator, salt, CHILD_INITCODE)),
    authority.address,
    ...senders.map(({ address }) => address),
    addressNamed('absent'),
  ];
  const feeTaker =
    beneficiary === null ? addressNamed('beneficiary') : addresses[beneficiary % FEE_TAKER];
  addresses.push(
    feeTaker ?? addressNamed('beneficiary'),
    precompileAddress(2),
    precompileAddress(3),
  );
  addresses.push(INTERPRETER_ADDRESS);
  const addressOf = (who: Who): Address => {
    const address = addresses[who % addresses.length];
    if (address === undefined) throw new RangeError(`there is no account ${who}`);
    return address;
  };
  return { addressOf, senders, authority, own: chain.senders(txCount, RICH) };
}
