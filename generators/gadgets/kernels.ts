/**
 * What each instruction is in bytecode, once for both back-ends.
 *
 * Owns the code, not where operands come from: the compiler writes them as numbers, the interpreter
 * takes them out of call data. The stack holds `acc` and nothing else before and after a kernel.
 * Memory: 0x00 and 0x20 are the interpreter's, 0x40 an answer, 0x60 scratch, 0x80 the interpreter's
 * table, and from 0x100 on what is handed to others.
 */
import { CHILD_INITCODE } from './child.ts';
import { byteLength } from '../build/hex.ts';
import { storeBytes } from './storeBytes.ts';
import type { Aspect, CallKind, Context, Operation } from './operation.ts';

/** Where a kernel's operands are: assembly that pushes one. */
export interface Operands {
  /** 16 bits. */
  readonly a: string;
  /** 32 bits. */
  readonly b: string;
  /** 32 bits. */
  readonly c: string;
  /** An address. */
  readonly who: string;
  /** Puts what is handed over, `b` bytes of it, at 0x100. */
  readonly body: string;
  /** A label of this kernel alone. */
  readonly label: (name: string) => string;
}

/** Instructions that do something; the interpreter has two more, to jump. */
export type InstructionName =
  | Exclude<Operation['op'], 'look' | 'call' | 'context' | 'if'>
  | Aspect
  | CallKind
  | Context
  | 'create2';

type Kernel = (operands: Operands) => string;

/** `acc = 31 acc + value`, the value being on top. */
const FOLD = 'SWAP1 31 MUL ADD';
const ANSWER = '0x40';
const SCRATCH = '0x60';

/** Asks another account and folds in whether it answered, what, and how long that was. */
function asking(call: string, value: (operands: Operands) => string): Kernel {
  return (operands) => `
    ${operands.body}
    0 ${ANSWER} MSTORE
    0x20 ${ANSWER} ${operands.b} 0x0100
    ${value(operands)} ${operands.who} ${operands.c} ${call} ${FOLD}
    ${ANSWER} MLOAD ${FOLD}
    RETURNDATASIZE ${FOLD}`;
}

const fold =
  (code: string): Kernel =>
  () =>
    `${code} ${FOLD}`;

const chosen = ({ a, b }: Operands): string => `${b} DUP2 MOD ${a} ADD`;

const INITCODE = storeBytes(CHILD_INITCODE, 0x100);
const INITCODE_PLACE = `${byteLength(CHILD_INITCODE)} 0x0100 0`;

/** The code of each instruction. */
export const KERNELS: Readonly<Record<InstructionName, Kernel>> = {
  read: ({ a }) => `${a} SLOAD ${FOLD}`,
  write: ({ a }) => `DUP1 ${a} SSTORE`,
  set: ({ a, b }) => `${b} ${a} SSTORE`,
  'read-chosen': (operands) => `${chosen(operands)} SLOAD ${FOLD}`,
  'write-chosen': (operands) => `DUP1 ${operands.b} DUP3 MOD ${operands.a} ADD SSTORE`,
  'read-transient': ({ a }) => `${a} TLOAD ${FOLD}`,
  'write-transient': ({ a }) => `DUP1 ${a} TSTORE`,
  balance: ({ who }) => `${who} BALANCE ${FOLD}`,
  'code-size': ({ who }) => `${who} EXTCODESIZE ${FOLD}`,
  'code-hash': ({ who }) => `${who} EXTCODEHASH ${FOLD}`,
  'own-balance': fold('SELFBALANCE'),
  fees: fold('COINBASE BALANCE'),
  pay: ({ a, who }) => `0 0 0 0 ${a} ${who} GAS CALL ${FOLD}`,
  call: asking('CALL', ({ a }) => a),
  static: asking('STATICCALL', () => ''),
  delegate: asking('DELEGATECALL', () => ''),
  create: () => `${INITCODE} ${INITCODE_PLACE} CREATE ${FOLD}`,
  create2: ({ a }) => `${INITCODE} ${a} ${INITCODE_PLACE} CREATE2 ${FOLD}`,
  destroy: ({ who }) => `${who} SELFDESTRUCT`,
  'revert-if': ({ b }) => `${b} DUP2 AND @revert JUMPI`,
  log: ({ a }) => `DUP1 ${SCRATCH} MSTORE ${a} 0x20 ${SCRATCH} LOG1`,
  hash: () => `DUP1 ${SCRATCH} MSTORE 0x20 ${SCRATCH} KECCAK256 ${FOLD}`,
  precompile: ({ a, c }) => `
    DUP1 ${SCRATCH} MSTORE 0 ${ANSWER} MSTORE
    0x20 ${ANSWER} 0x20 ${SCRATCH} ${a} ${c} STATICCALL ${FOLD}
    ${ANSWER} MLOAD ${FOLD}`,
  burn: ({ b, label }) => `
    ${b} ${label('round')}: DUP1 ISZERO @${label('burnt')} JUMPI
    1 SWAP1 SUB @${label('round')} JUMP ${label('burnt')}: POP`,
  gas: fold('GAS'),
  number: fold('NUMBER'),
  time: fold('TIMESTAMP'),
  beneficiary: fold('COINBASE'),
  'gas-limit': fold('GASLIMIT'),
  random: fold('PREVRANDAO'),
  'parent-hash': fold('1 NUMBER SUB BLOCKHASH'),
  'old-hash': fold('3 NUMBER SUB BLOCKHASH'),
  'base-fee': fold('BASEFEE'),
  'blob-hash': fold('0 BLOBHASH'),
  'blob-price': fold('BLOBBASEFEE'),
  chain: fold('CHAINID'),
  caller: fold('CALLER'),
  origin: fold('ORIGIN'),
  value: fold('CALLVALUE'),
  'gas-price': fold('GASPRICE'),
};

/** The end of a program: returns `acc`, or gives up with it. */
export const ENDINGS: string = `
  end: ${SCRATCH} MSTORE 0x20 ${SCRATCH} RETURN
  revert: ${SCRATCH} MSTORE 0x20 ${SCRATCH} REVERT`;
