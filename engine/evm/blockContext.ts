/**
 * Block context: what execution may know of the block, in inner spellings.
 *
 * Owns the reading of `Env` and the blob base fee derived from it. Checks nothing against parents:
 * header rules are not execution's.
 */
import type { Address, Block, Bytes32, Fork, Hex } from '../api/index.ts';
import { padHex } from '../primitives/bytes.ts';
import { type ForkRules, rulesOf } from './forkRules.ts';

/** One block's context. */
export interface BlockContext {
  readonly fork: Fork;
  readonly rules: ForkRules;
  readonly chainId: bigint;
  readonly beneficiary: Address;
  /** In gas. */
  readonly gasLimit: bigint;
  readonly number: bigint;
  /** In seconds. */
  readonly timestamp: bigint;
  /** 0 from Paris. */
  readonly difficulty: bigint;
  /** EIP-4399; zero before Paris. */
  readonly prevRandao: Bytes32;
  /** In wei per gas; 0 before London. */
  readonly baseFee: bigint;
  /** In wei per blob gas (EIP-4844); 0 before Cancun. */
  readonly blobBaseFee: bigint;
  readonly parentBeaconBlockRoot: Bytes32;
  /** Hashes of ancestors by number. */
  readonly blockHashes: ReadonlyMap<bigint, Bytes32>;
}

/** Fields of `Env` that only some forks have. */
type ForkField =
  | 'currentDifficulty'
  | 'currentRandom'
  | 'currentBaseFee'
  | 'currentExcessBlobGas'
  | 'parentBeaconBlockRoot';

/**
 * Reads a block's context. Throws `RangeError` for an unknown fork or an `Env` that lacks a field
 * of its fork: a default in its place would be another block.
 */
export function blockContextOf(block: Block): BlockContext {
  const { env, fork } = block;
  const rules = rulesOf(fork);
  const field = (name: ForkField, isInForce: boolean): Hex => {
    const value = isInForce ? env[name] : '0x0';
    if (value === undefined) {
      throw new RangeError(`env.${name} is missing, and ${fork} requires it`);
    }
    return value;
  };
  const { blobs } = rules;
  const excessBlobGas = BigInt(field('currentExcessBlobGas', blobs !== null));
  const hashes = Object.entries(env.blockHashes).map(
    ([number, hash]) => [BigInt(number), padHex(hash, 32)] as const,
  );
  return {
    fork,
    rules,
    chainId: BigInt(block.chainId),
    beneficiary: padHex(env.currentCoinbase, 20),
    gasLimit: BigInt(env.currentGasLimit),
    number: BigInt(env.currentNumber),
    timestamp: BigInt(env.currentTimestamp),
    difficulty: BigInt(field('currentDifficulty', !rules.isMerged)),
    prevRandao: padHex(field('currentRandom', rules.isMerged), 32),
    baseFee: BigInt(field('currentBaseFee', rules.hasBaseFee)),
    blobBaseFee: blobs === null ? 0n : blobBaseFee(excessBlobGas, blobs.updateFraction),
    parentBeaconBlockRoot: padHex(field('parentBeaconBlockRoot', rules.hasBeaconRoot), 32),
    blockHashes: new Map(hashes),
  };
}

/** From here on the fee passes 256 bits under every fork, and the sum below would not end soon. */
const EXCESS_BLOB_GAS_END = 2n ** 32n;

/**
 * `fake_exponential` of EIP-4844 with a minimum of one wei. Throws `RangeError` for an excess that
 * no chain can reach.
 */
export function blobBaseFee(excessBlobGas: bigint, updateFraction: bigint): bigint {
  if (excessBlobGas >= EXCESS_BLOB_GAS_END) {
    throw new RangeError(
      `env.currentExcessBlobGas is ${excessBlobGas}, beyond what fees can express`,
    );
  }
  let sum = 0n;
  let term = updateFraction;
  for (let i = 1n; term > 0n; i += 1n) {
    sum += term;
    term = (term * excessBlobGas) / (updateFraction * i);
  }
  return sum / updateFraction;
}
