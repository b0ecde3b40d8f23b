/**
 * The EVM core on `@ethereumjs/evm`.
 *
 * Owns one EVM instance for one fork and chain, and the reset between messages: warm set, transient
 * storage and journal all live in the EVM and would leak from one incarnation into the next.
 */
import { NobleBN254, type EVMMockBlockchainInterface, type EVMResult } from '@ethereumjs/evm';
import { Address as EthereumJSAddress } from '@ethereumjs/util';

import type { Address, Fork } from '../api/index.ts';
import { bytesToHex, hexToBytes } from '../primitives/bytes.ts';
import type { BlockContext } from './blockContext.ts';
import type { EVMCore, MessageCall, MessageOutcome } from './core.ts';
import type { GasGauge } from './gasGauge.ts';
import { MemoisedCommon } from './memoisedCommon.ts';
import { ObservedEVM } from './observedEVM.ts';
import type { RecordingView } from './recordingView.ts';
import { ViewStateManager } from './viewStateManager.ts';

/** An `@ethereumjs/evm` behind the core port. Runs one message at a time. */
export class EthereumJSCore implements EVMCore {
  readonly #views = new ViewStateManager();
  readonly #ancestors = new Ancestors();
  readonly #evm: ObservedEVM;
  readonly #gauge: GasGauge | null;
  /** Unprefixed hex, as the journal of ethereumjs wants it. */
  readonly #precompiles: readonly string[];

  /** With a gauge every opcode says what it costs, which makes it several times as slow. */
  constructor(fork: Fork, chainId: bigint, gauge: GasGauge | null = null) {
    const common = new MemoisedCommon(fork, chainId);
    this.#evm = new ObservedEVM({
      common,
      stateManager: this.#views,
      blockchain: this.#ancestors,
      bn254: new NobleBN254(),
    });
    common.seal();
    this.#precompiles = [...this.#evm.precompiles.keys()];
    this.#gauge = gauge;
    if (gauge !== null) {
      this.#evm.events.on('step', ({ depth, gasLeft, stack, opcode }) => {
        const fee = opcode.dynamicFee ?? BigInt(opcode.fee);
        gauge.step({ depth, gasLeft, fee: fee - stipendOf(opcode.code, stack) });
      });
    }
  }

  async run(
    message: MessageCall,
    view: RecordingView,
    block: BlockContext,
  ): Promise<MessageOutcome> {
    this.#reset(view, block);
    this.#warm(message);
    this.#gauge?.begin(message.gasBefore);
    const result = await this.#evm.runCall({
      block: { header: toHeader(block) },
      gasPrice: message.gasPrice,
      caller: toEthereumJS(message.sender),
      gasLimit: message.gas,
      value: message.value,
      data: message.input,
      blobVersionedHashes: [...message.blobVersionedHashes],
      skipNonceIncrement: true,
      ...(message.to === null ? {} : { to: toEthereumJS(message.to) }),
    });
    this.#gauge?.end(message.gasBefore + result.execResult.executionGasUsed);
    this.#views.deferral.confirm();
    // Private to TypeScript only; it knows what reverted frames leave touched (the RIPEMD quirk).
    for (const address of this.#evm.journal['touched']) {
      view.touch(`0x${address}`);
    }
    return toOutcome(result, block);
  }

  #reset(view: RecordingView, block: BlockContext): void {
    this.#views.begin(view);
    this.#ancestors.block = block;
    this.#evm.journal.cleanJournal();
    this.#evm.transientStorage.clear();
  }

  #warm(message: MessageCall): void {
    const { journal } = this.#evm;
    for (const precompile of this.#precompiles) {
      journal.addAlwaysWarmAddress(precompile);
    }
    for (const address of message.warmAddresses) {
      journal.addAlwaysWarmAddress(address);
    }
    for (const { address, slots } of message.warmSlots) {
      for (const slot of slots) {
        journal.addAlwaysWarmSlot(address, slot);
      }
    }
  }
}

const CALL = 0xf1;
const CALLCODE = 0xf2;
/** Yellow Paper, G_callstipend: gas that a call with value gets for nothing. */
const STIPEND = 2_300n;

/** What a step gives back of its fee: the stipend that its callee leaves is the caller's. */
function stipendOf(opcode: number, stack: readonly bigint[]): bigint {
  const isCall = opcode === CALL || opcode === CALLCODE;
  // Gas, receiver and value are on top.
  return isCall && (stack.at(-3) ?? 0n) > 0n ? STIPEND : 0n;
}

/**
 * Answers `BLOCKHASH` from the block's context. A hash that is asked for and not given is an
 * incomplete input, not a zero: the execution then fails and names the block.
 */
class Ancestors implements EVMMockBlockchainInterface {
  block: BlockContext | null = null;

  getBlock(number: number): Promise<{ hash(): Uint8Array }> {
    const hash = this.block?.blockHashes.get(BigInt(number));
    return hash === undefined
      ? Promise.reject(
          new RangeError(`env.blockHashes has no block ${number}, and BLOCKHASH asks for it`),
        )
      : Promise.resolve({ hash: () => hexToBytes(hash) });
  }

  putBlock(): Promise<void> {
    return Promise.resolve();
  }

  shallowCopy(): EVMMockBlockchainInterface {
    return this;
  }
}

function toHeader(block: BlockContext): {
  number: bigint;
  coinbase: EthereumJSAddress;
  timestamp: bigint;
  difficulty: bigint;
  prevRandao: Uint8Array;
  gasLimit: bigint;
  baseFeePerGas: bigint;
  getBlobGasPrice(): bigint;
} {
  return {
    number: block.number,
    coinbase: toEthereumJS(block.beneficiary),
    timestamp: block.timestamp,
    difficulty: block.difficulty,
    prevRandao: hexToBytes(block.prevRandao),
    gasLimit: block.gasLimit,
    baseFeePerGas: block.baseFee,
    getBlobGasPrice: () => block.blobBaseFee,
  };
}

function toOutcome({ execResult, createdAddress }: EVMResult, block: BlockContext): MessageOutcome {
  const created = execResult.createdAddresses ?? new Set<string>();
  const destroyed = [...(execResult.selfdestruct?.keys() ?? [])];
  return {
    isSuccess: execResult.exceptionError === undefined,
    exception: execResult.exceptionError?.error ?? null,
    gasUsed: execResult.executionGasUsed,
    gasRefund: execResult.gasRefund ?? 0n,
    returned: execResult.returnValue,
    logs: (execResult.logs ?? []).map(([address, topics, data]) => ({ address, topics, data })),
    destroyed: block.rules.destroysOnlyOwnCreations
      ? destroyed.filter((address) => created.has(address))
      : destroyed,
    createdAddress: createdAddress === undefined ? null : bytesToHex(createdAddress.bytes),
  };
}

function toEthereumJS(address: Address): EthereumJSAddress {
  return new EthereumJSAddress(hexToBytes(address));
}
