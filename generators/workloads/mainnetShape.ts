/**
 * Synthetic blocks with the counted proportions of a block of mainnet.
 *
 * Owns what stands for what: a payment is a payment, a call is a token payment, a trade or a count
 * at a contract of its class. No transaction and no state of mainnet is in it, and how much its
 * calls conflict is our choice: see `buildMainnetShape`.
 */
import type { Address, Bytes, Fork, Transaction } from '#engine/api/index.js';
import { initcode } from '../assembly/initcode.ts';
import type { ChainBuilder } from '../build/chain.ts';
import { isFrom } from '../build/fork.ts';
import type { Random } from '../build/random.ts';
import type { Signer } from '../build/signer.ts';
import { COUNTER } from '../contracts/counter.ts';
import { ERC20 } from '../contracts/erc20.ts';
import { ROUTER } from '../contracts/swap.ts';
import { scaleShape, spread, targetCounts, type BlockShape } from './blockShape.ts';
import { shuffled } from './draws.ts';
import { layOut } from './layout.ts';
import { Market, TokenBook, openPair } from './market.ts';
import { callsByClass, type ContractClass } from './selectors.ts';
import { closeWorkload, type Draft, type Workload, type WorkloadSite } from './workload.ts';

const NAME = /^mainnet-shape:(0|[1-9]\d{0,14})$/;
const CREATION: Bytes = initcode(ERC20);
const CREATION_GAS = 300_000n;
const COUNT_GAS = 60_000n;
/** In wei; small, since one sender may pay a thousand times. */
const PAYMENT_MAX = 10n ** 16n;

/** How to draw a block from a shape. */
export interface MainnetShapeOptions {
  /** Default: as many as the block had; another number scales the shape. */
  readonly transactions?: number;
  /** An integer; decides order, amounts and receivers. */
  readonly seed: number;
  readonly fork: Fork;
}

/** The number of the block that a name such as `mainnet-shape:17000000` means, or `null`. */
export function mainnetShapeOf(name: string): number | null {
  const digits = NAME.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

/**
 * Builds a synthetic block with the proportions of `shape`.
 *
 * Kept: senders and how much each sends, plain payments and how often each receiver is paid,
 * creations, contracts and how often each is called, types as far as the fork has them (blobs and
 * authorisations become fee-market transactions), and roughly the distances between transactions of
 * one sender or to one contract. Senders and receivers are drawn apart.
 * Chosen: payments in one token go to receivers of their own and do not conflict; all trades of one
 * exchange are at one pair, all calls of any other contract count in one slot, and conflict.
 *
 * Throws a `RangeError` for an empty block or a count that is not a positive integer.
 */
export function buildMainnetShape(shape: BlockShape, options: MainnetShapeOptions): Workload {
  const { seed, fork, transactions = shape.txs } = options;
  const name = `mainnet-shape:${shape.number}`;
  return closeWorkload(name, (site) => draftShape(scaleShape(shape, transactions), site), {
    transactions,
    seed,
    fork,
  });
}

/** Makes the transaction of one place. */
type Role = (sender: Signer, type: Transaction['type']) => Draft;

function draftShape(shape: BlockShape, site: WorkloadSite): readonly Draft[] {
  const { chain, count, random } = site;
  const senderCounts = spread(shape.txs, Math.min(shape.txs, shape.senders), shape.topSenderCounts);
  const senders = chain.senders(senderCounts.length);
  const order = layOut(senderCounts, shape.sameSenderDistance, { size: count, random });
  const stage = new Stage(chain, random);
  const roles = rolesOf(shape, stage, random);
  const types = shuffled(typesOf(shape, chain.fork), random);
  const made = order.map((group, place) => {
    const [sender, role] = [senders[group ?? 0], roles[place]];
    if (sender === undefined || role === undefined) throw new RangeError(`place ${place} is empty`);
    return role(sender, types[place] ?? '0x0');
  });
  stage.close();
  return made;
}

/** What happens at each place: calls where their distances put them, all else in between. */
function rolesOf(shape: BlockShape, stage: Stage, random: Random): readonly Role[] {
  const { contracts, receivers } = targetCounts(shape);
  const classes = classesOf(contracts, callsByClass(shape));
  const calls = classes.map((kind) => stage.open(kind));
  const others = receivers.flatMap((count) => {
    const pay = stage.receiver();
    return Array.from({ length: count }, () => pay);
  });
  const creations = Array.from({ length: shape.creations }, () => stage.creation());
  const between = shuffled([...others, ...creations], random).values();
  const size = shape.txs;
  return layOut(contracts, shape.sameContractDistance, { size, random }).flatMap((group) => {
    const role = group === null ? between.next().value : calls[group];
    return role === undefined ? [] : [role];
  });
}

/** A class for each contract: of the class that is furthest from having its calls. */
function classesOf(
  contracts: readonly number[],
  budget: Readonly<Record<ContractClass, number>>,
): readonly ContractClass[] {
  const left = { ...budget };
  const classes: readonly ContractClass[] = ['token', 'exchange', 'counter'];
  return contracts.map((count) => {
    const chosen = classes.reduce((best, next) => (left[next] > left[best] ? next : best));
    left[chosen] -= count;
    return chosen;
  });
}

/** A type for each transaction, in the order of types. */
function typesOf(shape: BlockShape, fork: Fork): readonly Transaction['type'][] {
  const counts = Object.entries(shape.types);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const ends = counts.map(([type], index) => {
    const sum = counts.slice(0, index + 1).reduce((before, [, count]) => before + count, 0);
    return [type, Math.round((sum * shape.txs) / total)] as const;
  });
  return Array.from({ length: shape.txs }, (_, place) => {
    const type = ends.find(([, end]) => place < end)?.[0];
    if (type === undefined || type === '0') return '0x0';
    if (type === '1') return '0x1';
    return isFrom(fork, 'London') ? '0x2' : '0x0';
  });
}

/** The contracts and receivers of one block. */
class Stage {
  readonly #chain: ChainBuilder;
  readonly #market: Market;
  readonly #random: Random;
  readonly #books: TokenBook[] = [];
  #contractCount = 0;

  constructor(chain: ChainBuilder, random: Random) {
    this.#chain = chain;
    this.#market = new Market(chain, random);
    this.#random = random;
  }

  /** Opens a contract of a class; the role calls it. */
  open(kind: ContractClass): Role {
    const index = this.#contractCount;
    this.#contractCount += 1;
    switch (kind) {
      case 'token': {
        const token = this.#book(`token ${index}`);
        return (from, type) => {
          const to = this.#market.newcomer();
          return { kind: 'erc20', transaction: this.#market.payment({ token, from, to, type }) };
        };
      }
      case 'exchange': {
        const router = this.#chain.contract(`router ${index}`, ROUTER);
        const input = this.#book(`input ${index}`);
        const output = this.#book(`output ${index}`);
        const pair = openPair(this.#chain, `pair ${index}`, { router, input, output });
        return (trader, type) => {
          return { kind: 'swap', transaction: this.#market.trade({ pair, trader, type }) };
        };
      }
      case 'counter':
        return this.#sending('erc20', {
          to: this.#chain.contract(`counter ${index}`, COUNTER),
          gas: COUNT_GAS,
        });
      default:
        return kind satisfies never;
    }
  }

  /** An account; the role pays it. */
  receiver(): Role {
    const to = this.#market.newcomer();
    return (sender, type) => {
      const value = 1n + this.#random(PAYMENT_MAX);
      const transaction = this.#chain.transaction(sender, { to, value, gas: 21_000n, type });
      return { kind: 'transfer', transaction };
    };
  }

  /** The role creates a contract. */
  creation(): Role {
    return this.#sending('compute', { to: null, gas: CREATION_GAS, input: CREATION });
  }

  /** Puts the tokens into the pre-state, once all payments are made. */
  close(): void {
    for (const book of this.#books) book.deploy(this.#chain);
  }

  #book(name: string): TokenBook {
    const book = new TokenBook(name);
    this.#books.push(book);
    return book;
  }

  #sending(
    kind: Draft['kind'],
    request: { readonly to: Address | null; readonly gas: bigint; readonly input?: Bytes },
  ): Role {
    return (sender, type) => {
      return { kind, transaction: this.#chain.transaction(sender, { ...request, type }) };
    };
  }
}
