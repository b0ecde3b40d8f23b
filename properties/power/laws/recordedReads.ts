/**
 * Law: no transaction reads what it does not record.
 *
 * Each is run again on a state in which everything that it has not recorded is otherwise. It must
 * come to the same: validation, which looks at the record alone, would miss the difference.
 */
import { isDeepStrictEqual } from 'node:util';
import { effectWords } from '#engine/simulation/effectWords.js';
import { CommittedState } from '#engine/state/committedState.js';
import { OtherwiseReader } from '../otherwiseReader.ts';
import { broken, HELD, type Law, VACUOUS } from './law.ts';

/** The record is complete. */
export const recordedReads: Law = {
  name: 'recorded-reads',
  why: 'a transaction run again where only its recorded reads are the same does the same',
  every: 3,
  concerns: () => true,
  isOfBlock: true,
  examine: async (scene) => {
    const { base, body, truth, leftOut } = await scene.scenario();
    if (truth.length === 0) return VACUOUS;
    const state = new CommittedState(base.toAlloc());
    for (const [txIndex, expected] of truth.entries()) {
      const sender = body.prepare(txIndex);
      const otherwise = new OtherwiseReader(state, expected.reads);
      const actual = await body.run({ txIndex, fibre: 0, sender }, otherwise);
      if (!isDeepStrictEqual(expected, actual)) {
        const words = effectWords(expected, actual);
        return broken(`transaction ${txIndex}, on nothing but what it recorded, ${words}`);
      }
      if (!leftOut.has(txIndex)) state.apply(expected.writes);
    }
    return HELD;
  },
};
