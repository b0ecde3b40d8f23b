/**
 * Block context: what execution may know of the block, in inner spellings.
 *
 * Owns the reading of `Env` and the blob base fee derived from it. Checks nothing against parents:
 * header rules are not execution's.
 */
import type { Address, Block, Bytes32, Fork } from '../api/index.ts';
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

/** Reads a block's context. */
export function blockContextOf(block: Block): BlockContext {
  const { env, fork } = block;
  const rules = rulesOf(fork);
  const excessBlobGas = BigInt(env.currentExcessBlobGas ?? '0x0');
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
    difficulty: rules.isMerged ? 0n : BigInt(env.currentDifficulty ?? '0x0'),
    prevRandao: padHex(env.currentRandom ?? '0x0', 32),
    baseFee: rules.hasBaseFee ? BigInt(env.currentBaseFee ?? '0x0') : 0n,
    blobBaseFee: rules.blobs === null ? 0n : blobBaseFee(excessBlobGas, rules.blobs.updateFraction),
    parentBeaconBlockRoot: padHex(env.parentBeaconBlockRoot ?? '0x0', 32),
    blockHashes: new Map(hashes),
  };
}

/** `fake_exponential` of EIP-4844 with a minimum of one wei. */
export function blobBaseFee(excessBlobGas: bigint, updateFraction: bigint): bigint {
  let sum = 0n;
  let term = updateFraction;
  for (let i = 1n; term > 0n; i += 1n) {
    sum += term;
    term = (term * excessBlobGas) / (updateFraction * i);
  }
  return sum / updateFraction;
}
