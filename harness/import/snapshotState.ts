/**
 * The state before a real block, as nodes and other engines' test data tell it.
 *
 * Owns the two shapes: one state for the block, or what `prestateTracer` says of each transaction
 * of it, by `debug_traceBlockByNumber` or one after the other. Of each account and slot the first
 * word counts: later ones tell what earlier transactions have left. Code may lie in a table of its
 * own, by hash.
 */
import type { Address, Alloc, AllocAccount, Bytes, Bytes32 } from '#engine/api/index.js';
import { asIs, fieldsOf, listOf, type Reader, readObject, recordOf } from '../input/fields.ts';
import { address, bytes, bytes32, storageWord } from '../input/hexadecimal.ts';
import { Refusal } from '../input/refusal.ts';
import { readNumber } from '../t8n/normalizeEnv.ts';

const ACCOUNTS_MAX = 1 << 20;
const SLOTS_MAX = 1 << 22;
const TRACES_MAX = 1 << 16;
const CODE_BYTES_MAX = 1 << 22;
const EMPTY_CODE_HASH = '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470';

/** Code by its Keccak hash. */
export type Codes = ReadonlyMap<Bytes32, Bytes>;

/** Reads a table of code. Throws `Refusal`. */
export const readCodes: Reader<Codes> = (value, place) => {
  const codes = recordOf(bytes32, bytes(CODE_BYTES_MAX), ACCOUNTS_MAX)(value, place);
  return new Map(Object.entries(codes).map(([hash, code]) => [`0x${hash.slice(2)}`, code]));
};

/** Reads a state of either shape. Throws `Refusal`. */
export function readSnapshotState(value: unknown, codes: Codes): Alloc {
  const content = unwrapped(value);
  const states = Array.isArray(content)
    ? listOf((trace, place) => readState(unwrapped(trace), place, codes), TRACES_MAX)(content, '')
    : [readState(content, '', codes)];
  const first = new Map<Address, Mutable>();
  for (const state of states) lay(state, first);
  return Object.fromEntries([...first].filter(([, account]) => !isEmpty(account)));
}

type Mutable = Omit<AllocAccount, 'storage'> & { storage: Record<Bytes32, Bytes32> };

function lay(state: ReadonlyMap<Address, Mutable>, first: Map<Address, Mutable>): void {
  for (const [account, said] of state) {
    const before = first.get(account);
    if (before === undefined) first.set(account, said);
    else before.storage = { ...said.storage, ...before.storage };
  }
}

/** What JSON-RPC puts around an answer, and a block's traces around each. */
export function unwrapped(value: unknown): unknown {
  const isWrapped =
    typeof value === 'object' && value !== null && !Array.isArray(value) && 'result' in value;
  return isWrapped ? value.result : value;
}

function readState(value: unknown, place: string, codes: Codes): ReadonlyMap<Address, Mutable> {
  const object = readObject(value, place);
  if ('pre' in object && 'post' in object) {
    throw new Refusal({
      place,
      problem: 'is a trace of differences, which leaves out what was read only',
      remedy: 'trace again without diffMode',
    });
  }
  const readOne = (account: unknown, at: string): Mutable => readAccount(account, at, codes);
  const accounts = recordOf(address, readOne, ACCOUNTS_MAX)(object, place);
  return new Map(Object.entries(accounts).map(([at, account]) => [`0x${at.slice(2)}`, account]));
}

function readAccount(value: unknown, place: string, codes: Codes): Mutable {
  const from = fieldsOf(value, place);
  const storage = from.has('storage')
    ? from.required('storage', recordOf(storageWord, storageWord, SLOTS_MAX))
    : {};
  return {
    balance: from.has('balance') ? from.required('balance', readNumber) : '0x0',
    ...from.optional('nonce', readNumber),
    ...codeOf(value, place, codes),
    storage: { ...storage },
  };
}

/** Code stands in the account, or its hash does and the code in the table. */
function codeOf(value: unknown, place: string, codes: Codes): { readonly code?: Bytes } {
  const from = fieldsOf(value, place);
  const given = from.has('code') ? from.required('code', asIs) : null;
  if (given !== null) return { code: from.required('code', bytes(CODE_BYTES_MAX)) };
  const name = ['code_hash', 'codeHash'].find((one) => from.has(one));
  const hash = name === undefined ? null : from.required(name, asIs);
  if (name === undefined || hash === null) return {};
  const known = from.required(name, bytes32);
  if (known === EMPTY_CODE_HASH) return {};
  const code = codes.get(known);
  if (code !== undefined) return { code };
  throw new Refusal({
    place: `${place}.${name}`,
    problem: 'is of code that is not there',
    remedy: 'put a table from hashes to code beside the block: bytecodes.json',
  });
}

/** EIP-161: such an account is no account. */
function isEmpty({ balance, nonce = '0x0', code = '0x', storage }: Mutable): boolean {
  const hasSlots = Object.values(storage).some((value) => BigInt(value) !== 0n);
  return BigInt(balance) === 0n && BigInt(nonce) === 0n && code === '0x' && !hasSlots;
}
