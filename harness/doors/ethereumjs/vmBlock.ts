/**
 * A stock block in the words of `engine/api`.
 *
 * Owns the translation, and what keeps a block or a VM from being translated: rules beyond those of
 * the forks covered, options that only the stock run has, and listeners, who are promised events of
 * each step.
 */
import type { Block as StockBlock } from '@ethereumjs/block';
import { ConsensusType } from '@ethereumjs/common';
import { EVM } from '@ethereumjs/evm';
import { bytesToHex } from '@ethereumjs/util';
import type { RunBlockOpts, VM } from '@ethereumjs/vm';
import type { Block, Bytes32, Env, Fork, Withdrawal } from '#engine/api/index.js';
import { decodeTransaction } from '#fixtures/official/transaction.js';
import { findNetwork, rulesAt } from '#fixtures/official/networks.js';
import { quantity } from '#fixtures/official/alloc.js';
import { StockOnly } from './stockOnly.ts';

/** Ancestors that `BLOCKHASH` can reach. */
const ANCESTORS_MAX = 256n;

/** The fork of a VM's rules. Throws `StockOnly` where they are none of those covered. */
export function forkOf({ common }: VM): Fork {
  if (common.eips().length > 0) throw new StockOnly('there are more EIPs than those of a fork');
  const name = common.hardfork().replace(/^./, (letter) => letter.toUpperCase());
  const found = findNetwork(name);
  if (found.kind !== 'covered') throw new StockOnly(`the fork ${name} is not covered`);
  const { fork, isProofOfStake } = rulesAt(found.network, {
    number: 0n,
    timestamp: 0n,
    parentTotalDifficulty: 0n,
  });
  const consensus = isProofOfStake ? ConsensusType.ProofOfStake : ConsensusType.ProofOfWork;
  if (common.consensusType() === consensus) return fork;
  throw new StockOnly('its consensus is not that of mainnet');
}

const LISTENED = ['beforeBlock', 'afterBlock', 'beforeTx', 'afterTx'] as const;
const STOCK_ONLY = ['skipNonce', 'skipBalance', 'reportPreimages'] as const;

/** Throws `StockOnly` where somebody asked for what only the stock run does. */
export function checkIsOurs(vm: VM, opts: RunBlockOpts): void {
  const reason = whyStock(vm, opts);
  if (reason !== null) throw new StockOnly(reason);
}

function whyStock(vm: VM, opts: RunBlockOpts): string | null {
  const { evm } = vm;
  if (!(evm instanceof EVM) || evm.constructor !== EVM) return 'the EVM is not the stock one';
  const own: unknown = Reflect.get(evm, '_customPrecompiles');
  const opcodes: unknown = Reflect.get(evm, '_customOpcodes');
  if (hasAny(own) || hasAny(opcodes)) return 'the EVM has precompiles or opcodes of its own';
  if (evm.allowUnlimitedContractSize || evm.allowUnlimitedInitCodeSize) {
    return 'the EVM has no limit for code';
  }
  if (evm.stateManager !== vm.stateManager || evm.blockchain !== vm.blockchain) {
    return 'the EVM has another state or chain than its VM';
  }
  const option = STOCK_ONLY.find((name) => opts[name] === true);
  if (option !== undefined) return `the option ${option} is the stock run's`;
  if (opts.blockAccessList !== undefined) return 'a block access list is to be checked';
  const heard = LISTENED.find((name) => vm.events.listenerCount(name) > 0);
  if (heard !== undefined) return `somebody listens to ${heard}`;
  return evm.events.eventNames().length > 0 ? 'somebody listens to the EVM' : null;
}

function hasAny(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}

/** The block as an engine takes it. */
export async function blockOf(vm: VM, stock: StockBlock, fork: Fork): Promise<Block> {
  const [, transactions] = stock.raw();
  return {
    fork,
    chainId: quantity(vm.common.chainId()),
    env: await envOf(vm, stock),
    transactions: transactions.map((item, index) =>
      decodeTransaction(item, `transaction ${String(index)}`),
    ),
    ...(stock.withdrawals !== undefined && { withdrawals: stock.withdrawals.map(withdrawalOf) }),
  };
}

type StockWithdrawal = NonNullable<StockBlock['withdrawals']>[number];

function withdrawalOf({ index, validatorIndex, address, amount }: StockWithdrawal): Withdrawal {
  return {
    index: quantity(index),
    validatorIndex: quantity(validatorIndex),
    address: bytesToHex(address.bytes),
    amount: quantity(amount),
  };
}

async function envOf(vm: VM, { header, uncleHeaders, common }: StockBlock): Promise<Env> {
  const isProofOfStake = common.consensusType() === ConsensusType.ProofOfStake;
  return {
    currentCoinbase: bytesToHex(header.coinbase.bytes),
    currentGasLimit: quantity(header.gasLimit),
    currentNumber: quantity(header.number),
    currentTimestamp: quantity(header.timestamp),
    ...(isProofOfStake
      ? { currentRandom: bytesToHex(header.mixHash) }
      : { currentDifficulty: quantity(header.difficulty) }),
    ...(header.baseFeePerGas !== undefined && { currentBaseFee: quantity(header.baseFeePerGas) }),
    ...(header.excessBlobGas !== undefined && {
      currentExcessBlobGas: quantity(header.excessBlobGas),
    }),
    ...(header.parentBeaconBlockRoot !== undefined && {
      parentBeaconBlockRoot: bytesToHex(header.parentBeaconBlockRoot),
    }),
    blockHashes: await ancestorsOf(vm, header),
    ...(uncleHeaders.length > 0 && {
      ommers: uncleHeaders.map(({ number, coinbase }) => ({
        delta: Number(header.number - number),
        address: bytesToHex(coinbase.bytes),
      })),
    }),
  };
}

/** As the chain knows them, which must be the block's own: EIP-2935 stores what its header says. */
async function ancestorsOf(
  vm: VM,
  { number, parentHash }: StockBlock['header'],
): Promise<Readonly<Record<string, Bytes32>>> {
  const hashes: Record<string, Bytes32> = {};
  const first = number > ANCESTORS_MAX ? number - ANCESTORS_MAX : 0n;
  for (let at = number - 1n; at >= first; at -= 1n) {
    const hash = await hashAt(vm, at);
    if (hash === null) break;
    hashes[String(at)] = hash;
  }
  if (number > 0n && hashes[String(number - 1n)] !== bytesToHex(parentHash)) {
    throw new StockOnly('the chain of the VM does not have the parent of the block');
  }
  return hashes;
}

async function hashAt({ blockchain }: VM, number: bigint): Promise<Bytes32 | null> {
  try {
    const block = await blockchain.getBlock(Number(number));
    return bytesToHex(block.hash());
  } catch {
    // A chain answers with an error for a block that it does not have.
    return null;
  }
}
