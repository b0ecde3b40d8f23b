/**
 * Blocks of scripts that saboteurs are put to: four or five transactions each.
 *
 * Owns the state they begin with, a few that are made by hand, each for one way to meet, and some
 * drawn from a seed. Which block it is decides what can be seen: a write that comes and goes shows
 * a stale one, a chain shows lost validation.
 */
import type { Alloc, AllocAccount } from '#engine/api/index.js';
import {
  type Operation,
  type Script,
  SCRIPT_CONTRACT,
  scriptAccount,
  scriptSlot,
} from '#engine/lanes/scriptedBody.js';
import { Prng } from '#engine/primitives/prng.js';

/** A block and its name. */
export interface NamedBlock {
  readonly name: string;
  readonly scripts: readonly Script[];
}

/** Slots that scripts use, each of which begins at 1. */
const SLOTS = 3;
/** Accounts that scripts use. */
const ACCOUNTS = 2;
const TRANSACTIONS = 5;

const BASE_ACCOUNT: AllocAccount = { balance: '0x5', nonce: '0x1' };

/** The state before each of the blocks. */
export const BLOCKS_ALLOC: Alloc = {
  [SCRIPT_CONTRACT]: {
    balance: '0x0',
    nonce: '0x1',
    storage: Object.fromEntries(
      Array.from({ length: SLOTS }, (_, slot) => [scriptSlot(slot), scriptSlot(1)]),
    ),
  },
  ...Object.fromEntries(
    Array.from({ length: ACCOUNTS }, (_, account) => [scriptAccount(account), BASE_ACCOUNT]),
  ),
};

const read = (slot: number): Operation => ({ kind: 'read', slot });
const write = (slot: number, plus: number): Operation => ({ kind: 'write', slot, plus });
const writeIfOdd = (slot: number, plus: number): Operation => ({
  kind: 'write-if-odd',
  slot,
  plus,
});
const credit = (account: number, amount: number): Operation => ({
  kind: 'credit',
  account,
  amount,
});
const spend = (account: number, amount: number): Operation => ({ kind: 'spend', account, amount });
const look = (account: number): Operation => ({ kind: 'look', account });

const BY_HAND: readonly NamedBlock[] = [
  {
    name: 'chain',
    scripts: Array.from({ length: TRANSACTIONS }, () => [read(0), write(0, 1)]),
  },
  {
    // Whether a transaction writes depends on what the one before it wrote.
    name: 'dynamic',
    scripts: [
      [read(0), write(0, 1)],
      [read(0), writeIfOdd(1, 1), write(2, 0)],
      [read(1), writeIfOdd(0, 2)],
      [read(0), read(1), writeIfOdd(2, 1)],
      [read(2), read(0), write(1, 1)],
    ],
  },
  {
    // A write that shows only once what it depends on is final, read by all above.
    name: 'late-write',
    scripts: [
      [read(1), write(0, 1)],
      [read(0), writeIfOdd(1, 1)],
      [read(0), writeIfOdd(2, 2)],
      [read(1), read(2)],
      [read(2), read(1), write(0, 0)],
    ],
  },
  {
    name: 'ping-pong',
    scripts: Array.from({ length: TRANSACTIONS }, (_, txIndex) => [
      read(txIndex % 2),
      write((txIndex + 1) % 2, txIndex),
    ]),
  },
  {
    // The third hears of the first and, while it starts again, of the second: it writes no more.
    name: 'narrowing',
    scripts: [
      [read(0), write(0, 1)],
      [read(1), read(1), read(1), read(1), write(1, 1)],
      [read(1), read(0), read(1), writeIfOdd(2, 1)],
      [read(2)],
    ],
  },
  {
    // Who starts again writes the same again, and who read that need not.
    name: 'steady',
    scripts: Array.from({ length: TRANSACTIONS }, (_, txIndex) =>
      txIndex % 2 === 0 ? [write(1, 5), read(0), write(0, 1)] : [read(1), write(2, 0)],
    ),
  },
  {
    name: 'mixed',
    scripts: [
      [credit(0, 3), read(0), write(1, 0)],
      [spend(0, 7), writeIfOdd(0, 2)],
      [read(0), credit(1, 2), write(0, 1)],
      [look(0), read(1), spend(1, 6)],
      [read(0), look(1), write(2, 1)],
    ],
  },
];

/** What decides blocks that are drawn. */
export interface Draw {
  readonly seed: bigint;
  readonly count: number;
  readonly slots: number;
  /** Each block has from `txMin` to `txMax` transactions. */
  readonly txMin: number;
  readonly txMax: number;
}

/** Blocks drawn from a seed. */
export function drawBlocks({ seed, count, slots, txMin, txMax }: Draw): readonly NamedBlock[] {
  const prng = new Prng(seed);
  return Array.from({ length: count }, (_, index) => ({
    name: `drawn-${index}`,
    scripts: Array.from({ length: txMin + prng.below(txMax - txMin + 1) }, () =>
      drawScript(prng, slots),
    ),
  }));
}

/** A read and one to three operations more: a script that reads nothing meets nobody. */
function drawScript(prng: Prng, slots: number): Script {
  const more = Array.from({ length: 1 + prng.below(3) }, () => drawOperation(prng, slots));
  return [read(prng.below(slots)), ...more];
}

/** Mostly on slots: there one value replaces another. */
function drawOperation(prng: Prng, slots: number): Operation {
  const slot = prng.below(slots);
  const account = prng.below(ACCOUNTS);
  const number = prng.below(4);
  const menu = [
    read(slot),
    read(slot),
    write(slot, number),
    write(slot, number),
    writeIfOdd(slot, number),
    writeIfOdd(slot, number),
    writeIfOdd(slot, number),
    look(account),
    credit(account, 1 + number),
    spend(account, 4 + number),
  ];
  return menu[prng.below(menu.length)] ?? read(slot);
}

/** The blocks, in the order in which schedules go round. */
export const BLOCKS: readonly NamedBlock[] = [
  ...BY_HAND,
  ...drawBlocks({
    seed: 20_150_730n,
    count: 5,
    slots: SLOTS,
    txMin: TRANSACTIONS,
    txMax: TRANSACTIONS,
  }),
];
