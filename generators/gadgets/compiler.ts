/**
 * The compiler: a program as code of its own, straight-line but for its conditions.
 *
 * Owns the fair twin of the interpreter: places are numbers in the code, where static analysis and
 * caches of code see them. What a call hands over is data, which the callee interprets.
 */
import type { Bytes } from '#engine/api/index.js';
import { assemble } from '../assembly/assemble.ts';
import { byteLength } from '../build/hex.ts';
import { instructionOf } from './instructions.ts';
import { encodeProgram, type Resolve } from './interpreter.ts';
import { ENDINGS, KERNELS } from './kernels.ts';
import type { Operation, Program } from './operation.ts';
import { storeBytes } from './storeBytes.ts';

/** Compiles a program into the code of a contract that runs it whenever it is called. */
export function compileProgram(program: Program, resolve: Resolve): Bytes {
  return assemble(`0 ${new Compiler(resolve).code(program)} @end JUMP ${ENDINGS}`);
}

class Compiler {
  readonly #resolve: Resolve;
  #labels = 0;

  constructor(resolve: Resolve) {
    this.#resolve = resolve;
  }

  code(program: Program): string {
    return program.map((operation) => this.#operation(operation)).join('\n');
  }

  #operation(operation: Operation): string {
    const own = this.#labels;
    this.#labels += 1;
    const label = (name: string): string => `l${own}${name}`;
    if (operation.op === 'if') {
      const { slot, equals, yes, no } = operation;
      return `
        ${slot} SLOAD ${equals} EQ @${label('yes')} JUMPI
        ${this.code(no)} @${label('after')} JUMP
        ${label('yes')}: ${this.code(yes)} ${label('after')}:`;
    }
    const data = operation.op === 'call' ? encodeProgram(operation.body, this.#resolve) : '0x';
    const { name, a, b, c, who } = instructionOf(operation, byteLength(data));
    return KERNELS[name]({
      a: String(a),
      b: String(b),
      c: String(c),
      who: who === null ? '0' : this.#resolve(who),
      body: storeBytes(data, 0x100),
      label,
    });
  }
}
