/**
 * The environment of a block as other tools write it.
 *
 * Owns three freedoms that they take: numbers in decimal, fields of other forks left in, and the
 * parent's values in place of the block's own, from which go-ethereum computes them.
 * EIP-1559 (base fee), EIP-4844 and EIP-7918 (excess blob gas).
 */
import type { Fork, Quantity } from '#engine/api/index.js';
import { nextBaseFee, nextExcessBlobGas } from '#fixtures/official/childHeader.js';
import { asIs, fieldsOf, readObject, recordOf } from '../input/fields.ts';
import { Refusal } from '../input/refusal.ts';
import { isFrom } from '../input/vocabulary.ts';
import { rulesOfFork } from './ruleset.ts';
import { scratchHeader } from './scratchHeader.ts';

const HASHES_MAX = 256;

/** Fields of `env.json` that are numbers. */
const NUMBERS = [
  'currentGasLimit',
  'currentNumber',
  'currentTimestamp',
  'currentDifficulty',
  'currentBaseFee',
  'currentExcessBlobGas',
  'parentDifficulty',
  'parentBaseFee',
  'parentGasUsed',
  'parentGasLimit',
  'parentTimestamp',
  'parentExcessBlobGas',
  'parentBlobGasUsed',
] as const;

/** Fields that an environment has under some forks only. */
const SINCE: readonly (readonly [name: string, first: Fork])[] = [
  ['currentRandom', 'Paris'],
  ['currentBaseFee', 'London'],
  ['withdrawals', 'Shanghai'],
  ['currentExcessBlobGas', 'Cancun'],
  ['parentBeaconBlockRoot', 'Cancun'],
];

/** The environment as `harness/input` reads it. Throws `Refusal`. */
export function normalizeEnv(value: unknown, fork: Fork): object {
  const from = fieldsOf(value, 'env');
  const env: Record<string, unknown> = { ...readObject(value, 'env') };
  for (const name of NUMBERS) {
    if (from.has(name)) env[name] = from.required(name, readNumber);
  }
  if (isFrom(fork, 'London') && !from.has('currentBaseFee')) {
    env['currentBaseFee'] = hex(nextBaseFee(parentOf(env), rulesOfFork(fork)));
  }
  if (isFrom(fork, 'Cancun') && !from.has('currentExcessBlobGas')) {
    env['currentExcessBlobGas'] = hex(nextExcessBlobGas(parentOf(env), rulesOfFork(fork)));
  }
  env['blockHashes'] = from.has('blockHashes') ? from.required('blockHashes', readHashes) : {};
  for (const [name, first] of SINCE) if (!isFrom(fork, first)) delete env[name];
  if (isFrom(fork, 'Paris')) {
    delete env['currentDifficulty'];
    delete env['ommers'];
  }
  delete env['slotNumber'];
  return env;
}

/** Reads a number in decimal or hexadecimal, as text or, where it is small, as a number. */
export function readNumber(value: unknown, place: string): Quantity {
  const isText = typeof value === 'string' && /^(0x[0-9a-f]+|\d+)$/i.test(value);
  if (isText || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)) {
    return hex(BigInt(value));
  }
  throw new Refusal({
    place,
    problem: 'is no number',
    remedy: 'write it in hexadecimal: 0x5208',
  });
}

/** Numbers of blocks are decimal here, and may be hexadecimal there. */
function readHashes(value: unknown, place: string): Readonly<Record<string, unknown>> {
  const readKey = (key: unknown, at: string): string => BigInt(readNumber(key, at)).toString();
  return recordOf(readKey, asIs, HASHES_MAX)(value, place);
}

/** As much of the parent's header as the formulas read. */
function parentOf(env: Readonly<Record<string, unknown>>) {
  const numberOf = (name: string): bigint | null => {
    const value = env[name];
    return typeof value === 'string' ? BigInt(value) : null;
  };
  const required = (name: string): bigint => {
    const value = numberOf(name);
    if (value !== null) return value;
    throw new Refusal({
      place: `env.${name}`,
      problem: 'is missing, and so is the field that would follow from it',
      remedy: 'give currentBaseFee and currentExcessBlobGas, or all of the parent',
    });
  };
  return scratchHeader({
    gasLimit: numberOf('parentGasLimit') ?? required('currentGasLimit'),
    gasUsed: numberOf('parentGasUsed') ?? 0n,
    timestamp: numberOf('parentTimestamp') ?? 0n,
    baseFee: numberOf('parentBaseFee') ?? required('currentBaseFee'),
    blobGasUsed: numberOf('parentBlobGasUsed') ?? 0n,
    excessBlobGas: numberOf('parentExcessBlobGas') ?? 0n,
  });
}

function hex(value: bigint): Quantity {
  return `0x${value.toString(16)}`;
}
