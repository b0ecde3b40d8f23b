/**
 * A block of the built-in corpus with the state it runs on.
 *
 * Owns the walk to a block in the middle of its case: each block before it is executed by the
 * judge, as in the court.
 */
import type { Engine } from '#engine/api/index.js';
import { corpusCases } from '../certify/corpusCases.ts';
import { executeWatched, type Trial, type Watch } from '../certify/watch.ts';
import { digestOf } from './digest.ts';
import type { RecordedBlock } from './record.ts';

/** The block, or why it cannot be had. */
export type FoundTrial =
  | { readonly kind: 'found'; readonly trial: Trial }
  | { readonly kind: 'missing'; readonly reason: string };

/** Digest of what a run depends on. */
export function trialDigest({ block, preState, policy }: Trial): string {
  return digestOf([block, preState, policy]);
}

/** Finds the block, as it was when it was recorded. */
export async function corpusTrial(
  recorded: Extract<RecordedBlock, { kind: 'corpus' }>,
  judge: Engine,
  watch: Watch,
): Promise<FoundTrial> {
  const { caseId, fork, index, digest } = recorded;
  const found = corpusCases(fork)
    .find(({ id }) => id === caseId)
    ?.build();
  if (found === undefined) return missing(`has no case ${caseId} under ${fork}`);
  let state = found.preState;
  for (const [position, { block }] of found.blocks.entries()) {
    const trial: Trial = { block, preState: state, policy: found.policy };
    if (position === index) {
      if (trialDigest(trial) === digest) return { kind: 'found', trial };
      return missing(`has another ${caseId}, block ${String(index)}, under ${fork}`);
    }
    const answer = await executeWatched(judge, trial, watch);
    if (answer.kind !== 'result') {
      return { kind: 'missing', reason: `the judge did not come to block ${String(index)}` };
    }
    if (answer.result.status === 'accepted') state = answer.result.postState;
  }
  return missing(`has no block ${String(index)} in ${caseId}`);
}

function missing(words: string): FoundTrial {
  return { kind: 'missing', reason: `the corpus of this version ${words}` };
}
