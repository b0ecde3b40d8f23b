/**
 * What a lane's thread does before a block: it makes hints of a share of its transactions.
 *
 * Owns nothing that lasts. Engines that plan would else run half of a block in one thread before
 * several run it.
 */
import type { Alloc, Block } from '../../api/index.ts';
import { blockContextOf } from '../../evm/blockContext.ts';
import { type HintShare, shareOfHints } from '../../hints/blockShare.ts';
import type { Hints } from '../../hints/hint.ts';
import type { WriteSet } from '../../primitives/writes.ts';
import { CommittedState } from '../../state/committedState.ts';
import { THREAD_CORES } from './threadCores.ts';

/** A share of one block. */
export interface HintTask {
  readonly share: HintShare;
  readonly block: Block;
  readonly preState: Alloc;
  /** What the system calls before the transactions wrote. */
  readonly opening: WriteSet;
}

/** Makes the hints of a share. */
export function runHintTask({ share, block, preState, opening }: HintTask): Promise<Hints[]> {
  const context = blockContextOf(block);
  const reader = new CommittedState(preState);
  reader.apply(opening);
  return THREAD_CORES.use(context, (core) =>
    shareOfHints(share, block, { reader, core, block: context }),
  );
}
