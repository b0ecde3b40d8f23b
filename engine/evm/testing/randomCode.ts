/**
 * Random EVM code that does what engines get wrong: it looks at accounts, moves value, creates,
 * destroys, reverts, and stores what it saw.
 *
 * Owns programs for tests. Every result goes to a slot, so that a stale read, a lost undo or a
 * wrong gas price ends in the state root. Not uniformly random bytes: those stop at their first
 * opcode.
 */
import type { Address } from '../../api/index.ts';
import { bigIntToBytes, concatBytes, hexToBytes } from '../../primitives/bytes.ts';
import type { ForkRules } from '../forkRules.ts';
import { type Draw, oneOf } from './draw.ts';

/** What programs may talk about. */
export interface Cast {
  readonly rules: ForkRules;
  /** Accounts of all kinds: contracts, plain, empty, absent, precompiled. */
  readonly addresses: readonly Address[];
}

const CALL = { call: 0xf1, callCode: 0xf2, delegate: 0xf4, static: 0xfa };
const SLOTS = 4;
const VALUES: readonly bigint[] = [0n, 0n, 1n, 7n, 10n ** 18n, 2n ** 255n];
const SIZES: readonly number[] = [0, 1, 32, 33, 64];
/** CALLER, ORIGIN, CALLVALUE, GASPRICE, COINBASE, TIMESTAMP, NUMBER, PREVRANDAO, GASLIMIT, ... */
const CONTEXT: readonly number[] = [
  0x30, 0x32, 0x33, 0x34, 0x36, 0x38, 0x3a, 0x3d, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x58,
  0x59, 0x5a,
];

type Step = (draw: Draw, cast: Cast) => Uint8Array;

/** A program of a few steps. Ends where the draws end. */
export function randomCode(draw: Draw, cast: Cast): Uint8Array {
  const steps: Uint8Array[] = [];
  for (let kind = draw(STEPS.length + 1); kind > 0; kind = draw(STEPS.length + 1)) {
    const step = STEPS[kind - 1];
    steps.push(step === undefined ? op(0x00) : step(draw, cast));
  }
  return concatBytes(...steps, randomEnd(draw, cast));
}

/** Code that returns `runtime` when it runs as init code. */
export function initcodeOf(runtime: Uint8Array): Uint8Array {
  const prologue = (offset: number): Uint8Array =>
    concatBytes(push(runtime.length), op(0x80), pushTwo(offset), push(0), op(0x39, 0x60, 0, 0xf3));
  return concatBytes(prologue(prologue(0).length), runtime);
}

const STEPS: readonly Step[] = [
  callStep,
  callStep,
  callStep,
  createStep,
  (draw) => keep(draw, push(draw(SLOTS)), op(0x54)),
  (draw) => concatBytes(push(draw(3)), push(draw(SLOTS)), op(0x55)),
  (draw, cast) => keep(draw, anAddress(draw, cast), op(0x31)),
  (draw, cast) => keep(draw, anAddress(draw, cast), op(0x3b)),
  (draw, cast) => keep(draw, anAddress(draw, cast), op(0x3f)),
  copyStep,
  contextStep,
  (draw) => keep(draw, op(0x43), push(draw(260)), op(0x90, 0x03, 0x40)),
  logStep,
  transientStep,
  (draw) => keep(draw, push(oneOf(draw, [0, 31, 64])), op(0x51)),
  (draw) => op(0x5b + draw(2), ...Array.from({ length: draw(4) }, () => draw(256))),
];

function callStep(draw: Draw, cast: Cast): Uint8Array {
  const opcode = oneOf(draw, [CALL.call, CALL.call, CALL.callCode, CALL.delegate, CALL.static]);
  const output = [push(oneOf(draw, SIZES)), push(0)];
  const input = [push(oneOf(draw, SIZES)), push(0)];
  const takesValue = opcode === CALL.call || opcode === CALL.callCode;
  const value = takesValue ? [push(oneOf(draw, VALUES))] : [];
  const gas = oneOf(draw, [op(0x5a), op(0x5a), push(0), push(2300), push(20_000)]);
  const call = concatBytes(...output, ...input, ...value, anAddress(draw, cast), gas, op(opcode));
  return keep(draw, call);
}

function createStep(draw: Draw, cast: Cast): Uint8Array {
  const initcode = randomInitcode(draw, cast).subarray(0, 96);
  const isSalted = draw(2) === 1;
  const words: Uint8Array[] = [];
  for (let at = 0; at < initcode.length; at += 32) {
    const word = new Uint8Array(32);
    word.set(initcode.subarray(at, at + 32));
    words.push(op(0x7f, ...word), push(at), op(0x52));
  }
  const salt = isSalted ? [push(draw(2))] : [];
  const create = [push(initcode.length), push(0), push(oneOf(draw, VALUES.slice(0, 4)))];
  const made = concatBytes(...words, ...salt, ...create, op(isSalted ? 0xf5 : 0xf0));
  // Now and then the new contract is called at once, with or without value.
  return draw(3) === 0
    ? keep(draw, made)
    : concatBytes(
        made,
        push(0),
        push(0),
        push(0),
        push(0),
        push(draw(2)),
        op(0x85, 0x5a, 0xf1, 0x50),
        keep(draw),
      );
}

function randomInitcode(draw: Draw, cast: Cast): Uint8Array {
  switch (draw(7)) {
    case 0:
      return new Uint8Array(0);
    case 1:
      return initcodeOf(concatBytes(anAddress(draw, cast), op(0xff)));
    case 2:
      return concatBytes(push(1), push(0), op(0x55), initcodeOf(op(0x33, 0xff)));
    case 3:
      return concatBytes(anAddress(draw, cast), op(0xff));
    case 4:
      return concatBytes(push(1), push(1), op(0x55), push(0), push(0), op(0xfd));
    case 5:
      return initcodeOf(op(0xef));
    default:
      return op(0x30, 0xff);
  }
}

function copyStep(draw: Draw, cast: Cast): Uint8Array {
  const [size, offset] = [push(oneOf(draw, SIZES)), push(oneOf(draw, [0, 1, 30]))];
  switch (draw(4)) {
    case 0:
      return concatBytes(size, offset, push(0), anAddress(draw, cast), op(0x3c));
    case 1:
      return concatBytes(size, offset, push(0), op(0x37));
    case 2:
      return concatBytes(size, offset, push(0), op(0x39));
    default:
      return concatBytes(op(0x3d), push(0), push(0), op(0x3e));
  }
}

function contextStep(draw: Draw, { rules }: Cast): Uint8Array {
  const choices = [...CONTEXT];
  if (rules.hasBaseFee) {
    choices.push(0x48);
  }
  if (rules.blobs !== null) {
    choices.push(0x4a);
    if (draw(4) === 0) {
      return keep(draw, push(draw(2)), op(0x49));
    }
  }
  return keep(draw, op(oneOf(draw, choices)));
}

function logStep(draw: Draw): Uint8Array {
  const topics = draw(5);
  const pushed = Array.from({ length: topics }, () => push(draw(3)));
  return concatBytes(...pushed, push(oneOf(draw, SIZES)), push(0), op(0xa0 + topics));
}

/** EIP-1153, where it exists; else a plain store. */
function transientStep(draw: Draw, { rules }: Cast): Uint8Array {
  if (rules.blobs === null) {
    return concatBytes(push(draw(3)), push(draw(SLOTS)), op(0x55));
  }
  return draw(2) === 0
    ? keep(draw, push(draw(2)), op(0x5c))
    : concatBytes(push(draw(3)), push(draw(2)), op(0x5d));
}

function randomEnd(draw: Draw, cast: Cast): Uint8Array {
  switch (draw(9)) {
    case 1:
      return concatBytes(push(oneOf(draw, SIZES)), push(0), op(0xf3));
    case 2:
      return concatBytes(push(oneOf(draw, SIZES)), push(0), op(0xfd));
    case 3:
    case 4:
      return concatBytes(anAddress(draw, cast), op(0xff));
    case 5:
      return op(0xfe);
    case 6:
      return op(0x30, 0xff);
    default:
      return op(0x00);
  }
}

/** `parts`, which leave one word, then that word into a slot. */
function keep(draw: Draw, ...parts: readonly Uint8Array[]): Uint8Array {
  return draw(3) === 2
    ? concatBytes(...parts, op(0x50))
    : concatBytes(...parts, push(draw(SLOTS)), op(0x55));
}

function anAddress(draw: Draw, { addresses }: Cast): Uint8Array {
  return op(0x73, ...hexToBytes(oneOf(draw, addresses)));
}

function op(...bytes: readonly number[]): Uint8Array {
  return Uint8Array.from(bytes);
}

/** The shortest push; not `PUSH0`, so that all forks understand it. */
function push(value: bigint | number): Uint8Array {
  const bytes = value === 0 || value === 0n ? op(0) : bigIntToBytes(BigInt(value));
  return concatBytes(op(0x5f + bytes.length), bytes);
}

function pushTwo(value: number): Uint8Array {
  return op(0x61, value >> 8, value & 0xff);
}
