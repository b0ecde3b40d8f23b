/**
 * Blocks in which a tenth of the accounts is hot and three tenths of the transactions hit them.
 *
 * Owns the workloads `transfers-hot30`, `erc20-hot30` and `hybrid-hot30`. The shares are exact, as
 * far as they can be; which transaction is a hit, and whom it hits, is drawn.
 */
import type { Transaction } from '#engine/api/index.js';
import { ETHER, type ChainBuilder } from '../build/chain.ts';
import type { Random } from '../build/random.ts';
import type { Signer } from '../build/signer.ts';
import { ROUTER } from '../contracts/swap.ts';
import { drawFrom, drawIndex, marks, shuffled, tenths } from './draws.ts';
import { Market, TokenBook, openPair } from './market.ts';
import { drafts, type Draft, type TransactionKind, type WorkloadBuilder } from './workload.ts';

const HIT_TENTHS = 3;
const PURSE: bigint = 1000n * ETHER;
/** In units of a token. */
const HOLDING = 10n ** 24n;
/** For the fees of some five hundred trades at the highest price; never paid away. */
const FEES = ETHER;

/** Accounts that pay each other, following what each of them owns. */
class HotAccounts {
  readonly #chain: ChainBuilder;
  readonly #random: Random;
  readonly #accounts: readonly Signer[];
  readonly #purses: bigint[];

  /** A tenth of all, if `others` is how many accounts there are beside them; at least two. */
  constructor(chain: ChainBuilder, random: Random, others: number) {
    this.#chain = chain;
    this.#random = random;
    this.#accounts = chain.senders(Math.max(2, Math.round(others / 9)), PURSE + FEES);
    this.#purses = this.#accounts.map(() => PURSE);
  }

  /** Has each of them own some of a token beforehand. */
  hold(token: TokenBook): void {
    for (const { address } of this.#accounts) token.give(address, HOLDING);
  }

  /** Any of them. */
  pick(): Signer {
    return drawFrom(this.#accounts, this.#random);
  }

  /**
   * A payment from one hot account to another, of seven eighths of what the payer has. Its nonce
   * conflicts with all the payer sent before. So does its balance: credits add up in any order, but
   * a payer that was paid before owns too little until it was.
   */
  payment(): Transaction {
    const count = this.#accounts.length;
    const from = drawIndex(count, this.#random);
    const to = (from + 1 + drawIndex(count - 1, this.#random)) % count;
    const [payer, payee] = [this.#accounts[from], this.#accounts[to]];
    if (payer === undefined || payee === undefined) throw new RangeError('two accounts are hot');
    const purse = this.#purses[from] ?? 0n;
    const value = (purse * 7n) / 8n;
    this.#purses[from] = purse - value;
    this.#purses[to] = (this.#purses[to] ?? 0n) + value;
    return this.#chain.transfer(payer, payee.address, value);
  }
}

/** A payment between accounts of their own. */
function coldPayment(chain: ChainBuilder, market: Market, random: Random): Transaction {
  return chain.transfer(chain.sender(), market.newcomer(), 1n + random(ETHER));
}

/**
 * Hits are payments among the hot accounts, so that senders' nonces and balances conflict. Payments
 * to a hot account from elsewhere would not do: credits commute. All others share nothing but fees.
 */
export const transfersHot30: WorkloadBuilder = ({ chain, count, random }) => {
  const market = new Market(chain, random);
  const hitCount = tenths(count, HIT_TENTHS);
  const hot = new HotAccounts(chain, random, count - hitCount);
  const payments = marks(count, hitCount, random).map((isHit) =>
    isHit ? hot.payment() : coldPayment(chain, market, random),
  );
  return drafts('transfer', payments);
};

/**
 * Every sender pays in one token; hits go to a hot holder. A token balance is read to be added to,
 * so any two payments to one holder conflict in its slot.
 */
export const erc20Hot30: WorkloadBuilder = ({ chain, count, random }) => {
  const market = new Market(chain, random);
  const token = new TokenBook('token');
  const hot = new HotAccounts(chain, random, count);
  hot.hold(token);
  const payments = marks(count, tenths(count, HIT_TENTHS), random).map((isHit) => {
    const to = isHit ? hot.pick().address : market.newcomer();
    return market.payment({ token, from: chain.sender(), to });
  });
  token.deploy(chain);
  return drafts('erc20', payments);
};

/**
 * Six tenths transfers, two tenths payments in one of three tokens, two tenths trades at one of two
 * pairs. Hits conflict as above; a trade that is a hit is a hot account's, and conflicts with all
 * that account sends. Besides, any two trades at one pair conflict in its reserves.
 */
export const hybridHot30: WorkloadBuilder = ({ chain, count, random }) => {
  const market = new Market(chain, random);
  const router = chain.contract('router', ROUTER);
  const first = new TokenBook('token 0');
  const second = new TokenBook('token 1');
  const third = new TokenBook('token 2');
  const tokens = [first, second, third];
  const pairs = [
    openPair(chain, 'pair 0', { router, input: first, output: second }),
    openPair(chain, 'pair 1', { router, input: second, output: third }),
  ];
  const plan = planOf(count, random);
  const others = plan.filter(({ kind, isHit }) => kind === 'erc20' || !isHit).length;
  const hot = new HotAccounts(chain, random, others);
  tokens.forEach((token) => hot.hold(token));
  const made = plan.map(({ kind, isHit }): Draft => {
    switch (kind) {
      case 'erc20': {
        const to = isHit ? hot.pick().address : market.newcomer();
        const token = drawFrom(tokens, random);
        return { kind, transaction: market.payment({ token, from: chain.sender(), to }) };
      }
      case 'swap': {
        const trader = isHit ? hot.pick() : chain.sender();
        return { kind, transaction: market.trade({ pair: drawFrom(pairs, random), trader }) };
      }
      default:
        return {
          kind: 'transfer',
          transaction: isHit ? hot.payment() : coldPayment(chain, market, random),
        };
    }
  });
  tokens.forEach((token) => token.deploy(chain));
  return made;
};

interface Plan {
  readonly kind: TransactionKind;
  readonly isHit: boolean;
}

/** Kinds and hits are drawn apart, so that each kind has its share of hits. */
function planOf(count: number, random: Random): readonly Plan[] {
  const [payments, trades] = [tenths(count, 2), tenths(count, 2)];
  const kinds = Array.from({ length: count }, (_, place): TransactionKind => {
    if (place < payments) return 'erc20';
    return place < payments + trades ? 'swap' : 'transfer';
  });
  const hits = marks(count, tenths(count, HIT_TENTHS), random);
  return shuffled(kinds, random).map((kind, place) => ({ kind, isHit: hits[place] === true }));
}
