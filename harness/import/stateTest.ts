/**
 * Official state tests: one transaction each, on a state of its own.
 *
 * Owns which fields of the format are read, and which of its many transactions is which test: a
 * file gives lists of inputs, gas limits and values, and for each fork the triples of indices that
 * are meant. What cannot be read (numbers beyond 256 bits) is named, not lost.
 * Format: the state test of ethereum/tests and execution-spec-tests.
 */
import type { Address, Alloc, Bytes32, Fork, Quantity } from '#engine/api/index.js';
import { findNetwork, rulesAt } from '#fixtures/official/networks.js';
import { SECP256K1_N, signer } from '#generators/build/signer.js';
import { readAlloc } from '../input/allocReader.ts';
import { asIs, count, type Fields, fieldsOf, listOf, readObject } from '../input/fields.ts';
import { bytes32, quantity } from '../input/hexadecimal.ts';
import { Refusal } from '../input/refusal.ts';
import { FORKS } from '../input/vocabulary.ts';
import { readNumber } from '../t8n/normalizeEnv.ts';

const ENTRIES_MAX = 1 << 16;
const NAME_LENGTH_MAX = 200;

/** One transaction of a state test under one fork. */
export interface StateTest {
  /** `file::key[fork-d0g0v0]`. */
  readonly id: string;
  readonly fork: Fork;
  readonly chainId: Quantity;
  /** The environment, as `t8n` reads it. */
  readonly env: Readonly<Record<string, unknown>>;
  readonly preState: Alloc;
  /** The transaction, as `t8n` reads it: with a secret key in place of a signature. */
  readonly transaction: Readonly<Record<string, unknown>>;
  readonly sender: Address;
  readonly nonce: bigint;
  readonly gas: bigint;
  /** What must come of the transaction alone. */
  readonly expected: { readonly stateRoot: Bytes32; readonly logsHash: Bytes32 };
}

/** A test that is not imported. */
export interface UnreadTest {
  readonly id: string;
  /** A phrase without a full stop. */
  readonly reason: string;
}

/** Whether a value claims to be a state test. */
export function isStateTest(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'post' in value &&
    'transaction' in value &&
    'pre' in value
  );
}

/** The tests of one entry of a file, in its order; `id` is the file and the key. */
export function* readStateTests(
  id: string,
  value: unknown,
): Generator<StateTest | UnreadTest, void, undefined> {
  try {
    const from = fieldsOf(value, '');
    const post = from.required('post', readObject);
    const common: Common = { id, from, preState: from.required('pre', readAlloc) };
    for (const [name, entries] of Object.entries(post)) {
      const fork = forkNamed(name);
      if (fork === null) {
        yield { id: `${id}[${name}]`.slice(0, NAME_LENGTH_MAX), reason: 'a fork not covered' };
        continue;
      }
      for (const entry of listOf(asIs, ENTRIES_MAX)(entries, `post.${name}`)) {
        yield readOne(common, fork, entry);
      }
    }
  } catch (error) {
    yield unread(id, error);
  }
}

interface Common {
  readonly id: string;
  readonly from: Fields;
  readonly preState: Alloc;
}

function readOne(
  { id, from, preState }: Common,
  fork: Fork,
  entry: unknown,
): StateTest | UnreadTest {
  let name = `${id}[${fork}]`;
  try {
    const meant = fieldsOf(entry, `post.${fork}`);
    const indexes = fieldsOf(meant.required('indexes', asIs), `post.${fork}.indexes`);
    const [data, gas, value] = [
      indexIn(indexes, 'data'),
      indexIn(indexes, 'gas'),
      indexIn(indexes, 'value'),
    ];
    name = `${id}[${fork}-d${String(data)}g${String(gas)}v${String(value)}]`;
    if (meant.has('expectException')) {
      const exception = String(meant.required('expectException', asIs));
      return { id: name, reason: `is to be refused: ${exception.slice(0, NAME_LENGTH_MAX)}` };
    }
    const transaction = transactionOf(from, { data, gas, value });
    const own = fieldsOf(transaction, 'transaction');
    return {
      id: name,
      fork,
      chainId: chainIdOf(from),
      env: envOf(from),
      preState,
      transaction,
      sender: signer(keyOf(own)).address,
      nonce: BigInt(own.required('nonce', quantity(64))),
      gas: BigInt(own.required('gas', quantity(64))),
      expected: {
        stateRoot: meant.required('hash', bytes32),
        logsHash: meant.required('logs', bytes32),
      },
    };
  } catch (error) {
    return unread(name, error);
  }
}

function keyOf(transaction: Fields): bigint {
  const key = BigInt(transaction.required('secretKey', bytes32));
  if (key > 0n && key < SECP256K1_N) return key;
  throw new Refusal({
    place: 'transaction.secretKey',
    problem: 'is no key',
    remedy: 'give a number from 1 to the order of secp256k1',
  });
}

function indexIn(indexes: Fields, list: keyof Indexes): number {
  return indexes.required(list, count);
}

/** What keeps a test from being read; faults of our own are thrown on. */
function unread(id: string, error: unknown): UnreadTest {
  if (error instanceof Refusal) return { id, reason: `cannot be read: ${error.message}` };
  throw error;
}

interface Indexes {
  readonly data: number;
  readonly gas: number;
  readonly value: number;
}

/** Of each the indices mean one element. */
const LISTS = ['data', 'gasLimit', 'value', 'accessLists'] as const;
/** What is read by hand, or follows from the rest. */
const APART: readonly string[] = [...LISTS, 'sender', 'type', 'chainId', 'gasPrice'];

/** The transaction that three indices mean, under the names of t8n. */
function transactionOf(from: Fields, at: Indexes): Readonly<Record<string, unknown>> {
  const given = from.required('transaction', readObject);
  const fields = fieldsOf(given, 'transaction');
  const element = (name: (typeof LISTS)[number], index: number): unknown => {
    const list = fields.required(name, listOf(asIs, ENTRIES_MAX));
    if (index < list.length) return list[index];
    throw new Refusal({
      place: `transaction.${name}`,
      problem: `has no element ${String(index)}`,
      remedy: 'repair the indexes of this test',
    });
  };
  const rest = Object.entries(given).filter(([name]) => !APART.includes(name));
  const accessList = fields.has('accessLists') ? element('accessLists', at.data) : null;
  const type = typeOf(fields, accessList);
  return {
    ...Object.fromEntries(rest),
    ...((type === '0x0' || type === '0x1') && { gasPrice: fields.required('gasPrice', asIs) }),
    ...(type !== '0x0' && { chainId: chainIdOf(from) }),
    ...(accessList !== null && { accessList }),
    type,
    input: element('data', at.data),
    gas: element('gasLimit', at.gas),
    value: element('value', at.value),
  };
}

/** The format does not say: the newest envelope whose fields are there. */
function typeOf(fields: Fields, accessList: unknown): string {
  if (fields.has('authorizationList')) return '0x4';
  if (fields.has('blobVersionedHashes') || fields.has('maxFeePerBlobGas')) return '0x3';
  if (fields.has('maxFeePerGas')) return '0x2';
  return accessList === null ? '0x0' : '0x1';
}

function chainIdOf(from: Fields): Quantity {
  if (!from.has('config')) return '0x1';
  const config = fieldsOf(from.required('config', asIs), 'config');
  return config.has('chainid') ? config.required('chainid', quantity(256)) : '0x1';
}

/** What a state test leaves out of its environment, because the runner knows it. */
const DEFAULTS = {
  currentBaseFee: '0xa',
  currentRandom: `0x${'00'.repeat(32)}`,
  currentExcessBlobGas: '0x0',
  parentBeaconBlockRoot: `0x${'00'.repeat(32)}`,
};

function envOf(from: Fields): Readonly<Record<string, unknown>> {
  const { previousHash: _known, ...env } = from.required('env', readObject);
  const currentGasLimit = fieldsOf(env, 'env').required('currentGasLimit', readNumber);
  return { ...DEFAULTS, ...env, currentGasLimit };
}

function forkNamed(name: string): Fork | null {
  const found = findNetwork(name);
  if (found.kind !== 'covered' || found.network.change !== null) return null;
  const { fork } = rulesAt(found.network, { number: 0n, timestamp: 0n, parentTotalDifficulty: 0n });
  return FORKS.includes(fork) ? fork : null;
}
