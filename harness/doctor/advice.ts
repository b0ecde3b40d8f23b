/**
 * What helps, for each thing that an examination can show.
 *
 * Owns the wording of advice. Each is one sentence that says what to do next.
 */
import type { Capabilities, Stats, UnstatedPart } from '#engine/api/index.js';

/** For capabilities that will cost something later. */
export function adviceOnCapabilities(can: Capabilities): readonly string[] {
  return [
    ...(can.forks.length === 0
      ? ['claim at least one fork: none means that nothing is judged']
      : []),
    ...(can.parallel
      ? []
      : ['certify it with --claim equivalence: it says that it has no parallel path']),
    ...(can.policies.includes('skip')
      ? []
      : ['cases with the policy skip are left out: t8n tools have it, importers need not']),
    ...(can.policies.includes('reject-block')
      ? []
      : ['support reject-block: most cases are stated for it']),
  ];
}

/** For a block that was executed serially, or left parts unsaid. */
export function adviceOnResult(
  can: Capabilities,
  stats: Stats,
  unstated: readonly UnstatedPart[],
): readonly string[] {
  const { path, lanes, executions } = stats;
  return [
    ...(can.parallel && path.kind === 'serial'
      ? [`conflicts ran serially (${path.reason}): the claim parallel will be inconclusive`]
      : []),
    ...(path.kind === 'parallel' && lanes < 2 ? ['it ran on one lane: give it more'] : []),
    ...(path.kind === 'parallel' && executions === 0
      ? ['its stats count no execution: count every start of a transaction']
      : []),
    ...(unstated.length > 0
      ? [`state more if you can, for what is unstated is not compared: ${unstated.join(', ')}`]
      : []),
  ];
}

/** For a block without a result; `id` is the case that it is of. */
export function adviceOnFailure(
  kind: 'failed' | 'timed-out' | 'unsupported' | 'interrupted',
  id: string,
): string {
  switch (kind) {
    case 'failed':
      return `look at what it wrote on stderr; ${byHand(id)}`;
    case 'timed-out':
      return 'make it answer, or give it longer: --time-limit';
    case 'unsupported':
      return 'nothing is wrong, but the less it declines, the more a certificate says';
    case 'interrupted':
      return 'let it finish';
  }
}

/** For a result that differs. */
export function adviceOnDifference(id: string): string {
  return `mend this before certifying; ${byHand(id)}`;
}

function byHand(id: string): string {
  return (
    `lockstep certify <engine> --only ${id} --out found keeps the block, and says how to run it` +
    ' by hand'
  );
}
