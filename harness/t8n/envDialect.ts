/**
 * An environment as go-ethereum takes it.
 *
 * Owns which fields it demands under which fork, with the exit code for settings that are missing,
 * the difficulty that follows from the parent's, and that fields nobody knows mean nothing. The
 * base fee and the excess blob gas that follow from the parent's are `normalizeEnv`'s.
 */
import type { Quantity } from '#engine/api/index.js';
import { nextDifficulty } from '#fixtures/official/childHeader.js';
import type { Rules } from '#fixtures/official/networks.js';
import { asIs, fieldsOf, readObject } from '../input/fields.ts';
import { bytes32, quantity } from '../input/hexadecimal.ts';
import { isFrom } from '../input/vocabulary.ts';
import { prefixed, saidFields } from './dialectFields.ts';
import { readNumber } from './normalizeEnv.ts';
import { scratchHeader } from './scratchHeader.ts';
import { T8nError } from './t8nError.ts';

const REQUIRED = ['currentCoinbase', 'currentGasLimit', 'currentNumber', 'currentTimestamp'];

/** Numbers, and how many bits they have. */
const NUMBERS: readonly (readonly [name: string, bits: 64 | 256])[] = [
  ['currentGasLimit', 64],
  ['currentNumber', 64],
  ['currentTimestamp', 64],
  ['currentDifficulty', 256],
  ['currentRandom', 256],
  ['currentBaseFee', 256],
  ['currentExcessBlobGas', 64],
  ['parentDifficulty', 256],
  ['parentBaseFee', 256],
  ['parentGasUsed', 64],
  ['parentGasLimit', 64],
  ['parentTimestamp', 64],
  ['parentExcessBlobGas', 64],
  ['parentBlobGasUsed', 64],
];

const OTHERS = [
  'currentCoinbase',
  'blockHashes',
  'ommers',
  'withdrawals',
  'parentUncleHash',
  'parentBeaconBlockRoot',
];

/** Of a parent without uncles: the hash of an empty list. */
const NO_UNCLES = '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347';
const ZERO_HASH = `0x${'00'.repeat(32)}`;
/** Far beyond this the bomb alone has more digits than a computer. */
const BOMB_NUMBER_MAX = 1n << 40n;

type Env = Readonly<Record<string, unknown>>;

/** The environment in our spelling. Throws `Refusal`, or `T8nError` where a fork wants a field. */
export function readEnvDialect(value: unknown, rules: Rules): Env {
  const env = knownFields(value);
  const { fork } = rules;
  return {
    ...env,
    ...(isFrom(fork, 'London') && baseFee(env)),
    ...(isFrom(fork, 'Shanghai') && withdrawals(env)),
    ...(isFrom(fork, 'Paris') ? random(env) : difficulty(env, rules)),
    ...(isFrom(fork, 'Cancun') && { ...beaconRoot(env), ...excessBlobGas(env) }),
  };
}

function knownFields(value: unknown): Env {
  const said = saidFields(readObject(value, 'env'));
  const from = fieldsOf(said, 'env');
  for (const name of REQUIRED) from.required(name, asIs);
  const others = OTHERS.filter((name) => from.has(name)).map((name) => [name, said[name]] as const);
  const numbers = NUMBERS.filter(([name]) => from.has(name)).map(([name, bits]) => {
    const read = (given: unknown, place: string): Quantity =>
      quantity(bits)(readNumber(given, place), place);
    return [name, from.required(name, read)] as const;
  });
  const env = Object.fromEntries<unknown>([...others, ...numbers]);
  return { ...env, currentCoinbase: prefixed(env['currentCoinbase']) };
}

/** A parent without a gas limit was no parent: nothing but its own fee follows from it. */
function baseFee(env: Env): Env {
  if (env['currentBaseFee'] !== undefined) return {};
  const { parentBaseFee } = env;
  if (parentBaseFee === undefined || number(env, 'currentNumber') === 0n) {
    throw missing('currentBaseFee', 'parentBaseFee');
  }
  if (number(env, 'parentGasLimit') > 1n) return {};
  if (number(env, 'parentGasUsed') === 0n) return { currentBaseFee: parentBaseFee };
  throw missing('currentBaseFee', 'parentGasLimit');
}

function withdrawals(env: Env): Env {
  if (env['withdrawals'] === undefined) throw missing('withdrawals');
  return {};
}

/** A number there, 32 bytes here. */
function random(env: Env): Env {
  if (env['currentRandom'] === undefined) throw missing('currentRandom');
  if (number(env, 'currentDifficulty') !== 0n) {
    throw new T8nError('config', 'env.currentDifficulty is not 0, which it is from Paris');
  }
  const digits = number(env, 'currentRandom').toString(16);
  return { currentRandom: `0x${digits.padStart(64, '0')}` };
}

function difficulty(env: Env, rules: Rules): Env {
  if (env['currentDifficulty'] !== undefined) return {};
  const [height, timestamp] = [number(env, 'currentNumber'), number(env, 'currentTimestamp')];
  const parentTimestamp = number(env, 'parentTimestamp');
  if (env['parentDifficulty'] === undefined || height === 0n || height > BOMB_NUMBER_MAX) {
    throw missing('currentDifficulty', 'parentDifficulty');
  }
  if (timestamp <= parentTimestamp) {
    throw new T8nError('config', 'env.currentTimestamp is not after env.parentTimestamp');
  }
  const parent = scratchHeader({
    difficulty: number(env, 'parentDifficulty'),
    timestamp: parentTimestamp,
    unclesHash: unclesHashOf(env),
  });
  const found = nextDifficulty(parent, scratchHeader({ number: height, timestamp }), rules);
  return { currentDifficulty: `0x${found.toString(16)}` };
}

function unclesHashOf({ parentUncleHash = ZERO_HASH }: Env): `0x${string}` {
  const hash = bytes32(parentUncleHash, 'env.parentUncleHash');
  return hash === ZERO_HASH ? NO_UNCLES : hash;
}

function beaconRoot(env: Env): Env {
  if (env['parentBeaconBlockRoot'] === undefined) throw missing('parentBeaconBlockRoot');
  return {};
}

/** It follows from two numbers of the parent; where one is missing, go-ethereum has none. */
function excessBlobGas(env: Env): Env {
  const names = ['parentExcessBlobGas', 'parentBlobGasUsed'];
  if (env['currentExcessBlobGas'] !== undefined) return {};
  return names.every((name) => env[name] !== undefined) ? {} : { currentExcessBlobGas: '0x0' };
}

/** A number that has been read; what is not there is 0. */
function number(env: Env, name: string): bigint {
  const value = env[name];
  return typeof value === 'string' ? BigInt(value) : 0n;
}

function missing(name: string, instead?: string): T8nError {
  const other = instead === undefined ? '' : `, and cannot be computed without env.${instead}`;
  return new T8nError('config', `env.${name} is missing${other}`);
}
