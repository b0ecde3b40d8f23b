/**
 * EVM cores, kept from block to block.
 *
 * Owns the cores of each fork and chain (building one costs close to a millisecond, so that they
 * are made when first asked for) and the rule that they serve one block at a time: calls that
 * overlap on one engine wait for each other.
 */
import type { BlockContext } from './blockContext.ts';
import type { EVMCore } from './core.ts';
import { EthereumJSCore } from './ethereumjsCore.ts';

/** The cores that one block may use: the same number, the same core. */
export type NumberedCores = (number: number) => EVMCore;

/** Hands out cores, to one user at a time. */
export class CorePool {
  readonly #cores = new Map<string, EVMCore>();
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` with a core for `block`, after all work given before it. */
  use<T>(block: BlockContext, work: (core: EVMCore) => Promise<T>): Promise<T> {
    return this.useMany(block, (cores) => work(cores(0)));
  }

  /** The same for work that keeps several messages going at once, each on a core of its own. */
  useMany<T>(block: BlockContext, work: (cores: NumberedCores) => Promise<T>): Promise<T> {
    const result = this.#last.then(() => work((number) => this.#coreFor(block, number)));
    // The next user waits for the end, good or bad; the caller sees which it was.
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Resolves when all work given so far has ended, good or bad. */
  async idle(): Promise<void> {
    await this.#last;
  }

  #coreFor({ fork, chainId }: BlockContext, number: number): EVMCore {
    const key = `${fork} ${chainId} ${number}`;
    const known = this.#cores.get(key);
    if (known !== undefined) {
      return known;
    }
    const core = new EthereumJSCore(fork, chainId);
    this.#cores.set(key, core);
    return core;
  }
}
