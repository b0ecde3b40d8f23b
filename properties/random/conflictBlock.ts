/**
 * Small blocks that conflict on purpose.
 *
 * Owns a menu of transactions that meet in a few places: a counter, a token, a child that is made,
 * written, read and destroyed, accounts funded by each other, balances that are looked at. A block
 * is a list of choices from it, so that a failure shrinks to the transactions it needs.
 */
import fc from 'fast-check';

import type { Address, Alloc, Bytes, Fork, Transaction } from '#engine/api/index.js';
import { create2Address } from '#generators/build/address.js';
import { ChainBuilder, ETHER } from '#generators/build/chain.js';
import type { Signer } from '#generators/build/signer.js';
import { COUNTER } from '#generators/contracts/counter.js';
import { ERC20, tokenBalances, transferCall } from '#generators/contracts/erc20.js';
import { create2Call, CREATE2_FACTORY } from '#generators/contracts/factory.js';
import { destroyCall, MORTAL_INITCODE, readCall, writeCall } from '#generators/contracts/mortal.js';
import {
  ACCOUNT_PROBE,
  accountProbeCall,
  BENEFICIARY_PROBE,
  READER,
  readerCall,
} from '#generators/contracts/probes.js';
import { encodeWords } from '#generators/contracts/calls.js';
import type { Scene } from './scene.ts';

const GAS = 200_000n;
const TOKENS = 10n;
const SALT = 1n;
/** The last of them own nothing until somebody pays them. */
const ACCOUNTS = 8;
const POOR = 2;

const NAMES = [
  'pay',
  'count',
  'sendTokens',
  'create',
  'write',
  'destroy',
  'read',
  'look',
  'lookAtChild',
  'lookAtFees',
] as const;

type DishName = (typeof NAMES)[number];

/** One transaction: what it does, who signs it, and a number whose meaning depends on what. */
export interface Dish {
  readonly what: DishName;
  readonly who: number;
  readonly detail: number;
}

interface Table {
  readonly chain: ChainBuilder;
  readonly accounts: readonly Signer[];
  readonly counter: Address;
  readonly token: Address;
  readonly factory: Address;
  readonly child: Address;
  readonly probe: Address;
  readonly beneficiaryProbe: Address;
  readonly reader: Address;
}

type Cook = (table: Table, from: Signer, detail: number) => Transaction;

/** A call of one of the contracts on the table. */
function call(
  to: Exclude<keyof Table, 'chain' | 'accounts'>,
  input: (table: Table, detail: number) => Bytes,
): Cook {
  return (table, from, detail) =>
    table.chain.transaction(from, { to: table[to], gas: GAS, input: input(table, detail) });
}

const MENU: Readonly<Record<DishName, Cook>> = {
  pay: ({ chain, accounts }, from, detail) =>
    chain.transfer(from, accountAt(accounts, detail).address, ETHER),
  count: call('counter', () => '0x'),
  sendTokens: call('token', ({ accounts }, detail) =>
    transferCall(accountAt(accounts, detail).address, TOKENS - 3n),
  ),
  create: call('factory', () => create2Call(SALT, MORTAL_INITCODE)),
  write: call('child', (_, detail) => writeCall(BigInt(detail))),
  destroy: call('child', ({ accounts }, detail) =>
    destroyCall(accountAt(accounts, detail).address),
  ),
  read: call('reader', ({ child }, detail) => readerCall(child, BigInt(detail), readCall())),
  look: call('probe', ({ accounts }, detail) =>
    accountProbeCall(accountAt(accounts, detail).address, 8n * BigInt(detail)),
  ),
  lookAtChild: call('probe', ({ child }, detail) => accountProbeCall(child, 8n * BigInt(detail))),
  lookAtFees: call('beneficiaryProbe', (_, detail) => encodeWords(BigInt(detail))),
};

/** Lists of choices from the menu, for blocks of 2 to 8 transactions. */
export const dishes: fc.Arbitrary<Dish[]> = fc.array(
  fc.record({
    what: fc.constantFrom(...NAMES),
    who: fc.nat({ max: ACCOUNTS - 1 }),
    detail: fc.nat({ max: ACCOUNTS - 1 }),
  }),
  { minLength: 2, maxLength: 8, size: 'max' },
);

/**
 * The block that the choices describe, and the state before it: `state`, should it come from such a
 * block, and else one in which nothing has happened yet.
 */
export function serve(fork: Fork, chosen: readonly Dish[], state: Alloc | null = null): Scene {
  const chain = new ChainBuilder(fork);
  const rich = chain.senders(ACCOUNTS - POOR, 100n * ETHER);
  const accounts = [...rich, ...Array.from({ length: POOR }, () => chain.stranger())];
  const factory = chain.contract('factory', CREATE2_FACTORY);
  const table: Table = {
    chain,
    accounts,
    factory,
    child: create2Address(factory, SALT, MORTAL_INITCODE),
    counter: chain.contract('counter', COUNTER),
    token: chain.contract('token', ERC20, {
      storage: tokenBalances(rich.map(({ address }) => [address, TOKENS])),
    }),
    probe: chain.contract('probe', ACCOUNT_PROBE),
    beneficiaryProbe: chain.contract('beneficiary probe', BENEFICIARY_PROBE),
    reader: chain.contract('reader', READER),
  };
  for (const { address } of accounts) {
    const account = state?.[address];
    // A builder counts nonces from the account on.
    if (account !== undefined) chain.put(address, account);
  }
  const transactions = chosen.map(({ what, who, detail }) =>
    MENU[what](table, accountAt(accounts, who), detail),
  );
  return { block: chain.block(transactions), preState: state ?? chain.preState };
}

function accountAt(accounts: readonly Signer[], index: number): Signer {
  const account = accounts[index];
  if (account === undefined) throw new RangeError(`there is no account ${index}`);
  return account;
}
