/**
 * Default block contexts: every field a fork demands, and none that it does not know.
 *
 * Owns which fields of `Env` exist under which fork, and plain values for them. Does not follow
 * header rules: base fee, difficulty and excess blob gas stay, since execution takes them as given.
 */
import type { Address, Bytes32, Env, Fork, Quantity, Transaction } from '#engine/api/index.js';
import { addressNamed, wordNamed } from './address.ts';
import { isFrom } from './fork.ts';
import { quantity } from './hex.ts';

/** In wei per gas; the base fee of every default block from London on. */
export const BASE_FEE = 1_000_000_000n;
/** In gas. */
export const BLOCK_GAS_LIMIT = 30_000_000n;
/** Number of the first block a chain builds; large enough to have ancestors. */
export const FIRST_BLOCK_NUMBER = 1000;
/** Receives fees in default blocks. Absent from every default pre-state. */
export const BENEFICIARY: Address = addressNamed('beneficiary');

const FIRST_TIMESTAMP = 1_750_000_000;
const SECONDS_PER_BLOCK = 12;

/** The made-up hash of the default block `number`. */
export function blockHash(number: number): Bytes32 {
  return wordNamed(`block ${number}`);
}

/** The hashes of the `count` ancestors of block `number`, by decimal number. */
export function ancestorHashes(number: number, count: number): Readonly<Record<string, Bytes32>> {
  const first = Math.max(0, number - count);
  const numbers = Array.from({ length: number - first }, (_, offset) => first + offset);
  return Object.fromEntries(numbers.map((ancestor) => [`${ancestor}`, blockHash(ancestor)]));
}

/** A gas limit that has room for all that transactions may use: the default one, or more. */
export function gasLimitFor(transactions: readonly Pick<Transaction, 'gas'>[]): Quantity {
  const gas = transactions.reduce((sum, { gas: limit }) => sum + BigInt(limit), 0n);
  return quantity(gas > BLOCK_GAS_LIMIT ? gas : BLOCK_GAS_LIMIT);
}

/** The context of block `number` under `fork`, with its parent as the only known ancestor. */
export function defaultEnv(fork: Fork, number: number): Env {
  const ordinal = number - FIRST_BLOCK_NUMBER;
  return {
    currentCoinbase: BENEFICIARY,
    currentGasLimit: quantity(BLOCK_GAS_LIMIT),
    currentNumber: quantity(number),
    currentTimestamp: quantity(FIRST_TIMESTAMP + ordinal * SECONDS_PER_BLOCK),
    ...(isFrom(fork, 'London') ? { currentBaseFee: quantity(BASE_FEE) } : {}),
    ...(isFrom(fork, 'Paris')
      ? { currentRandom: wordNamed(`random of block ${number}`) }
      : { currentDifficulty: '0x20000' as const }),
    ...(isFrom(fork, 'Cancun')
      ? {
          currentExcessBlobGas: '0x0' as const,
          parentBeaconBlockRoot: wordNamed(`beacon root of block ${number - 1}`),
        }
      : {}),
    blockHashes: ancestorHashes(number, 1),
  };
}
