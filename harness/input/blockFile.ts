/**
 * Reads a block with the state before it from one JSON file.
 *
 * Owns the two shapes accepted: `{fork, chainId, env, transactions, withdrawals?, alloc}`, which
 * Lockstep writes itself, and a t8n triple in one object, `{alloc, env, txs}`. Does not execute.
 */
import { readFileSync, statSync } from 'node:fs';
import type {
  Alloc,
  Block,
  Fork,
  InvalidTransactionPolicy,
  Quantity,
  Withdrawal,
} from '#engine/api/index.js';
import { InputError } from '#fixtures/input/inputError.js';
import { readAlloc } from './allocReader.ts';
import { readEnv, readWithdrawals } from './envReader.ts';
import { type Fields, fieldsOf, listOf, oneOf, type Reader } from './fields.ts';
import { quantity } from './hexadecimal.ts';
import { describeThrown } from './printable.ts';
import { Refusal } from './refusal.ts';
import { readTransaction } from './transactionReader.ts';
import { FORKS, isFrom, POLICIES } from './vocabulary.ts';

const FILE_BYTES_MAX = 256 * 1024 * 1024;
const TRANSACTION_COUNT_MAX = 1 << 20;

/** A block to run, as a file holds it. */
export interface BlockFile {
  readonly block: Block;
  readonly preState: Alloc;
  /** `reject-block` unless the file says otherwise. */
  readonly invalidTransactions: InvalidTransactionPolicy;
}

/** What the command line says where a t8n triple is silent; the file's own words win. */
export interface BlockFileDefaults {
  readonly fork?: Fork;
  readonly chainId?: Quantity;
}

/** Reads and checks a block file. Throws `InputError`, which names the file and the field. */
export function readBlockFile(path: string, defaults: BlockFileDefaults = {}): BlockFile {
  const content = readJSONFile(path);
  try {
    return readBlockContent(content, defaults);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { place: field, problem, remedy } = error;
    throw new InputError({ file: path, field, problem, remedy });
  }
}

/** The text of a block file, as `readBlockFile` reads it; `note` says where it comes from. */
export function blockFileText(file: BlockFile, note: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ _info: note, ...blockContent(file) }, null, 2)}\n`;
}

/** The content of a block file as a plain object. */
export function blockContent({ block, preState, invalidTransactions }: BlockFile): object {
  return { ...block, invalidTransactions, alloc: preState };
}

/** Reads the content of a block file from a plain value. Throws `Refusal`. */
export function readBlockContent(content: unknown, defaults: BlockFileDefaults = {}): BlockFile {
  const from = fieldsOf(content, '', {
    known: [
      'fork',
      'chainId',
      'env',
      'transactions',
      'txs',
      'withdrawals',
      'alloc',
      'invalidTransactions',
    ],
    ignored: ['_info'],
  });
  const fork = readFork(from, defaults.fork);
  const withdrawals = readBlockWithdrawals(from, fork);
  const policy = from.optional('invalidTransactions', oneOf(POLICIES));
  return {
    block: {
      fork,
      chainId: from.has('chainId')
        ? from.required('chainId', quantity(256))
        : (defaults.chainId ?? '0x1'),
      env: from.required('env', readEnv(fork)),
      transactions: readTransactions(from),
      ...(withdrawals !== null && { withdrawals }),
    },
    preState: from.required('alloc', readAlloc),
    invalidTransactions: policy.invalidTransactions ?? 'reject-block',
  };
}

function readFork(from: Fields, byDefault: Fork | undefined): Fork {
  if (from.has('fork')) return from.required('fork', oneOf(FORKS));
  if (byDefault !== undefined) return byDefault;
  throw new Refusal({
    place: 'fork',
    problem: 'is missing',
    remedy: `add "fork" to the file or give --fork: ${FORKS.join(', ')}`,
  });
}

function readTransactions(from: Fields): Block['transactions'] {
  if (from.has('txs') && from.has('transactions')) {
    throw new Refusal({
      place: 'txs',
      problem: 'stands beside transactions',
      remedy: 'keep one of the two',
    });
  }
  const name = from.has('txs') ? 'txs' : 'transactions';
  return from.required(name, listOf(readTransaction, TRANSACTION_COUNT_MAX));
}

/** They stand beside the environment or, in a t8n triple, inside it; before Shanghai nowhere. */
function readBlockWithdrawals(from: Fields, fork: Fork): readonly Withdrawal[] | null {
  const readInEnv: Reader<readonly Withdrawal[] | null> = (value, place) => {
    const env = fieldsOf(value, place);
    return env.has('withdrawals') ? env.required('withdrawals', readWithdrawals) : null;
  };
  const place = from.has('withdrawals') ? 'withdrawals' : 'env.withdrawals';
  const withdrawals = from.has('withdrawals')
    ? from.required('withdrawals', readWithdrawals)
    : from.required('env', readInEnv);
  if (isFrom(fork, 'Shanghai')) return withdrawals ?? [];
  if (withdrawals === null) return null;
  throw new Refusal({
    place,
    problem: `exists from Shanghai, and the block's fork is ${fork}`,
    remedy: 'remove the field or name a later fork',
  });
}

function readJSONFile(path: string): unknown {
  const refuse = (problem: string, remedy: string, cause?: unknown): InputError =>
    new InputError({ file: path, field: '', problem, remedy, cause });
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined) throw refuse('there is no such file', 'check the path');
  if (!facts.isFile()) throw refuse('is not a file', 'give a JSON file that holds one block');
  if (facts.size > FILE_BYTES_MAX) {
    throw refuse(`has ${String(facts.size)} bytes, too many for one block`, 'give a smaller file');
  }
  let text: string;
  try {
    // Some editors begin a file with a byte order mark, which JSON does not know.
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw refuse(`cannot be read (${describeThrown(error)})`, 'check its permissions', error);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const problem = text.trim() === '' ? 'is empty' : `is not JSON (${describeThrown(error)})`;
    throw refuse(problem, 'the file may be cut short; write it again', error);
  }
}
