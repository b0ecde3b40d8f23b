/**
 * Hints of a whole block, as a planner wants them.
 *
 * Owns the choices of `--hints`: from which sources, or misleading on purpose. Made on the state
 * before the block, as by a mempool that has seen all of it. What a transaction weighs is its gas
 * limit, which is no hint: it is known whatever is chosen.
 */
import type { Block, HintChoice } from '../api/index.ts';
import { decodeTransaction } from '../evm/decodedTransaction.ts';
import { executeTransaction } from '../evm/executor.ts';
import type { BlockMachine } from '../evm/systemCalls.ts';
import type { ExpectedAccess } from '../graph/dependencies.ts';
import { accessHints } from '../hints/accessHints.ts';
import { shareOfHints } from '../hints/blockShare.ts';
import { envelopeHints } from '../hints/envelope.ts';
import { type AskedSource, HINT_GRADES, type Hints, mergeHints, placeKey } from '../hints/hint.ts';
import type { Hostility } from '../hints/hostile.ts';
import { CommittedState } from '../state/committedState.ts';
import type { StatePlace } from '../state/store/storedState.ts';
import { expectedAccesses, misleading } from './expectedAccesses.ts';
import { shortPurses } from './purses.ts';

/** Those that need nothing but the block and its state. */
const SOURCES: readonly AskedSource[] = ['access-list', 'templates', 'static', 'simulation'];
/** Those that run nothing: what they say is what others are misled from. */
const TOLD_BY_CODE: readonly AskedSource[] = ['access-list', 'templates', 'static'];

/** What is told of a block before it runs. */
export interface BlockHints {
  /** What each transaction is expected to touch, for a planner. */
  readonly accesses: readonly ExpectedAccess[];
  /** What is expected to be read, each once, the best known first: worth reading ahead. */
  readonly places: readonly StatePlace[];
}

/** A block that is told of. */
export interface HintedBlock {
  readonly block: Block;
  readonly machine: BlockMachine;
  /** Makes the hints of all transactions; `null`, or not there, where that is to be done here. */
  readonly make?: (sources: readonly AskedSource[]) => Promise<readonly Hints[] | null>;
}

/** Asks for hints. */
export async function blockHints(choice: HintChoice, hinted: HintedBlock): Promise<BlockHints> {
  const hints = choice === 'none' ? [] : await hintsOf(choice, hinted);
  const gas = hinted.block.transactions.map((transaction) => Number(transaction.gas));
  const purses = shortPurses(hints, hinted.block, hinted.machine.state);
  return { accesses: expectedAccesses(hints, gas, purses), places: placesOf(hints.flat()) };
}

/** Whoever writes has read before: a slot's gas depends on its value. */
function placesOf(hints: Hints): readonly StatePlace[] {
  const byGrade = hints.toSorted(
    (one, other) => HINT_GRADES.indexOf(one.grade) - HINT_GRADES.indexOf(other.grade),
  );
  const places = new Map<string, StatePlace>();
  for (const { place } of byGrade) {
    const { address, slot } = place;
    places.set(address, places.get(address) ?? { address, slot: null });
    if (slot !== null) places.set(placeKey(place), { address, slot });
  }
  return [...places.values()];
}

function hintsOf(
  choice: Exclude<HintChoice, 'none'>,
  hinted: HintedBlock,
): Promise<readonly Hints[]> {
  const { block, machine } = hinted;
  switch (choice) {
    case 'all':
      return made(SOURCES, hinted);
    case 'exact':
      return trueHints(block, machine);
    default:
      return isSource(choice)
        ? made([choice], hinted)
        : made(TOLD_BY_CODE, hinted).then((honest) => misleading(honest, choice));
  }
}

function isSource(choice: AskedSource | Hostility | 'hostile'): choice is AskedSource {
  return SOURCES.some((source) => source === choice);
}

async function made(
  sources: readonly AskedSource[],
  { block, machine, make }: HintedBlock,
): Promise<readonly Hints[]> {
  const elsewhere = (await make?.(sources)) ?? null;
  const { state, core, block: context } = machine;
  const stage = { reader: state, core, block: context };
  return elsewhere ?? (await shareOfHints({ sources, first: 0, of: 1 }, block, stage));
}

/** What index order really touches: hints that nobody has, to see what the best would be worth. */
async function trueHints(block: Block, machine: BlockMachine): Promise<readonly Hints[]> {
  const state = new CommittedState(machine.state.toAlloc());
  const hints: Hints[] = [];
  for (const signed of block.transactions) {
    const transaction = decodeTransaction(signed);
    const incarnation = await executeTransaction(transaction, state, machine);
    state.apply(incarnation.writes);
    const seen = accessHints(incarnation, { source: 'simulation', grade: 'exact' });
    hints.push(mergeHints([envelopeHints(transaction, machine.block), seen]));
  }
  return hints;
}
