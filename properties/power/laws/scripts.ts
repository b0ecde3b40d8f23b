/**
 * Law: no schedule of a block of scripts fails.
 *
 * Without an EVM hundreds of schedules take the time of one block: races that need one interleaving
 * of thousands show here. The scripts are always the same; the schedules are not.
 */
import { isScheduled } from '../builds.ts';
import { stalk } from '../../saboteurs/scheduler/stalk.ts';
import { broken, HELD, type Law } from './law.ts';

const SCHEDULES = 60;

/** Schedules by the hundred. */
export const scripts: Law = {
  name: 'scripts',
  why: 'no sampled schedule of small scripts fails any check',
  every: 2,
  concerns: (build) => isScheduled(build) && build !== 'v1-disk',
  isOfBlock: false,
  examine: async ({ accused, number }) => {
    const { theatre, sets } = await accused.cast('accused');
    const kill = await stalk(theatre, sets, { seed: BigInt(number), schedulesMax: SCHEDULES });
    if (kill === null) return HELD;
    const { kind, message, picker, seed } = kill.failure;
    return broken(`${kill.set.block.name}: ${kind}: ${message} (${picker}:${seed})`);
  },
};
