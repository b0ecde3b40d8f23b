/**
 * State tests, several to a block.
 *
 * Owns which go together: those nearest to one another in their files that agree about all accounts
 * both of them name. A transaction that is not valid where it stands (its sender has spent too
 * much, the block is full) goes into a later block; one that is not valid as the first is left out.
 */
import type { BlockInput, Engine } from '#engine/api/index.js';
import { blockOf, groupOf, MergedState } from './stateTestBlock.ts';
import type { StateTest, UnreadTest } from './stateTest.ts';

/** Tests that may wait for others like them: what bounds memory, and the search. */
const WAITING_MAX = 512;

/** Tests as a block. */
export interface Pack {
  readonly input: BlockInput;
  /** Where its transactions are from, in order. */
  readonly sources: readonly string[];
}

/** Packs tests, at most `perBlock` to a block; `serial` says which transactions are valid. */
export async function* packed(
  tests: AsyncIterable<StateTest>,
  perBlock: number,
  serial: Engine,
): AsyncGenerator<Pack | UnreadTest, void, undefined> {
  const waiting: StateTest[] = [];
  for await (const test of tests) {
    waiting.push(test);
    if (waiting.length >= WAITING_MAX) yield await nextPack(waiting, perBlock, serial);
  }
  while (waiting.length > 0) yield await nextPack(waiting, perBlock, serial);
}

/** Takes the first that waits, and those that go with it; one of them at least is gone then. */
async function nextPack(
  waiting: StateTest[],
  perBlock: number,
  serial: Engine,
): Promise<Pack | UnreadTest> {
  const members = together(waiting, perBlock);
  const leave = (gone: readonly StateTest[]): void => {
    for (const test of gone) waiting.splice(waiting.indexOf(test), 1);
  };
  for (;;) {
    const outcome = await firstInvalid(members, serial);
    if (outcome.kind === 'valid') {
      leave(members);
      return { input: outcome.input, sources: members.map(({ id }) => id) };
    }
    const [invalid] = members.splice(outcome.index, 1);
    if (invalid === undefined) throw new RangeError(`no test ${String(outcome.index)}`);
    if (outcome.index > 0) continue;
    leave([invalid]);
    return { id: invalid.id, reason: outcome.reason };
  }
}

/** Tests of the first one's group, in order, that do not contradict one another. */
function together(waiting: readonly StateTest[], perBlock: number): StateTest[] {
  const [first] = waiting;
  if (first === undefined) return [];
  const group = groupOf(first);
  const state = new MergedState();
  const members: StateTest[] = [];
  for (const test of waiting) {
    if (members.length === perBlock) break;
    if (groupOf(test) === group && state.add(test.preState)) members.push(test);
  }
  return members;
}

type Outcome =
  | { readonly kind: 'valid'; readonly input: BlockInput }
  | { readonly kind: 'invalid'; readonly index: number; readonly reason: string };

async function firstInvalid(members: readonly StateTest[], serial: Engine): Promise<Outcome> {
  const { input } = blockOf(members);
  const result = await serial.execute(input.block, input.preState);
  if (result.status === 'accepted') return { kind: 'valid', input };
  const { rejection } = result;
  const index = rejection.kind === 'transaction' ? rejection.index : 0;
  return { kind: 'invalid', index, reason: `is not valid in a block: ${rejection.reason}` };
}
