/**
 * The assembler's notation, byte for byte.
 */
import { describe, expect, test } from 'vitest';
import { assemble } from '#generators/assembly/assemble.js';
import { initcode } from '#generators/assembly/initcode.js';
import { OPCODES } from '#generators/assembly/opcodes.js';

describe('the assembler', () => {
  test.each([
    ['STOP', '0x00'],
    ['1', '0x6001'],
    ['0', '0x6000'],
    ['256', '0x610100'],
    ['0x01', '0x6001'],
    // A hex number keeps its zeros: an address is pushed with twenty bytes.
    ['0x0001', '0x610001'],
    ['0xabc', '0x610abc'],
    ['PUSH0', '0x5f'],
    ['#0x6101', '0x6101'],
    ['#0x', '0x'],
    ['1 2 ADD ; three', '0x6001600201'],
    ['; only a comment', '0x'],
    ['0 SLOAD\n1 ADD', '0x600054600101'],
  ])('turns %j into %s', (source, code) => {
    expect(assemble(source)).toBe(code);
  });

  test('resolves labels before and after their use', () => {
    expect(assemble('start: @start JUMP @end JUMP end: STOP')).toBe('0x5b61000056610009565b00');
  });

  test('writes offsets as they are', () => {
    expect(assemble('a: STOP b: STOP ~a ~b')).toBe('0x5b005b0000000002');
  });

  test.each([
    ['NOPE', 'not an instruction: NOPE'],
    ['@nowhere', 'no such label: nowhere'],
    ['~nowhere', 'no such label: nowhere'],
    ['a: a:', 'two labels of one name: a'],
    [`0x${'11'.repeat(33)}`, 'more than 32 bytes to push'],
  ])('refuses %s', (source, problem) => {
    expect(() => assemble(source)).toThrow(problem);
  });
});

describe('the instruction set', () => {
  test.each([
    ['KECCAK256', 0x20],
    ['EXTCODEHASH', 0x3f],
    ['SELFBALANCE', 0x47],
    ['JUMPDEST', 0x5b],
    ['PUSH1', 0x60],
    ['PUSH32', 0x7f],
    ['DUP16', 0x8f],
    ['SWAP1', 0x90],
    ['LOG4', 0xa4],
    ['CREATE2', 0xf5],
    ['SELFDESTRUCT', 0xff],
  ])('has %s at %i', (mnemonic, opcode) => {
    expect(OPCODES.get(mnemonic)).toBe(opcode);
  });

  test('gives each opcode one name', () => {
    expect(new Set(OPCODES.values()).size).toBe(OPCODES.size);
  });
});

describe('init code', () => {
  test('copies and returns the runtime code', () => {
    // PUSH3 size, DUP1, PUSH2 offset, PUSH1 0, CODECOPY, PUSH1 0, RETURN, then the code.
    expect(initcode('0xaabb')).toBe('0x620000028061000e6000396000f3aabb');
  });

  test('runs the constructor first', () => {
    expect(initcode('0xaabb', '1 0 SSTORE')).toBe('0x600160005562000002806100136000396000f3aabb');
  });
});
