/**
 * The accounts of an adversarial block, in one index space.
 *
 * Owns who is who: one small number shrinks from the exotic to the plain. Runners and children run
 * programs; an authority runs them while it has delegated to somebody who does.
 */
import type { Address } from '#engine/api/index.js';
import type { Bytes32 } from '#engine/api/index.js';
import { blobBaseFee, blobHashes } from '../build/blobs.ts';
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
/** In the state, and empty: the next touch clears it (EIP-161). */
export const HOLLOW: Who = 16;
/** How many there are. */
export const POOL_SIZE = 17;
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
  /** An account with code of its own, whose key somebody has. */
  readonly keyed: Signer;
  /** In wei per blob gas. */
  readonly blobPrice: bigint;
  /** Of so many blobs. */
  readonly blobHashes: (count: number) => readonly Bytes32[];
}

/** What decides the accounts of a block. */
export interface PoolOptions {
  readonly beneficiary: Who | null;
  readonly txCount: number;
  /** Whether children have storage from an older life. */
  readonly isHaunted: boolean;
  /** In blob gas. */
  readonly excess: bigint;
}

/** Puts the accounts into the state before a block of so many transactions. */
export function fillPool(
  chain: ChainBuilder,
  { beneficiary, txCount, isHaunted, excess }: PoolOptions,
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
  const keyed = chain.stranger();
  chain.put(keyed.address, { balance: '0x1', code: INTERPRETER });
  const [creator = INTERPRETER_ADDRESS] = runners;
  const children = CHILDREN.map((_, salt) => create2Address(creator, salt, CHILD_INITCODE));
  for (const child of isHaunted ? children : []) {
    chain.put(child, { balance: '0x1', storage: { [word(0)]: word(7) } });
  }
  const addresses = [
    ...runners,
    ...children,
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
  const hollow = addressNamed('hollow');
  chain.put(hollow, { balance: '0x0' });
  addresses.push(INTERPRETER_ADDRESS, hollow);
  const addressOf = (who: Who): Address => {
    const address = addresses[who % addresses.length];
    if (address === undefined) throw new RangeError(`there is no account ${who}`);
    return address;
  };
  return {
    addressOf,
    senders,
    authority,
    keyed,
    own: chain.senders(txCount, RICH),
    blobPrice: blobBaseFee(chain.fork, excess),
    blobHashes,
  };
}
