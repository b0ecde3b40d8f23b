/**
 * The state after the last commit.
 *
 * Owns every account of one block's execution, from pre-state to post-state, in memory. Writes of
 * transactions are applied in index order, whole; nothing is ever rolled back here. Does not know
 * how a transaction runs, nor fees or forks.
 */
import type { Address, Alloc, AllocAccount, Bytes32, Hex } from '../api/index.ts';
import { bigIntToHex, bytesToHex, hexToBytes, padHex, quantity } from '../primitives/bytes.ts';
import { invariant, unreachable } from '../primitives/invariant.ts';
import { type AccountSnapshot, RICH_FROM, type StateReader } from '../primitives/reader.ts';
import type { Write, WriteSet } from '../primitives/writes.ts';
import { EMPTY_CODE, EMPTY_CODE_HASH } from '../primitives/emptyCode.ts';
import { keccak256 } from './keccak.ts';

/** One account that exists, empty or not. */
export interface StoredAccount {
  nonce: bigint;
  /** In wei. */
  balance: bigint;
  codeHash: Bytes32;
  /** Slots that are not zero. */
  readonly storage: Map<Bytes32, bigint>;
}

const ABSENT: AccountSnapshot = {
  exists: false,
  nonce: 0n,
  balance: 0n,
  codeHash: EMPTY_CODE_HASH,
  hasStorage: false,
  isRich: false,
};

const MAX_UINT256 = 2n ** 256n - 1n;

/** An in-memory state that grows transaction by transaction. */
export class CommittedState implements StateReader {
  readonly #accounts = new Map<Address, StoredAccount>();
  readonly #codes = new Map<Bytes32, Uint8Array>([[EMPTY_CODE_HASH, EMPTY_CODE]]);

  /** Loads a pre-state; `alloc` is not kept. */
  constructor(alloc: Alloc) {
    for (const [address, account] of entries(alloc)) {
      this.#accounts.set(padHex(address, 20), this.#load(account));
    }
  }

  account(address: Address): AccountSnapshot {
    const stored = this.#accounts.get(address);
    if (stored === undefined) {
      return ABSENT;
    }
    const { nonce, balance, codeHash, storage } = stored;
    return {
      exists: true,
      nonce,
      balance,
      codeHash,
      hasStorage: storage.size > 0,
      isRich: balance >= RICH_FROM,
    };
  }

  slot(address: Address, slot: Bytes32): bigint {
    return this.#accounts.get(address)?.storage.get(slot) ?? 0n;
  }

  code(hash: Bytes32): Uint8Array {
    const code = this.codeOrNull(hash);
    invariant(code !== null, 'every code hash of an account has its code', { hash });
    return code;
  }

  /** The code with this hash, or `null` when no account ever had it. */
  codeOrNull(hash: Bytes32): Uint8Array | null {
    return this.#codes.get(hash) ?? null;
  }

  /** Applies one transaction's writes. */
  apply(writes: WriteSet): void {
    for (const write of writes) {
      this.#applyOne(write);
    }
  }

  /** Every account, in no particular order. */
  accounts(): IterableIterator<[Address, StoredAccount]> {
    return this.#accounts.entries();
  }

  /** The whole state as t8n writes it, addresses and slots in ascending order. */
  toAlloc(): Alloc {
    const alloc: Record<Address, AllocAccount> = {};
    for (const [address, account] of sorted(this.#accounts)) {
      alloc[address] = this.#toAllocAccount(account);
    }
    return alloc;
  }

  #applyOne(write: Write): void {
    switch (write.kind) {
      case 'lifecycle':
        if (write.event === 'destroyed') {
          this.#accounts.delete(write.address);
        } else {
          this.#touch(write.address).storage.clear();
        }
        return;
      case 'balance': {
        const account = this.#touch(write.address);
        account.balance += write.delta;
        invariant(
          account.balance >= 0n && account.balance <= MAX_UINT256,
          'a balance stays within 256 bits',
          { address: write.address, balance: account.balance },
        );
        return;
      }
      case 'nonce':
        this.#touch(write.address).nonce = write.value;
        return;
      case 'code':
        this.#touch(write.address).codeHash = write.hash;
        this.#codes.set(write.hash, write.code);
        return;
      case 'storage': {
        const { storage } = this.#touch(write.address);
        if (write.value === 0n) {
          storage.delete(write.slot);
        } else {
          storage.set(write.slot, write.value);
        }
        return;
      }
      default:
        return unreachable(write);
    }
  }

  #touch(address: Address): StoredAccount {
    const existing = this.#accounts.get(address);
    if (existing !== undefined) {
      return existing;
    }
    const created: StoredAccount = {
      nonce: 0n,
      balance: 0n,
      codeHash: EMPTY_CODE_HASH,
      storage: new Map(),
    };
    this.#accounts.set(address, created);
    return created;
  }

  #load(account: AllocAccount): StoredAccount {
    const code = hexToBytes(account.code ?? '0x');
    const codeHash = code.length === 0 ? EMPTY_CODE_HASH : bytesToHex(keccak256(code));
    this.#codes.set(codeHash, code);
    const storage = new Map<Bytes32, bigint>();
    for (const [slot, value] of entries(account.storage ?? {})) {
      const number = toBigInt(value);
      if (number !== 0n) {
        storage.set(padHex(slot, 32), number);
      }
    }
    return {
      nonce: toBigInt(account.nonce ?? '0x0'),
      balance: toBigInt(account.balance),
      codeHash,
      storage,
    };
  }

  #toAllocAccount(account: StoredAccount): AllocAccount {
    const storage: Record<Bytes32, Bytes32> = {};
    for (const [slot, value] of sorted(account.storage)) {
      storage[slot] = bigIntToHex(value, 32);
    }
    return {
      balance: quantity(account.balance),
      nonce: quantity(account.nonce),
      code: bytesToHex(this.code(account.codeHash)),
      storage,
    };
  }
}

function toBigInt(hex: Hex): bigint {
  return hex === '0x' ? 0n : BigInt(hex);
}

/** `Object.entries` forgets that the keys are hex; that they are is a reader's business. */
function* entries<Value>(record: Readonly<Record<Hex, Value>>): Generator<[Hex, Value]> {
  for (const key of Object.keys(record)) {
    const hex: Hex = `0x${key.slice(2)}`;
    const value = record[hex];
    invariant(value !== undefined, 'the keys of a state are hex', { key });
    yield [hex, value];
  }
}

function sorted<Value>(map: ReadonlyMap<Hex, Value>): [Hex, Value][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
