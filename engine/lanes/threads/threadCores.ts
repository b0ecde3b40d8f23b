/**
 * The EVM cores of this thread, kept from block to block.
 *
 * Owns that all tasks of a thread share them, whatever they are about.
 */
import { CorePool } from '../../evm/corePool.ts';

/** This thread's cores. */
export const THREAD_CORES: CorePool = new CorePool();
