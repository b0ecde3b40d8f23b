/**
 * Arbitrary gadget programs.
 *
 * Owns which operations are drawn and how they shrink: from exotic to plain, nested programs to
 * their parts, numbers to 0. Slot 0 is the one that everybody meets in, so that what is smaller
 * conflicts more. Swarms: a draw may leave out most operations, so that rare ones meet.
 */
import fc from 'fast-check';

import { CONTEXTS, type Operation, type Program } from './operation.ts';

/** What programs are made of. */
export interface ProgramOptions {
  /** Operations that may be in them; default all. */
  readonly only?: readonly Operation['op'][];
  /** Accounts that they may name: 0 to this, without it. */
  readonly accounts: number;
  /** Accounts that run programs: the first so many. */
  readonly runners: number;
  /** What calls may be given, in gas, `null` for all there is; default both. */
  readonly gas?: readonly (number | null)[];
  /** Operations at most, nested ones not counted. */
  readonly lengthMax: number;
}

/** Programs inside programs at most. */
const DEPTH_MAX = 2;
const SLOTS = 4;
const SALTS = [0, 1, null];
const MASKS = [1, 2, 4, 0xffff_ffff];
const GAS_PARTS = [null, 0, 5_000, 40_000];
const PRECOMPILES = [1, 2, 3, 4, 5, 6, 9];

type Choice = readonly [Operation['op'], number, fc.Arbitrary<Operation>];

/** Arbitrary programs, possibly empty. */
export function programs(options: ProgramOptions, depth = 0): fc.Arbitrary<Program> {
  const { only, lengthMax } = options;
  const choices = choicesFor(options, depth).filter(
    ([op]) => only === undefined || only.includes(op),
  );
  const operation = fc.oneof(
    { withCrossShrink: true },
    ...choices.map(([, weight, arbitrary]) => ({ weight, arbitrary })),
  );
  return fc.array(operation, { maxLength: depth === 0 ? lengthMax : 3, size: 'max' });
}

/** Plain ones first: what comes later shrinks to what comes before. */
function choicesFor(options: ProgramOptions, depth: number): readonly Choice[] {
  const slot = fc.nat(SLOTS - 1);
  const who = fc.nat(options.accounts - 1);
  const wei = fc.nat(2);
  const chosen = { slot, choices: fc.integer({ min: 1, max: 3 }) };
  return [
    ['read', 8, fc.record({ op: fc.constant('read'), slot })],
    ['write', 8, fc.record({ op: fc.constant('write'), slot })],
    ['set', 4, fc.record({ op: fc.constant('set'), slot, value: fc.nat(2) })],
    ['read-chosen', 4, fc.record({ op: fc.constant('read-chosen'), ...chosen })],
    ['write-chosen', 4, fc.record({ op: fc.constant('write-chosen'), ...chosen })],
    [
      'look',
      4,
      fc.record({
        op: fc.constant('look'),
        at: who,
        what: fc.constantFrom('balance', 'code-size', 'code-hash'),
      }),
    ],
    ['own-balance', 1, fc.record({ op: fc.constant('own-balance') })],
    ['fees', 1, fc.record({ op: fc.constant('fees') })],
    ['pay', 4, fc.record({ op: fc.constant('pay'), to: who, wei })],
    ['log', 2, fc.record({ op: fc.constant('log'), topic: fc.nat(1) })],
    ['hash', 1, fc.record({ op: fc.constant('hash') })],
    ['context', 1, fc.record({ op: fc.constant('context'), what: fc.constantFrom(...CONTEXTS) })],
    ['burn', 2, fc.record({ op: fc.constant('burn'), rounds: fc.nat(400) })],
    ['read-transient', 2, fc.record({ op: fc.constant('read-transient'), slot })],
    ['write-transient', 2, fc.record({ op: fc.constant('write-transient'), slot })],
    [
      'precompile',
      1,
      fc.record({ op: fc.constant('precompile'), number: fc.constantFrom(...PRECOMPILES) }),
    ],
    ['gas', 1, fc.record({ op: fc.constant('gas') })],
    ['revert-if', 2, fc.record({ op: fc.constant('revert-if'), mask: fc.constantFrom(...MASKS) })],
    ...(depth < DEPTH_MAX ? nestedChoices(options, depth) : []),
    ['create', 2, fc.record({ op: fc.constant('create'), salt: fc.constantFrom(...SALTS) })],
    ['destroy', 1, fc.record({ op: fc.constant('destroy'), heir: who })],
  ];
}

function nestedChoices(options: ProgramOptions, depth: number): readonly Choice[] {
  const body = programs(options, depth + 1);
  const call = {
    kind: fc.constantFrom('call' as const, 'delegate' as const, 'static' as const),
    to: fc.nat(options.runners - 1),
    wei: fc.nat(1),
    gas: fc.constantFrom(...(options.gas ?? GAS_PARTS)),
    body,
  };
  const choice = { slot: fc.nat(SLOTS - 1), equals: fc.nat(1), yes: body, no: body };
  return [
    ['if', 4, fc.record({ op: fc.constant('if'), ...choice })],
    ['call', 5, fc.record({ op: fc.constant('call'), ...call })],
  ];
}
