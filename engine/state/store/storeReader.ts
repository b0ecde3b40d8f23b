/**
 * One thread's view of a store on disk.
 *
 * Owns the read side: any thread may have one, and reads while no block is being put into the
 * store. A read of what is not in the system's memory waits for the disk, as a client's does.
 */
import { type Database, open, type RootDatabase } from 'lmdb';
import type { Address, Bytes32 } from '../../api/index.ts';
import { EMPTY_CODE, EMPTY_CODE_HASH } from '../../primitives/emptyCode.ts';
import type { AccountSnapshot } from '../../primitives/reader.ts';
import { accountOf, keyOf, slotValue } from './storedState.ts';

const CODES = 'codes';
const DATABASES_MAX = 2;

/** The two tables of a store. */
export interface StoreTables {
  readonly places: RootDatabase<string, string>;
  readonly codes: Database<Uint8Array, string>;
}

/** Opens the store in a folder; every thread of a process may, for itself. */
export function openTables(folder: string): StoreTables {
  // What is kept is made anew by whoever opens an engine: nothing has to outlive a power cut.
  const places = open<string, string>({
    path: folder,
    encoding: 'string',
    maxDbs: DATABASES_MAX,
    noSync: true,
  });
  return { places, codes: places.openDB<Uint8Array, string>({ name: CODES, encoding: 'binary' }) };
}

/** Reads a store. */
export class StoreReader {
  readonly #tables: StoreTables;

  constructor(tables: StoreTables) {
    this.#tables = tables;
  }

  /** Sees what was put into the store until now. To be called when a block begins. */
  refresh(): void {
    this.#tables.places.resetReadTxn();
  }

  account(address: Address): AccountSnapshot {
    return accountOf(this.#tables.places.get(keyOf({ address, slot: null })));
  }

  slot(address: Address, slot: Bytes32): bigint {
    return slotValue(this.#tables.places.get(keyOf({ address, slot })));
  }

  /** The code with this hash, or `null` when no account ever had it. */
  codeOrNull(hash: Bytes32): Uint8Array | null {
    // That of accounts without any, those that do not exist included, which no store holds.
    if (hash === EMPTY_CODE_HASH) return EMPTY_CODE;
    return this.#tables.codes.get(hash) ?? null;
  }
}
