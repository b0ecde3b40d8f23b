/**
 * A state on disk that is made equal to whatever state a block begins with.
 *
 * Owns the store and what is in it. An engine is told the whole pre-state of every block: the
 * difference to what the store holds is put in, and is exactly what caches must forget, whether the
 * chain went on, went back to a sibling, or a block failed and left nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address, Bytes32 } from '../../api/index.ts';
import type { CommittedState, StoredAccount } from '../committedState.ts';
import { accountText, keyOf, slotText, type StatePlace } from './storedState.ts';
import { openTables, type StoreTables } from './storeReader.ts';

interface HeldAccount {
  readonly text: string;
  readonly storage: ReadonlyMap<Bytes32, bigint>;
}

const NO_STORAGE: ReadonlyMap<Bytes32, bigint> = new Map();

/** The store of one engine, in a folder of its own that ends with it. */
export class DiskStore {
  readonly folder: string;
  readonly tables: StoreTables;
  readonly #held = new Map<Address, HeldAccount>();
  readonly #codes = new Set<Bytes32>();

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'lockstep-state-'));
    this.tables = openTables(this.folder);
  }

  /** Makes the store equal to `state`. Returns the places that have changed. */
  hold(state: CommittedState): readonly StatePlace[] {
    return this.tables.places.transactionSync(() => {
      const changed: StatePlace[] = [];
      const gone = new Set(this.#held.keys());
      for (const [address, account] of state.accounts()) {
        gone.delete(address);
        this.#holdAccount(address, account, changed);
        this.#holdCode(account.codeHash, state);
      }
      for (const address of gone) {
        this.#drop(address, changed);
      }
      return changed;
    });
  }

  /** Removes the store. No thread may read it any more. */
  async close(): Promise<void> {
    await this.tables.places.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #holdAccount(address: Address, account: StoredAccount, changed: StatePlace[]): void {
    const held = this.#held.get(address);
    const text = accountText({ ...account, hasStorage: account.storage.size > 0 });
    if (held?.text !== text) {
      this.#put({ address, slot: null }, text, changed);
    }
    const before = held?.storage ?? NO_STORAGE;
    for (const [slot, value] of account.storage) {
      if (before.get(slot) !== value) this.#put({ address, slot }, slotText(value), changed);
    }
    for (const slot of before.keys()) {
      if (!account.storage.has(slot)) this.#remove({ address, slot }, changed);
    }
    this.#held.set(address, { text, storage: new Map(account.storage) });
  }

  #holdCode(hash: Bytes32, state: CommittedState): void {
    if (this.#codes.has(hash)) return;
    void this.tables.codes.put(hash, state.code(hash));
    this.#codes.add(hash);
  }

  #drop(address: Address, changed: StatePlace[]): void {
    const storage = this.#held.get(address)?.storage ?? NO_STORAGE;
    for (const slot of storage.keys()) {
      this.#remove({ address, slot }, changed);
    }
    this.#remove({ address, slot: null }, changed);
    this.#held.delete(address);
  }

  // Within a transaction each of these is done when the transaction is.
  #put(place: StatePlace, text: string, changed: StatePlace[]): void {
    void this.tables.places.put(keyOf(place), text);
    changed.push(place);
  }

  #remove(place: StatePlace, changed: StatePlace[]): void {
    void this.tables.places.remove(keyOf(place));
    changed.push(place);
  }
}
