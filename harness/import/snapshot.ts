/**
 * A real block with the state before it.
 *
 * Owns how a block of JSON-RPC becomes one of `engine/api`: which fork it is of, what of its header
 * execution may know, and transactions with their signature or, where it is missing, with the
 * sender alone. Ancestors are known as far as they are given; the parent always is.
 */
import type { BlockInput, Fork, Quantity } from '#engine/api/index.js';
import { mainnetFork } from '#fixtures/official/mainnetFork.js';
import { asIs, type Fields, fieldsOf, listOf, readObject } from '../input/fields.ts';
import { bytes32, bytesExactly } from '../input/hexadecimal.ts';
import { Refusal } from '../input/refusal.ts';
import { readNumber } from '../t8n/normalizeEnv.ts';
import { readTriple } from '../t8n/readTriple.ts';
import { requiredContracts } from './requiredContracts.ts';
import { readCodes, readSnapshotState, unwrapped } from './snapshotState.ts';

const TRANSACTIONS_MAX = 1 << 16;
const OMMERS_MAX = 2;
const BLOOM_BYTES = 256;

/** A snapshot, not yet looked at. */
export interface RawSnapshot {
  readonly block: unknown;
  readonly preState: unknown;
  /** Code by hash; `undefined` where accounts hold it. */
  readonly codes?: unknown;
  /** Hashes of ancestors by number. */
  readonly blockHashes?: unknown;
}

/** What a snapshot does not say itself; defaults are mainnet's. */
export interface SnapshotRules {
  readonly fork?: Fork | undefined;
  readonly chainId?: Quantity | undefined;
}

/** What the header says must come of it; `undefined` where it does not say. */
export interface HeaderWords {
  readonly transactionsRoot?: string;
  readonly gasUsed?: string;
  readonly receiptsRoot?: string;
  readonly logsBloom?: string;
}

/** A real block. */
export interface Snapshot {
  readonly input: BlockInput;
  readonly header: HeaderWords;
}

/** Reads a snapshot. Throws `Refusal`. */
export function readSnapshot(raw: RawSnapshot, rules: SnapshotRules): Snapshot {
  const from = fieldsOf(unwrapped(raw.block), 'block');
  const transactions = from.required('transactions', listOf(readObject, TRANSACTIONS_MAX));
  const chainId = rules.chainId ?? chainIdOf(transactions);
  const fork = rules.fork ?? forkOf(from, chainId);
  const codes = raw.codes === undefined ? new Map() : readCodes(unwrapped(raw.codes), 'codes');
  const triple = {
    alloc: {
      ...Object.fromEntries(requiredContracts(fork)),
      ...readSnapshotState(raw.preState, codes),
    },
    env: envOf(from, raw.blockHashes),
    txs: transactions.map(transactionOf),
  };
  return { input: readTriple(triple, { fork, chainId }), header: headerOf(from) };
}

/** What typed transactions say; without one, mainnet. */
function chainIdOf(transactions: readonly Readonly<Record<string, unknown>>[]): Quantity {
  const said = transactions.find(({ chainId }) => typeof chainId === 'string');
  return said === undefined ? '0x1' : readNumber(said['chainId'], 'block.transactions.chainId');
}

function forkOf(from: Fields, chainId: Quantity): Fork {
  const refuse = (problem: string): Refusal =>
    new Refusal({ place: 'block', problem, remedy: 'name its fork with --fork' });
  if (BigInt(chainId) !== 1n) {
    throw refuse(`is of chain ${String(BigInt(chainId))}, not of mainnet`);
  }
  const number = BigInt(from.required('number', readNumber));
  const timestamp = BigInt(from.required('timestamp', readNumber));
  const found = mainnetFork({ number, timestamp });
  if (found.kind === 'covered') return found.fork;
  throw refuse(`is of ${found.name}, which is none of the forks covered`);
}

/** t8n's names, and those of JSON-RPC. */
const NAMES = [
  ['currentCoinbase', 'miner'],
  ['currentGasLimit', 'gasLimit'],
  ['currentNumber', 'number'],
  ['currentTimestamp', 'timestamp'],
  ['currentDifficulty', 'difficulty'],
  ['currentRandom', 'mixHash'],
  ['currentBaseFee', 'baseFeePerGas'],
  ['currentExcessBlobGas', 'excessBlobGas'],
  ['parentBeaconBlockRoot', 'parentBeaconBlockRoot'],
  ['withdrawals', 'withdrawals'],
] as const;

/** What of a header execution may know. */
function envOf(from: Fields, hashes: unknown): object {
  const uncles = from.has('uncles') ? from.required('uncles', listOf(asIs, OMMERS_MAX)) : [];
  if (uncles.length > 0) {
    throw new Refusal({
      place: 'block.uncles',
      problem: 'names ommers by hash, and whom they pay is not in it',
      remedy: 'choose a block without ommers',
    });
  }
  const number = BigInt(from.required('number', readNumber));
  const parent = from.has('parentHash') && number > 0n;
  const fields = NAMES.filter(([, name]) => from.has(name));
  return {
    ...Object.fromEntries(fields.map(([to, name]) => [to, from.required(name, asIs)])),
    blockHashes: {
      ...(parent && { [String(number - 1n)]: from.required('parentHash', bytes32) }),
      ...(hashes === undefined ? {} : readObject(unwrapped(hashes), 'blockHashes')),
    },
  };
}

const TRANSACTION_FIELDS = [
  ...['type', 'nonce', 'gas', 'to', 'value', 'input', 'v', 'r', 's', 'chainId'],
  ...['accessList', 'maxFeePerBlobGas', 'blobVersionedHashes', 'authorizationList'],
] as const;

/** A transaction of JSON-RPC: price and fees stand side by side there, and much more. */
function transactionOf(given: Readonly<Record<string, unknown>>): object {
  const type = given['type'] ?? '0x0';
  const fees =
    type === '0x0' || type === '0x1' ? ['gasPrice'] : ['maxFeePerGas', 'maxPriorityFeePerGas'];
  const names = [...TRANSACTION_FIELDS, ...fees];
  const known = Object.entries(given).filter(([name]) => names.includes(name));
  const isSigned = ['r', 's'].every((part) => typeof given[part] === 'string');
  const from = given['from'] ?? given['caller'] ?? given['sender'];
  const { yParity, authorizationList: authorizations } = given;
  return {
    ...Object.fromEntries(known),
    ...(given['v'] === undefined && { v: yParity }),
    ...(Array.isArray(authorizations) && { authorizationList: authorizations.map(withParity) }),
    ...(!isSigned && { v: '0x0', r: '0x0', s: '0x0', sender: from }),
  };
}

/** JSON-RPC knows the parity under one of its two names. */
function withParity(authorization: unknown, index: number): object {
  const fields = readObject(authorization, `authorizationList[${String(index)}]`);
  return { ...fields, v: fields['v'] ?? fields['yParity'] };
}

function headerOf(from: Fields): HeaderWords {
  return {
    ...from.optional('transactionsRoot', bytes32),
    ...from.optional('gasUsed', readNumber),
    ...from.optional('receiptsRoot', bytes32),
    ...from.optional('logsBloom', bytesExactly(BLOOM_BYTES)),
  };
}
