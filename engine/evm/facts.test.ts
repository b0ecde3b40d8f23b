/**
 * What each kind of access relies on and changes, exactly.
 *
 * One row is one call from S to the contract C. A fact too many is a false conflict, a fact too few
 * an unsound one: both turn a row red. What every transaction says of its sender S and of the
 * beneficiary F is in `executor.test.ts` and left out here.
 */
import { describe, expect, it } from 'vitest';

import type { Fork, Hex } from '#engine/api/index.js';
import { type Lines, besidesSender, linesOf } from '#engine/evm/testing/lines.js';
import { initcodeOf } from '#engine/evm/testing/randomCode.js';
import { bytesToHex, quantity } from '#engine/primitives/bytes.js';
import { EMPTY_CODE_HASH } from '#engine/primitives/emptyCode.js';
import { assemble } from '#generators/assembly/assemble.js';
import { addressNamed, create2Address, createAddress, hashOf } from '#generators/build/address.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { BENEFICIARY } from '#generators/build/env.js';
import { word } from '#generators/build/hex.js';

/** A contract; a plain account; an absent one; one delegated to B. */
const B = addressNamed('B');
const T = addressNamed('T');
const N = addressNamed('N');
const E = addressNamed('E');
const C = addressNamed('C');
/** Call arguments from the output's size down to the input's offset: none. */
const NO_DATA = '0 0 0 0';
const CHILD = bytesToHex(initcodeOf(Uint8Array.of(0x5b)));
const CODE_B = assemble('7 0 SSTORE STOP');
const DELEGATION_TO_B: Hex = `0xef0100${B.slice(2)}`;
const SLOT_1 = { [word(1)]: word(5) };

interface Row {
  readonly title: string;
  readonly fork?: Fork;
  /** Program of C. */
  readonly code: string;
  /** What C owns, in wei; default 100. */
  readonly owns?: bigint;
  /** Sent to C, in wei; default 0. */
  readonly sent?: bigint;
  readonly storage?: Readonly<Record<Hex, Hex>>;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

const ROWS: readonly Row[] = [
  { title: 'a call of nothing', code: 'STOP', reads: ['code C = C'], writes: [] },
  {
    title: 'a call with value',
    code: 'STOP',
    sent: 3n,
    reads: ['code C = C'],
    writes: ['balance C + 0x3'],
  },
  {
    title: 'a slot that is read',
    code: '1 SLOAD POP',
    storage: SLOT_1,
    reads: ['code C = C', 'storage C[1] = 0x5'],
    writes: [],
  },
  {
    title: 'a slot that is written',
    code: '6 1 SSTORE',
    storage: SLOT_1,
    reads: ['code C = C', 'storage C[1] = 0x5'],
    writes: ['storage C[1] := 0x6'],
  },
  {
    title: 'a slot that is written with what it held: not a write',
    code: '5 1 SSTORE',
    storage: SLOT_1,
    reads: ['code C = C', 'storage C[1] = 0x5'],
    writes: [],
  },
  {
    title: 'a slot that is written and restored: not a write',
    code: '6 1 SSTORE 5 1 SSTORE',
    storage: SLOT_1,
    reads: ['code C = C', 'storage C[1] = 0x5'],
    writes: [],
  },
  {
    title: 'BALANCE of another account',
    code: `${T} BALANCE POP`,
    reads: ['balance T = 0x64', 'code C = C'],
    writes: [],
  },
  {
    title: 'BALANCE of an absent account',
    code: `${N} BALANCE POP`,
    reads: ['balance N = 0x0', 'code C = C'],
    writes: [],
  },
  {
    title: 'SELFBALANCE after value came in: the fact is about the state before',
    code: 'SELFBALANCE POP',
    sent: 3n,
    reads: ['balance C = 0x64', 'code C = C'],
    writes: ['balance C + 0x3'],
  },
  {
    title: 'SELFBALANCE at the very end of the code',
    code: 'SELFBALANCE',
    reads: ['balance C = 0x64', 'code C = C'],
    writes: [],
  },
  {
    title: 'an inner call of nothing to a contract',
    code: `${NO_DATA} 0 ${B} GAS CALL`,
    reads: ['code B = B', 'code C = C', 'storage B[0] = 0x0'],
    writes: ['storage B[0] := 0x7'],
  },
  {
    title: 'an inner call of nothing to a plain account, which it may clear',
    code: `${NO_DATA} 0 ${T} GAS CALL`,
    reads: ['code C = C', 'code T = none', 'existence T is not removable'],
    writes: [],
  },
  {
    title: 'an inner call of nothing after SELFBALANCE: the balance stays exact',
    code: `SELFBALANCE POP ${NO_DATA} 0 ${B} 0 CALL`,
    reads: ['balance C = 0x64', 'code B = B', 'code C = C'],
    writes: [],
  },
  {
    title: 'the same before EIP-7702, when nothing is read between the two',
    fork: 'Shanghai',
    code: `${B} EXTCODESIZE POP SELFBALANCE POP ${NO_DATA} 0 ${B} 0 CALL`,
    reads: ['balance C = 0x64', 'code B = B', 'code C = C'],
    writes: [],
  },
  {
    title: 'STATICCALL, in which B stops at its store before it looks at the slot',
    code: `${NO_DATA} ${B} GAS STATICCALL`,
    reads: ['code B = B', 'code C = C'],
    writes: [],
  },
  {
    title: 'DELEGATECALL',
    code: `${NO_DATA} ${B} GAS DELEGATECALL`,
    reads: ['code B = B', 'code C = C', 'storage C[0] = 0x0'],
    writes: ['storage C[0] := 0x7'],
  },
  {
    title: 'SELFBALANCE, then DELEGATECALL',
    code: `SELFBALANCE POP ${NO_DATA} ${B} 0 DELEGATECALL`,
    reads: ['balance C = 0x64', 'code B = B', 'code C = C'],
    writes: [],
  },
  {
    title: 'CALLCODE with value: it pays itself',
    code: `${NO_DATA} 9 ${B} GAS CALLCODE`,
    reads: ['balance C >= 0x9', 'code B = B', 'code C = C', 'storage C[0] = 0x0'],
    writes: ['storage C[0] := 0x7'],
  },
  {
    title: 'an inner call with value to a contract',
    code: `${NO_DATA} 9 ${B} GAS CALL`,
    reads: [
      'balance C >= 0x9',
      'code B = B',
      'code C = C',
      'existence B is not empty',
      'storage B[0] = 0x0',
    ],
    writes: ['balance B + 0x9', 'balance C - 0x9', 'storage B[0] := 0x7'],
  },
  {
    title: 'an inner call with value to a contract whose code is known',
    code: `${B} EXTCODESIZE POP ${NO_DATA} 9 ${B} GAS CALL`,
    reads: ['balance C >= 0x9', 'code B = B', 'code C = C', 'storage B[0] = 0x0'],
    writes: ['balance B + 0x9', 'balance C - 0x9', 'storage B[0] := 0x7'],
  },
  {
    title: 'an inner call with value to a plain account',
    code: `${NO_DATA} 9 ${T} GAS CALL`,
    reads: ['balance C >= 0x9', 'code C = C', 'code T = none', 'existence T is not empty'],
    writes: ['balance C - 0x9', 'balance T + 0x9'],
  },
  {
    title: 'an inner call with value to an absent account',
    code: `${NO_DATA} 9 ${N} GAS CALL`,
    reads: ['balance C >= 0x9', 'code C = C', 'code N = none', 'existence N is empty'],
    writes: ['balance C - 0x9', 'balance N + 0x9'],
  },
  {
    title: 'two payments: together they need the sum',
    code: `${NO_DATA} 9 ${T} GAS CALL ${NO_DATA} 8 ${T} GAS CALL`,
    reads: ['balance C >= 0x11', 'code C = C', 'code T = none', 'existence T is not empty'],
    writes: ['balance C - 0x11', 'balance T + 0x11'],
  },
  {
    title: 'a payment out of what came in needs nothing of the balance before',
    code: `${NO_DATA} 3 ${T} GAS CALL`,
    sent: 3n,
    reads: ['code C = C', 'code T = none', 'existence T is not empty'],
    writes: ['balance T + 0x3'],
  },
  {
    title: 'an inner call with value beyond the balance',
    code: `${NO_DATA} 101 ${T} GAS CALL`,
    reads: ['balance C = 0x64', 'code C = C', 'code T = none', 'existence T is not empty'],
    writes: [],
  },
  {
    title: 'CREATE',
    code: `0x${CHILD.slice(2).padEnd(64, '0')} 0 MSTORE ${CHILD.length / 2 - 1} 0 0 CREATE`,
    reads: [
      'code C = C',
      'code child = none',
      'existence child has no storage',
      'nonce C = 0x1',
      'nonce child = 0x0',
    ],
    writes: [
      'code child := child',
      'lifecycle child created',
      'nonce C := 0x2',
      'nonce child := 0x1',
    ],
  },
  {
    title: 'CREATE2 with value',
    code: '0 0 0 9 CREATE2',
    reads: [
      'balance C >= 0x9',
      'code C = C',
      'code salted = none',
      'existence salted has no storage',
      'nonce C = 0x1',
      'nonce salted = 0x0',
    ],
    writes: [
      'balance C - 0x9',
      'balance salted + 0x9',
      'lifecycle salted created',
      'nonce C := 0x2',
      'nonce salted := 0x1',
    ],
  },
  {
    title: 'CREATE beyond the balance',
    code: '0 0 101 CREATE',
    reads: ['balance C = 0x64', 'code C = C'],
    writes: [],
  },
  {
    title: 'SELFDESTRUCT with value to a plain account',
    code: `${T} SELFDESTRUCT`,
    reads: ['balance C = 0x64', 'code C = C', 'existence T is not empty'],
    writes: ['balance C - 0x64', 'balance T + 0x64'],
  },
  {
    title: 'SELFDESTRUCT with value to an absent account',
    code: `${N} SELFDESTRUCT`,
    reads: ['balance C = 0x64', 'code C = C', 'existence N is empty'],
    writes: ['balance C - 0x64', 'balance N + 0x64'],
  },
  {
    title: 'SELFDESTRUCT without value',
    code: `${T} SELFDESTRUCT`,
    owns: 0n,
    reads: [
      'balance C = 0x0',
      'code C = C',
      'existence T is not empty',
      'existence T is not removable',
    ],
    writes: [],
  },
  {
    title: 'SELFDESTRUCT to itself, which changes nothing since EIP-6780',
    code: 'ADDRESS SELFDESTRUCT',
    reads: ['balance C = 0x64', 'code C = C'],
    writes: [],
  },
  {
    title: 'SELFDESTRUCT to itself before EIP-6780 burns',
    fork: 'Shanghai',
    code: 'ADDRESS SELFDESTRUCT',
    reads: ['balance C = 0x64', 'code C = C'],
    writes: ['lifecycle C destroyed'],
  },
  {
    title: 'SELFDESTRUCT with value before EIP-6780',
    fork: 'Shanghai',
    code: `${T} SELFDESTRUCT`,
    reads: ['balance C = 0x64', 'code C = C', 'existence T is not empty'],
    writes: ['balance T + 0x64', 'lifecycle C destroyed'],
  },
  {
    title: 'EXTCODEHASH of a contract',
    code: `${B} EXTCODEHASH`,
    reads: ['code B = B', 'code C = C'],
    writes: [],
  },
  {
    title: 'EXTCODEHASH of a plain account',
    code: `${T} EXTCODEHASH`,
    reads: ['code C = C', 'code T = none', 'existence T is not empty'],
    writes: [],
  },
  {
    title: 'EXTCODEHASH of an absent account',
    code: `${N} EXTCODEHASH`,
    reads: ['code C = C', 'code N = none', 'existence N is empty'],
    writes: [],
  },
  {
    title: 'EXTCODESIZE',
    code: `${B} EXTCODESIZE`,
    reads: ['code B = B', 'code C = C'],
    writes: [],
  },
  {
    title: 'EXTCODECOPY',
    code: `1 0 0 ${T} EXTCODECOPY`,
    reads: ['code C = C', 'code T = none'],
    writes: [],
  },
  {
    title: 'a call to an account delegated to B (EIP-7702)',
    code: `${NO_DATA} 0 ${E} GAS CALL`,
    reads: ['code B = B', 'code C = C', 'code E = delegation', 'storage E[0] = 0x0'],
    writes: ['storage E[0] := 0x7'],
  },
  {
    title: 'a frame that reads and reverts: its facts stay',
    code: `${T} BALANCE 1 SLOAD 6 1 SSTORE 0 0 REVERT`,
    reads: ['balance T = 0x64', 'code C = C', 'storage C[1] = 0x0'],
    writes: [],
  },
  {
    title: 'a frame that receives and reverts: nothing is paid',
    code: '0 0 REVERT',
    sent: 3n,
    reads: ['code C = C'],
    writes: [],
  },
  {
    title: 'the context of the block is no state',
    code: 'COINBASE POP NUMBER POP GASPRICE POP ORIGIN POP 1 NUMBER SUB BLOCKHASH',
    reads: ['code C = C'],
    writes: [],
  },
  {
    title: 'the balance of the beneficiary, whose fee comes later',
    code: 'COINBASE BALANCE',
    reads: ['balance F = 0x0', 'code C = C'],
    writes: [],
  },
];

describe('facts and writes of a call', () => {
  it.each(ROWS)('$title', async (row) => {
    expect(await play(row)).toEqual({ reads: row.reads, writes: row.writes });
  });
});

async function play({
  fork = 'Osaka',
  code,
  owns = 100n,
  sent = 0n,
  storage = {},
}: Row): Promise<Lines> {
  const chain = new ChainBuilder(fork);
  const sender = chain.sender();
  const program = assemble(code);
  chain.put(C, { balance: quantity(owns), nonce: '0x1', code: program, storage });
  chain.put(B, { balance: '0x0', nonce: '0x1', code: CODE_B });
  chain.put(T, { balance: '0x64' });
  chain.put(E, { balance: '0x0', nonce: '0x1', code: DELEGATION_TO_B });
  const block = chain.block([chain.transaction(sender, { to: C, gas: 300_000n, value: sent })]);
  const names = new Map<string, string>([
    [sender.address, 'S'],
    [C, 'C'],
    [B, 'B'],
    [T, 'T'],
    [N, 'N'],
    [E, 'E'],
    [BENEFICIARY, 'F'],
    [createAddress(C, 1), 'child'],
    [create2Address(C, 0, '0x'), 'salted'],
    [EMPTY_CODE_HASH, 'none'],
    [hashOf(program), 'C'],
    [hashOf(CODE_B), 'B'],
    [hashOf('0x5b'), 'child'],
    [hashOf(DELEGATION_TO_B), 'delegation'],
  ]);
  return besidesSender(await linesOf(block, chain.preState, names));
}
