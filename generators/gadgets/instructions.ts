/**
 * Programs as flat instructions: what both back-ends agree on.
 *
 * Owns the step from an operation to the instruction that does it and its operands.
 */
import type { InstructionName } from './kernels.ts';
import type { Operation, Who } from './operation.ts';

/** An instruction and its operands; those that it does not have are 0. */
export interface Instruction {
  readonly name: InstructionName;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly who: Who | null;
}

/** All gas there is: no call is given more than 63/64 of what is left (EIP-150). */
const ALL_GAS = 0xffff_ffff;
/** What a precompiled contract is given. */
const PRECOMPILE_GAS = 30_000;

/** An operation that is one instruction; `bodySize` is the length of what a call hands over. */
export function instructionOf(
  operation: Exclude<Operation, { op: 'if' }>,
  bodySize: number,
): Instruction {
  const none = { a: 0, b: 0, c: 0, who: null };
  switch (operation.op) {
    case 'read':
    case 'write':
    case 'read-transient':
    case 'write-transient':
      return { ...none, name: operation.op, a: operation.slot };
    case 'set':
      return { ...none, name: 'set', a: operation.slot, b: operation.value };
    case 'read-chosen':
    case 'write-chosen':
      return { ...none, name: operation.op, a: operation.slot, b: operation.choices };
    case 'look':
      return { ...none, name: operation.what, who: operation.at };
    case 'pay':
      return { ...none, name: 'pay', a: operation.wei, who: operation.to };
    case 'call': {
      const { kind, wei, gas, to } = operation;
      return { name: kind, a: wei, b: bodySize, c: gas ?? ALL_GAS, who: to };
    }
    case 'create':
      return operation.salt === null
        ? { ...none, name: 'create' }
        : { ...none, name: 'create2', a: operation.salt };
    case 'destroy':
      return { ...none, name: 'destroy', who: operation.heir };
    case 'revert-if':
      return { ...none, name: 'revert-if', b: operation.mask };
    case 'log':
      return { ...none, name: 'log', a: operation.topic };
    case 'precompile':
      return { ...none, name: 'precompile', a: operation.number, c: PRECOMPILE_GAS };
    case 'context':
      return { ...none, name: operation.what };
    case 'burn':
      return { ...none, name: 'burn', b: operation.rounds };
    case 'own-balance':
    case 'fees':
    case 'hash':
    case 'gas':
      return { ...none, name: operation.op };
    default:
      return operation satisfies never;
  }
}
