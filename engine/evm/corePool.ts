/**
 * EVM cores, kept from block to block.
 *
 * Owns one core a fork and chain (building one costs close to a millisecond) and the rule that a
 * core serves one block at a time: calls that overlap on one engine wait for each other.
 */
import type { BlockContext } from './blockContext.ts';
import type { EVMCore } from './core.ts';
import { EthereumJSCore } from './ethereumjsCore.ts';

/** Hands out cores, one user at a time. */
export class CorePool {
  readonly #cores = new Map<string, EVMCore>();
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` with the core for `block`, after all work given before it. */
  use<T>(block: BlockContext, work: (core: EVMCore) => Promise<T>): Promise<T> {
    const result = this.#last.then(() => work(this.#coreFor(block)));
    // The next user waits for the end, good or bad; the caller sees which it was.
    this.#last = result.catch(() => undefined);
    return result;
  }

  #coreFor({ fork, chainId }: BlockContext): EVMCore {
    const key = `${fork} ${chainId}`;
    const known = this.#cores.get(key);
    if (known !== undefined) {
      return known;
    }
    const core = new EthereumJSCore(fork, chainId);
    this.#cores.set(key, core);
    return core;
  }
}
