/**
 * Reads a block's context and withdrawals as t8n writes them in `env.json`.
 *
 * Owns which field belongs to which fork (EIP-1559, 3675/4399, 4844, 4788, 4895): one that is
 * missing or before its time is refused by name. Does not compute any field from its parent's.
 */
import type { Bytes32, Env, Fork, Ommer, Withdrawal } from '#engine/api/index.js';
import { count, type Fields, fieldsOf, listOf, type Reader, recordOf } from './fields.ts';
import { address, bytes32, quantity } from './hexadecimal.ts';
import { Refusal } from './refusal.ts';
import { isFrom } from './vocabulary.ts';

const WITHDRAWAL_COUNT_MAX = 1 << 16;
// BLOCKHASH reaches 256 blocks back.
const BLOCK_HASH_COUNT_MAX = 256;
const OMMER_COUNT_MAX = 2;
const OMMER_DELTA_MAX = 6;

const KNOWN = [
  'currentCoinbase',
  'currentGasLimit',
  'currentNumber',
  'currentTimestamp',
  'currentDifficulty',
  'currentRandom',
  'currentBaseFee',
  'currentExcessBlobGas',
  'parentBeaconBlockRoot',
  'blockHashes',
  'ommers',
];

// What t8n needs to compute a header; here the header's own values are given. Withdrawals are read
// beside the environment.
const IGNORED = [
  'withdrawals',
  'parentHash',
  'parentDifficulty',
  'parentBaseFee',
  'parentGasUsed',
  'parentGasLimit',
  'parentTimestamp',
  'parentUncleHash',
  'parentExcessBlobGas',
  'parentBlobGasUsed',
];

/** Reads the context of a block under `fork`. */
export function readEnv(fork: Fork): Reader<Env> {
  return (value, place) => {
    const from = fieldsOf(value, place, { known: KNOWN, ignored: IGNORED });
    refuseWrongEra(from, place, fork);
    return {
      currentCoinbase: from.required('currentCoinbase', address),
      currentGasLimit: from.required('currentGasLimit', quantity(64)),
      currentNumber: from.required('currentNumber', quantity(64)),
      currentTimestamp: from.required('currentTimestamp', quantity(64)),
      ...(isFrom(fork, 'Paris')
        ? { currentRandom: from.required('currentRandom', bytes32) }
        : { currentDifficulty: from.required('currentDifficulty', quantity(256)) }),
      ...(isFrom(fork, 'London') && {
        currentBaseFee: from.required('currentBaseFee', quantity(256)),
      }),
      ...(isFrom(fork, 'Cancun') && {
        // More would put the blob base fee beyond 256 bits, and its computation beyond patience.
        currentExcessBlobGas: from.required('currentExcessBlobGas', quantity(32)),
        parentBeaconBlockRoot: from.required('parentBeaconBlockRoot', bytes32),
      }),
      blockHashes: from.has('blockHashes') ? from.required('blockHashes', readBlockHashes) : {},
      ...from.optional('ommers', listOf(readOmmer, OMMER_COUNT_MAX)),
    };
  };
}

/** Reads the withdrawals of a block. Throws `Refusal`. */
export const readWithdrawals: Reader<readonly Withdrawal[]> = (value, place) =>
  listOf(readWithdrawal, WITHDRAWAL_COUNT_MAX)(value, place);

/** Fields that came with a fork; tools write a zero difficulty after Paris too. */
const FIRST_FORKS: readonly (readonly [string, Fork])[] = [
  ['currentBaseFee', 'London'],
  ['currentRandom', 'Paris'],
  ['currentExcessBlobGas', 'Cancun'],
  ['parentBeaconBlockRoot', 'Cancun'],
];

function refuseWrongEra(from: Fields, place: string, fork: Fork): void {
  for (const [name, first] of FIRST_FORKS) {
    if (!from.has(name) || isFrom(fork, first)) continue;
    throw new Refusal({
      place: `${place}.${name}`,
      problem: `exists from ${first}, and the block's fork is ${fork}`,
      remedy: 'remove the field or name a later fork',
    });
  }
  if (!isFrom(fork, 'Paris')) return;
  const hasDifficulty =
    from.has('currentDifficulty') && from.required('currentDifficulty', quantity(256)) !== '0x0';
  const hasOmmers =
    from.has('ommers') && from.required('ommers', listOf(readOmmer, OMMER_COUNT_MAX)).length > 0;
  if (!hasDifficulty && !hasOmmers) return;
  throw new Refusal({
    place: `${place}.${hasDifficulty ? 'currentDifficulty' : 'ommers'}`,
    problem: `ended with Paris, and the block's fork is ${fork}`,
    remedy: 'remove the field or name an earlier fork',
  });
}

const readBlockHashes: Reader<Readonly<Record<string, Bytes32>>> = (value, place) =>
  recordOf(readBlockNumber, bytes32, BLOCK_HASH_COUNT_MAX)(value, place);

const readBlockNumber: Reader<string> = (value, place) => {
  if (typeof value === 'string' && /^(0|[1-9][0-9]{0,19})$/.test(value)) return value;
  throw new Refusal({
    place,
    problem: 'is not a block number',
    remedy: 'name each hash by its block number in decimal digits',
  });
};

const readOmmer: Reader<Ommer> = (value, place) => {
  const from = fieldsOf(value, place, { known: ['delta', 'address'] });
  const delta = from.required('delta', count);
  if (delta < 1 || delta > OMMER_DELTA_MAX) {
    throw new Refusal({
      place: `${place}.delta`,
      problem: `is ${String(delta)}, and an ommer is 1 to ${String(OMMER_DELTA_MAX)} blocks old`,
      remedy: 'give its age in blocks',
    });
  }
  return { delta, address: from.required('address', address) };
};

const readWithdrawal: Reader<Withdrawal> = (value, place) => {
  const from = fieldsOf(value, place, { known: ['index', 'validatorIndex', 'address', 'amount'] });
  return {
    index: from.required('index', quantity(64)),
    validatorIndex: from.required('validatorIndex', quantity(64)),
    address: from.required('address', address),
    amount: from.required('amount', quantity(64)),
  };
};
