/**
 * Law: many schedules take no more executions than they have to.
 *
 * One schedule says little of what is only slow: a step more shifts all others. Over thousands, of
 * scripts without an EVM, the same seeds on the honest scheduler say how many executions they take,
 * and what is left of luck is well below one in a hundred.
 */
import type { Accused } from '../accused.ts';
import { stalk } from '../../saboteurs/scheduler/stalk.ts';
import { broken, HELD, type Law } from './law.ts';
import { scripts } from './scripts.ts';

const SCHEDULES = 120;
const SHARE_MORE = 0.02;
const FEW = 60;

interface Sum {
  taken: number;
  needed: number;
}

/** Of each accused, over all blocks so far. */
const sums = new WeakMap<Accused, Sum>();

/** Executions of many schedules. What breaks it is no block by itself. */
export const thrift: Law = {
  name: 'thrift',
  why: 'many schedules take little more executions than the honest scheduler needs',
  every: 4,
  concerns: scripts.concerns,
  isOfBlock: false,
  examine: async ({ accused, number }) => {
    const sum = sums.get(accused) ?? { taken: 0, needed: 0 };
    sums.set(accused, sum);
    const [taken, needed] = [
      await executions(accused, 'accused', number),
      await executions(accused, 'honest', number),
    ];
    // A schedule that fails ends the count; other laws say so.
    if (taken === null || needed === null) return HELD;
    sum.taken += taken;
    sum.needed += needed;
    if (sum.taken <= sum.needed + sum.needed * SHARE_MORE + FEW) return HELD;
    return broken(`${sum.taken} executions so far where ${sum.needed} are enough`);
  },
};

async function executions(
  accused: Accused,
  who: 'accused' | 'honest',
  number: number,
): Promise<number | null> {
  const { theatre, sets } = await accused.cast(who);
  let count = 0;
  const kill = await stalk(theatre, sets, {
    seed: BigInt(number),
    schedulesMax: SCHEDULES,
    onSchedule: ({ block }) => {
      count += block.scheduler.counts.executions;
    },
  });
  return kill === null ? count : null;
}
