/**
 * Law: an engine keeps nothing from block to block that changes an answer.
 *
 * One instance is given a block, the same block spoilt, a block on top of it, and then its sibling:
 * what it learned of one (caches, code, journals that a refusal left half way) must not reach the
 * next. The accused has seen all blocks before, too.
 */
import type { Alloc, Block } from '#engine/api/index.js';
import { materialise } from '#generators/adversarial/materialise.js';
import type { Scene } from '../scene.ts';
import { compared, HELD, type Law, VACUOUS, type Verdict } from './law.ts';

/** A block, where it runs, and what it is in words. */
interface Turn {
  readonly said: string;
  readonly block: Block;
  readonly preState: Alloc;
}

/** Several blocks on one instance. */
export const succession: Law = {
  name: 'succession',
  why: 'blocks before, refused ones and siblings too, change no result of a block',
  every: 8,
  concerns: () => true,
  isOfBlock: true,
  examine: async (scene) => {
    const first = scene.material;
    const next = materialise(scene.next(), first.chain);
    // Accounts of both from the beginning; where both have one it is as the first has it.
    const preState = { ...next.preState, ...first.preState };
    const parent = { said: '', block: first.block, preState };
    const after = await scene.serial.execute(parent.block, parent.preState);
    if (after.status === 'rejected') return VACUOUS;
    const child = { said: 'after its parent, ', block: next.block, preState: after.postState };
    const turns: readonly Turn[] = [
      parent,
      { ...parent, said: 'spoilt, ', block: spoilt(first.block) },
      child,
      { ...parent, said: 'again after its child, ' },
      { ...child, said: 'after its sibling, ' },
    ];
    return await inTurn(scene, turns);
  },
};

async function inTurn(scene: Scene, turns: readonly Turn[]): Promise<Verdict> {
  const [schedule = null] = scene.schedules;
  const options = schedule === null ? {} : { schedule };
  for (const { said, block, preState } of turns) {
    const expected = await scene.serial.execute(block, preState);
    const actual = await scene.accused.engine.execute(block, preState, options);
    const verdict = compared({ expected, actual, said, schedule });
    if (verdict.kind === 'broken') return verdict;
  }
  return HELD;
}

/** Ends with its own first transaction once more, whose nonce is used by then. */
function spoilt(block: Block): Block {
  return { ...block, transactions: [...block.transactions, ...block.transactions.slice(0, 1)] };
}
