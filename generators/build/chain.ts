/**
 * Builds a pre-state and the blocks that run on it, one sender's nonces after another.
 *
 * Owns the bookkeeping a block author would get wrong by hand: which signer comes next, which nonce
 * it uses next, which block number follows. Does not execute: it cannot know that a transaction was
 * refused or that a contract was made, so such cases say their nonces themselves.
 */
import type {
  AccessListEntry,
  Address,
  Alloc,
  AllocAccount,
  Authorization,
  Block,
  Bytes,
  Bytes32,
  Env,
  Fork,
  Quantity,
  Transaction,
  Withdrawal,
} from '#engine/api/index.js';
import { addressNamed } from './address.ts';
import type { UnsignedTransaction } from './envelope.ts';
import { BASE_FEE, FIRST_BLOCK_NUMBER, defaultEnv } from './env.ts';
import { isFrom } from './fork.ts';
import { quantity } from './hex.ts';
import { predeploys } from './predeploys.ts';
import { signAuthorization, signTransaction } from './sign.ts';
import { signer } from './signer.ts';
import type { Signer } from './signer.ts';

/** In wei. */
export const ETHER: bigint = 10n ** 18n;
/** In wei per gas; what the beneficiary earns in every default transaction from London on. */
export const PRIORITY_FEE = 1_000_000_000n;
/** In wei per gas; what every default transaction pays in the end. */
export const GAS_PRICE: bigint = BASE_FEE + PRIORITY_FEE;
/** In wei per gas; what a fee-market transaction is ready to pay, more than it will. */
export const MAX_FEE: bigint = 10n * BASE_FEE;
/** The chain every default transaction is bound to: mainnet's. */
export const CHAIN_ID: Quantity = '0x1';

/**
 * A transaction to be made. What is left out is chosen: the next nonce of the sender, fees that
 * come to `GAS_PRICE`, empty lists. Fields that the type does not have are ignored.
 */
export interface TransactionRequest {
  /** Default: fee market (`0x2`) where it exists, else legacy. */
  readonly type?: Transaction['type'];
  /** `null` creates a contract. */
  readonly to: Address | null;
  /** Gas limit, in gas. */
  readonly gas: bigint;
  /** In wei; default 0. */
  readonly value?: bigint;
  readonly input?: Bytes;
  /** Used as it is, without counting: the next default nonce does not change. */
  readonly nonce?: bigint;
  /** Types 0 and 1, in wei per gas. */
  readonly gasPrice?: bigint;
  /** Types 2 to 4, in wei per gas. */
  readonly maxFeePerGas?: bigint;
  /** Types 2 to 4, in wei per gas. */
  readonly maxPriorityFeePerGas?: bigint;
  /** Types 1 to 4. */
  readonly accessList?: readonly AccessListEntry[];
  /** Type 3, in wei per blob gas. */
  readonly maxFeePerBlobGas?: bigint;
  /** Type 3. */
  readonly blobVersionedHashes?: readonly Bytes32[];
  /** Type 4. */
  readonly authorizationList?: readonly Authorization[];
  /** Default `CHAIN_ID`. */
  readonly chainId?: Quantity;
  /** Type 0: whether EIP-155 binds it to the chain; default true. */
  readonly replayProtected?: boolean;
}

/** What an authority signs; what is left out is chosen. */
export interface DelegationRequest {
  /** Default `CHAIN_ID`; zero is any chain. */
  readonly chainId?: Quantity;
  /** The code to run; the zero address clears. */
  readonly address: Address;
  /** Used as it is, without counting. */
  readonly nonce?: bigint;
}

/** What differs from a default block. */
export interface BlockRequest {
  readonly env?: Partial<Env>;
  /** From Shanghai; default none. */
  readonly withdrawals?: readonly Withdrawal[];
}

/** A chain of blocks under one fork, and the state before the first of them. */
export class ChainBuilder {
  readonly fork: Fork;
  readonly #accounts = new Map<Address, AllocAccount>();
  readonly #nonces = new Map<Address, bigint>();
  #signerCount = 0;
  #nextNumber = FIRST_BLOCK_NUMBER;

  readonly #before: ChainBuilder | null;

  /**
   * Starts with the system contracts of `fork` and nothing else. After the blocks of another chain
   * signers begin anew, but their nonces and the numbers of blocks go on.
   */
  constructor(fork: Fork, before: ChainBuilder | null = null) {
    this.fork = fork;
    this.#before = before;
    if (before !== null) this.#nextNumber = before.nextNumber;
    for (const [address, account] of predeploys(fork)) this.#accounts.set(address, account);
  }

  /** The state before the first block, addresses in order. */
  get preState(): Alloc {
    const accounts = [...this.#accounts].sort(([left], [right]) => (left < right ? -1 : 1));
    return Object.fromEntries(accounts);
  }

  /** The number of the block that is built next. */
  get nextNumber(): number {
    return this.#nextNumber;
  }

  /** Sets an account of the pre-state whole. */
  put(address: Address, account: AllocAccount): void {
    this.#accounts.set(address, account);
    const used = this.#before === null ? 0n : this.#before.#nonceOf(address);
    const nonce = BigInt(account.nonce ?? 0);
    this.#nonces.set(address, nonce > used ? nonce : used);
  }

  /** Takes an account out of the pre-state. */
  remove(address: Address): void {
    this.#accounts.delete(address);
  }

  /** The next signer, not in the pre-state. */
  stranger(): Signer {
    this.#signerCount += 1;
    return signer(this.#signerCount);
  }

  /** The next signer, owning `balance` wei, by default far more than any case spends. */
  sender(balance: bigint = 1000n * ETHER): Signer {
    const made = this.stranger();
    this.put(made.address, { balance: quantity(balance) });
    return made;
  }

  /** As many signers as asked for, each owning `balance` wei. */
  senders(count: number, balance: bigint = 1000n * ETHER): readonly Signer[] {
    return Array.from({ length: count }, () => this.sender(balance));
  }

  /** Puts a contract at the address that stands for `name`. */
  contract(name: string, code: Bytes, rest: Partial<Omit<AllocAccount, 'code'>> = {}): Address {
    const address = addressNamed(name);
    this.put(address, { balance: '0x0', nonce: '0x1', ...rest, code });
    return address;
  }

  /** The nonce the account's next default transaction or authorisation uses; counts it as used. */
  useNonce(address: Address): bigint {
    const nonce = this.#nonceOf(address);
    this.#nonces.set(address, nonce + 1n);
    return nonce;
  }

  #nonceOf(address: Address): bigint {
    const own = this.#nonces.get(address);
    if (own !== undefined) return own;
    return this.#before === null ? 0n : this.#before.#nonceOf(address);
  }

  /** Signs a transaction of `from`. */
  transaction(from: Signer, request: TransactionRequest): Transaction {
    const nonce = request.nonce ?? this.useNonce(from.address);
    const chainId = request.chainId ?? CHAIN_ID;
    const protection =
      request.replayProtected === false
        ? ({ kind: 'none' } as const)
        : ({ kind: 'chain', chainId } as const);
    return signTransaction(unsignedTransaction(this.fork, nonce, request), from, protection);
  }

  /** Signs a transaction of a new sender that has done nothing before. */
  anyone(request: TransactionRequest): Transaction {
    return this.transaction(this.sender(), request);
  }

  /** Signs a plain payment of `value` wei. */
  transfer(from: Signer, to: Address, value: bigint): Transaction {
    return this.transaction(from, { to, value, gas: 21_000n });
  }

  /** Signs an EIP-7702 authorisation of `authority`. */
  authorize(authority: Signer, request: DelegationRequest): Authorization {
    const nonce = request.nonce ?? this.useNonce(authority.address);
    const { address, chainId = CHAIN_ID } = request;
    return signAuthorization({ chainId, address, nonce: quantity(nonce) }, authority);
  }

  /** Closes a block; the next one has the following number. */
  block(transactions: readonly Transaction[], request: BlockRequest = {}): Block {
    const env = { ...defaultEnv(this.fork, this.#nextNumber), ...request.env };
    this.#nextNumber += 1;
    const block = { fork: this.fork, chainId: CHAIN_ID, env, transactions };
    if (!isFrom(this.fork, 'Shanghai')) return block;
    return { ...block, withdrawals: request.withdrawals ?? [] };
  }
}

/** Fills in what `request` leaves open. */
function unsignedTransaction(
  fork: Fork,
  nonce: bigint,
  request: TransactionRequest,
): UnsignedTransaction {
  const body = {
    nonce: quantity(nonce),
    gas: quantity(request.gas),
    to: request.to,
    value: quantity(request.value ?? 0n),
    input: request.input ?? ('0x' as const),
  };
  const priced = { ...body, gasPrice: quantity(request.gasPrice ?? GAS_PRICE) };
  const typed = { chainId: request.chainId ?? CHAIN_ID, accessList: request.accessList ?? [] };
  const market = {
    ...body,
    ...typed,
    maxFeePerGas: quantity(request.maxFeePerGas ?? MAX_FEE),
    maxPriorityFeePerGas: quantity(request.maxPriorityFeePerGas ?? PRIORITY_FEE),
  };
  const type = request.type ?? (isFrom(fork, 'London') ? '0x2' : '0x0');
  switch (type) {
    case '0x0':
      return { type, ...priced };
    case '0x1':
      return { type, ...priced, ...typed };
    case '0x2':
      return { type, ...market };
    case '0x3': {
      const maxFeePerBlobGas = quantity(request.maxFeePerBlobGas ?? BASE_FEE);
      const blobVersionedHashes = request.blobVersionedHashes ?? [];
      return { type, ...market, maxFeePerBlobGas, blobVersionedHashes };
    }
    case '0x4':
      return { type, ...market, authorizationList: request.authorizationList ?? [] };
    default:
      return type satisfies never;
  }
}
