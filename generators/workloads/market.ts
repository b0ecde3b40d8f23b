/**
 * Tokens and pairs whose pre-state follows from what is done with them.
 *
 * Owns the books: a workload pays and trades in any order, each payment notes what its sender must
 * own, and at the end the contracts are put into the pre-state with exactly that. What conflicts is
 * decided by who pays whom; a token's account itself never changes.
 */
import type { Address, Bytes32, Transaction } from '#engine/api/index.js';
import { addressNamed } from '../build/address.ts';
import type { ChainBuilder, TransactionRequest } from '../build/chain.ts';
import { word } from '../build/hex.ts';
import type { Random } from '../build/random.ts';
import type { Signer } from '../build/signer.ts';
import { ERC20, allowanceSlot, tokenBalances, transferCall } from '../contracts/erc20.ts';
import { PAIR, pairStorage, swapCall } from '../contracts/swap.ts';

/** What a pair owns of each of its tokens. */
const RESERVE: bigint = 10n ** 24n;
/** The most that one payment or trade moves; its sender owns as much for each. */
const PURSE = 10n ** 21n;
const ALLOWANCE = 2n ** 128n;
const PAYMENT_GAS = 80_000n;
const TRADE_GAS = 200_000n;

/** A token that is not in the pre-state before `deploy`. */
export class TokenBook {
  readonly address: Address;
  readonly #name: string;
  readonly #balances = new Map<Address, bigint>();
  readonly #allowances = new Map<Bytes32, Bytes32>();

  constructor(name: string) {
    this.#name = name;
    this.address = addressNamed(name);
  }

  /** Has `holder` own `amount` more beforehand. */
  give(holder: Address, amount: bigint): void {
    this.#balances.set(holder, (this.#balances.get(holder) ?? 0n) + amount);
  }

  /** Has `owner` allow `spender` more than it will take. */
  allow(owner: Address, spender: Address): void {
    this.#allowances.set(allowanceSlot(owner, spender), word(ALLOWANCE));
  }

  /** Puts the token into the pre-state; what is given afterwards is lost. */
  deploy(chain: ChainBuilder): void {
    const storage = {
      ...tokenBalances([...this.#balances]),
      ...Object.fromEntries(this.#allowances),
    };
    chain.contract(this.#name, ERC20, { storage });
  }
}

/** Where trades of one token for another take place. */
export interface Pair {
  readonly address: Address;
  readonly router: Address;
  /** What the trader pays with. */
  readonly input: TokenBook;
}

/** Puts a pair into the pre-state and gives it its reserves. */
export function openPair(
  chain: ChainBuilder,
  name: string,
  trade: {
    readonly router: Address;
    readonly input: TokenBook;
    readonly output: TokenBook;
  },
): Pair {
  const { router, input, output } = trade;
  const storage = pairStorage([input.address, output.address], RESERVE);
  const address = chain.contract(name, PAIR, { storage });
  input.give(address, RESERVE);
  output.give(address, RESERVE);
  return { address, router, input };
}

/** Who pays whom in what; the envelope is chosen when it is left out. */
export interface PaymentRequest extends Pick<TransactionRequest, 'type'> {
  readonly token: TokenBook;
  readonly from: Signer;
  readonly to: Address;
}

/** Who trades where; the envelope is chosen when it is left out. */
export interface TradeRequest extends Pick<TransactionRequest, 'type'> {
  readonly pair: Pair;
  readonly trader: Signer;
}

/** Pays and trades on one chain, amounts by one stream. */
export class Market {
  readonly #chain: ChainBuilder;
  readonly #random: Random;

  constructor(chain: ChainBuilder, random: Random) {
    this.#chain = chain;
    this.#random = random;
  }

  /** A receiver that nobody else pays. */
  newcomer(): Address {
    return addressNamed(`receiver ${this.#random(2n ** 128n)}`);
  }

  /** A payment in `token`, out of what its sender owns beforehand. */
  payment({ token, from, to, ...rest }: PaymentRequest): Transaction {
    token.give(from.address, PURSE);
    const input = transferCall(to, 1n + this.#random(PURSE));
    return this.#chain.transaction(from, { to: token.address, gas: PAYMENT_GAS, input, ...rest });
  }

  /** A trade at `pair`, out of what the trader owns beforehand. */
  trade({ pair, trader, ...rest }: TradeRequest): Transaction {
    const { address, router, input: token } = pair;
    token.give(trader.address, PURSE);
    token.allow(trader.address, router);
    const input = swapCall(address, token.address, 1n + this.#random(PURSE));
    return this.#chain.transaction(trader, { to: router, gas: TRADE_GAS, input, ...rest });
  }
}
