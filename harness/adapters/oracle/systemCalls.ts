/**
 * What the EIPs demand of the request contracts, observed from outside.
 *
 * Under EIP-7002 and EIP-7251 a block is invalid when the predeploy has no code or its call fails.
 * Stock `runBlock` 10.1.3 takes such a block with an empty request instead. The VM is not patched:
 * its message events tell how the system calls ended, and the state tells whether there is code.
 */
import type { EVMResult, Message } from '@ethereumjs/evm';
import {
  type Address as StockAddress,
  bigIntToAddressBytes,
  createAddressFromString,
  bytesToHex,
} from '@ethereumjs/util';
import type { VM } from '@ethereumjs/vm';
import type { BlockReason } from '#engine/api/index.js';

/** The request contracts in the order in which they are called. */
const REQUEST_CONTRACTS = [
  { eip: 7002, parameter: 'withdrawalRequestPredeployAddress' },
  { eip: 7251, parameter: 'consolidationRequestPredeployAddress' },
] as const;

/** Watches one VM from when it is made. */
export class SystemCallWatch {
  readonly #vm: VM;
  /** Request contracts whose call failed. */
  readonly #failed = new Set<string>();
  /** Receiver of the system call that runs, told by its caller; calls inside it nest below. */
  #callee: string | null = null;
  #depth = 0;

  constructor(vm: VM) {
    this.#vm = vm;
    if (!vm.common.isActivatedEIP(7685)) return;
    const systemAddress = addressOf(vm, 'systemAddress').toString();
    vm.evm.events?.on('beforeMessage', (message) => this.#enter(message, systemAddress));
    vm.evm.events?.on('afterMessage', (result) => this.#leave(result));
  }

  #enter(message: Message, systemAddress: string): void {
    if (this.#depth === 0) {
      // Nobody has the key of the system address: whoever calls in its name is the block itself.
      const isSystemCall = message.caller.toString() === systemAddress;
      this.#callee = isSystemCall ? (message.to?.toString() ?? null) : null;
    }
    this.#depth += 1;
  }

  #leave(result: EVMResult): void {
    this.#depth -= 1;
    if (this.#depth > 0 || this.#callee === null) return;
    if (result.execResult.exceptionError !== undefined) this.#failed.add(this.#callee);
  }

  /** The first demand the executed block broke, in the order of the specifications. */
  async brokenDemand(): Promise<BlockReason | null> {
    for (const { eip, parameter } of REQUEST_CONTRACTS) {
      if (!this.#vm.common.isActivatedEIP(eip)) continue;
      const address = addressOf(this.#vm, parameter);
      // After the block is as good as before the call: no contract can remove its own code then.
      const code = await this.#vm.stateManager.getCode(address);
      if (code.length === 0) return 'BlockException.SYSTEM_CONTRACT_EMPTY';
      if (this.#failed.has(address.toString())) return 'BlockException.SYSTEM_CONTRACT_CALL_FAILED';
    }
    return null;
  }
}

function addressOf(vm: VM, parameter: string): StockAddress {
  return createAddressFromString(bytesToHex(bigIntToAddressBytes(vm.common.param(parameter))));
}
