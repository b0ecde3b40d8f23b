/**
 * The block around the transactions, as an `@ethereumjs/block` object.
 *
 * Owns the header made from `Env`: every field comes from there as given, and a field that the fork
 * needs and `Env` lacks is an error, since stock code would put a default in its place. Does not
 * check the header against a parent; those rules belong to whoever has the chain.
 */
import {
  Block as StockBlock,
  type BlockHeader,
  type HeaderData,
  createBlockHeader,
} from '@ethereumjs/block';
import { type Common, ConsensusType } from '@ethereumjs/common';
import type { TypedTransaction } from '@ethereumjs/tx';
import { type Withdrawal as StockWithdrawal, createWithdrawal } from '@ethereumjs/util';
import type { Block, Env } from '#engine/api/index.js';

function required<V>(value: V | undefined, field: keyof Env, common: Common): V {
  if (value === undefined) throw new Error(`env.${field} is required under ${common.hardfork()}`);
  return value;
}

function isProofOfWork(common: Common): boolean {
  return common.consensusType() === ConsensusType.ProofOfWork;
}

/** Header fields as stock code wants them; only the fields the fork knows. */
export function headerFields(env: Env, common: Common): HeaderData {
  const number = BigInt(env.currentNumber);
  const parentHash = env.blockHashes[String(number - 1n)];
  return {
    coinbase: env.currentCoinbase,
    gasLimit: BigInt(env.currentGasLimit),
    number,
    timestamp: BigInt(env.currentTimestamp),
    ...(parentHash === undefined ? {} : { parentHash }),
    ...(isProofOfWork(common)
      ? {
          difficulty: BigInt(required(env.currentDifficulty, 'currentDifficulty', common)),
        }
      : { mixHash: required(env.currentRandom, 'currentRandom', common) }),
    ...(common.isActivatedEIP(1559)
      ? {
          baseFeePerGas: BigInt(required(env.currentBaseFee, 'currentBaseFee', common)),
        }
      : {}),
    ...(common.isActivatedEIP(4844)
      ? {
          excessBlobGas: BigInt(required(env.currentExcessBlobGas, 'currentExcessBlobGas', common)),
        }
      : {}),
    ...(common.isActivatedEIP(4788)
      ? {
          parentBeaconBlockRoot: required(
            env.parentBeaconBlockRoot,
            'parentBeaconBlockRoot',
            common,
          ),
        }
      : {}),
  };
}

/** The header alone, for rules that ask it. */
export function envToStockHeader(env: Env, common: Common): BlockHeader {
  return createBlockHeader(headerFields(env, common), {
    common,
    skipConsensusFormatValidation: true,
  });
}

/**
 * Uncle headers that carry what rewards depend on: number and beneficiary. The index makes them
 * differ, because stock code refuses two equal ones.
 */
function ommersToStock(env: Env, common: Common): BlockHeader[] {
  if (!isProofOfWork(common)) return [];
  return (env.ommers ?? []).map((ommer, index) =>
    createBlockHeader(
      {
        number: BigInt(env.currentNumber) - BigInt(ommer.delta),
        coinbase: ommer.address,
        gasUsed: 0,
        timestamp: index,
        ...(common.isActivatedEIP(1559) ? { baseFeePerGas: 0n } : {}),
      },
      { common, skipConsensusFormatValidation: true },
    ),
  );
}

function withdrawalsToStock(block: Block, common: Common): StockWithdrawal[] | undefined {
  if (!common.isActivatedEIP(4895)) return undefined;
  return (block.withdrawals ?? []).map((withdrawal) =>
    createWithdrawal({
      index: BigInt(withdrawal.index),
      validatorIndex: BigInt(withdrawal.validatorIndex),
      address: withdrawal.address,
      amount: BigInt(withdrawal.amount),
    }),
  );
}

/**
 * The stock block that holds the given transactions in the context of `block`.
 *
 * @throws Error when `Env` lacks a field of the fork, or stock code refuses the header
 */
export function blockToStock(
  block: Block,
  transactions: TypedTransaction[],
  common: Common,
): StockBlock {
  return new StockBlock(
    envToStockHeader(block.env, common),
    transactions,
    ommersToStock(block.env, common),
    withdrawalsToStock(block, common),
    { common },
  );
}
