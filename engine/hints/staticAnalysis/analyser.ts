/**
 * The abstract interpreter: from code to its tree of paths.
 *
 * Owns jumps, ends and the order in which paths are followed: breadth first, so that a bound cuts
 * what is deep and not what is late. A branch whose condition is not known is followed both ways, a
 * loop only so often; after that only the way that leaves it. Never throws, whatever the code.
 */
import { type Expression, UNKNOWN, valueOf } from './expressions.ts';
import type { Cursor, Subject } from './handlers.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { ANALYSIS_LIMITS } from './limits.ts';
import { type Holdings, Memory } from './memory.ts';
import { type Path, openPath } from './paths.ts';

const [STOP, JUMP, JUMPI, JUMPDEST] = [0x00, 0x56, 0x57, 0x5b];
const [RETURN, REVERT, DESTROY] = [0xf3, 0xfd, 0xff];
const [PUSH1, PUSH32] = [0x60, 0x7f];

/** What an analysis found. */
export interface Analysis {
  readonly root: Path;
  /** Instructions that were followed. */
  readonly steps: number;
  readonly paths: number;
  /** Writes to memory that its expressions hold. */
  readonly heldWrites: number;
  /** Whether other first bytes of call data might give another tree. */
  readonly usesSelector: boolean;
}

/** A path that is being followed. */
interface Traveller extends Cursor {
  /** How often each unknown branch was met on the way here, by its place in the code. */
  readonly turns: ReadonlyMap<number, number>;
  /** Jump destinations passed, and places fallen through to after a branch. */
  readonly passed: Set<number>;
  readonly branches: number;
}

/** Follows all paths of some code, within limits. */
export function analyse(subject: Pick<Subject, 'code' | 'selector'>): Analysis {
  return new Analyser({ ...subject, usesSelector: false }).run();
}

class Analyser {
  readonly #subject: Subject;
  readonly #destinations: ReadonlySet<number>;
  readonly #waiting: Traveller[] = [];
  readonly #holdings: Holdings = { writes: 0 };
  #steps = 0;
  #paths = 1;

  constructor(subject: Subject) {
    this.#subject = subject;
    this.#destinations = destinationsOf(subject.code);
  }

  run(): Analysis {
    const root = openPath();
    this.#waiting.push({
      pc: 0,
      stack: [],
      memory: Memory.empty(this.#holdings),
      lastCall: null,
      path: root,
      turns: new Map(),
      passed: new Set(),
      branches: 0,
    });
    for (let next = 0; next < this.#waiting.length; next += 1) {
      const traveller = this.#waiting[next];
      if (traveller !== undefined) this.#follow(traveller);
    }
    const { usesSelector } = this.#subject;
    const heldWrites = this.#holdings.writes;
    return { root, steps: this.#steps, paths: this.#paths, heldWrites, usesSelector };
  }

  /** Goes on until the path ends, forks or is cut. */
  #follow(traveller: Traveller): void {
    const { code } = this.#subject;
    while (
      this.#steps < ANALYSIS_LIMITS.steps &&
      this.#holdings.writes < ANALYSIS_LIMITS.heldWrites
    ) {
      this.#steps += 1;
      const opcode = traveller.pc < code.length ? (code[traveller.pc] ?? STOP) : STOP;
      if (opcode === JUMP) {
        if (!this.#jump(traveller, traveller.stack.pop() ?? UNKNOWN)) return;
        continue;
      }
      if (opcode === JUMPI) {
        if (!this.#branch(traveller)) return;
        continue;
      }
      if (this.#end(traveller, opcode)) return;
      const instruction = INSTRUCTIONS.get(opcode);
      if (instruction === undefined || traveller.stack.length < instruction.arity) {
        traveller.path.ending = { kind: 'reverted', output: null };
        return;
      }
      if (opcode === JUMPDEST) traveller.passed.add(traveller.pc);
      instruction.run(traveller, this.#subject);
      traveller.pc += 1;
      if (isTooLarge(traveller)) return;
    }
  }

  /** Whether the instruction ends the path. */
  #end({ path, stack, memory }: Traveller, opcode: number): boolean {
    if (opcode === STOP) {
      path.ending = { kind: 'returned', output: null };
      return true;
    }
    if (opcode === RETURN || opcode === REVERT) {
      const [offset = UNKNOWN, length = UNKNOWN] = [stack.pop(), stack.pop()];
      const kind = opcode === RETURN ? 'returned' : 'reverted';
      path.ending = { kind, output: memory.region(offset, length) };
      return true;
    }
    if (opcode === DESTROY) {
      path.steps.push({ kind: 'destroy', heir: stack.pop() ?? UNKNOWN });
      path.ending = { kind: 'returned', output: null };
      return true;
    }
    return false;
  }

  /** Goes to where a jump leads; false when that is not known, which cuts the path. */
  #jump(traveller: Traveller, target: Expression): boolean {
    const place = valueOf(target);
    if (place === null) return false;
    if (!this.#isDestination(place)) {
      traveller.path.ending = { kind: 'reverted', output: null };
      return false;
    }
    traveller.pc = Number(place);
    return true;
  }

  /** Goes on where the condition is known; else forks and returns false. */
  #branch(traveller: Traveller): boolean {
    const { stack, pc, turns } = traveller;
    const [target = UNKNOWN, condition = UNKNOWN] = [stack.pop(), stack.pop()];
    const known = valueOf(condition);
    if (known === 0n) {
      traveller.pc += 1;
      return true;
    }
    if (known !== null) return this.#jump(traveller, target);
    const place = valueOf(target);
    const turn = turns.get(pc) ?? 0;
    const isLooping = turn >= ANALYSIS_LIMITS.loopTurns;
    const fork = (to: number): Path | null => {
      if (isLooping && traveller.passed.has(to)) return null;
      return this.#fork(traveller, to, turn + 1);
    };
    const taken = place !== null && this.#isDestination(place) ? fork(Number(place)) : null;
    const fallen = fork(pc + 1);
    if (taken !== null || fallen !== null) {
      traveller.path.ending = { kind: 'branch', condition, taken, fallen };
    }
    return false;
  }

  #fork(from: Traveller, pc: number, turn: number): Path | null {
    if (this.#paths >= ANALYSIS_LIMITS.paths || from.branches >= ANALYSIS_LIMITS.branches) {
      return null;
    }
    this.#paths += 1;
    const path = openPath();
    this.#waiting.push({
      pc,
      stack: [...from.stack],
      memory: from.memory,
      lastCall: from.lastCall,
      path,
      turns: new Map(from.turns).set(from.pc, turn),
      passed: new Set(from.passed).add(pc),
      branches: from.branches + 1,
    });
    return path;
  }

  #isDestination(place: bigint): boolean {
    return place < BigInt(this.#subject.code.length) && this.#destinations.has(Number(place));
  }
}

function isTooLarge({ stack, memory }: Traveller): boolean {
  return stack.length > ANALYSIS_LIMITS.stack || memory.count > ANALYSIS_LIMITS.memoryWrites;
}

/** Jump destinations that are instructions and not part of a push. */
function destinationsOf(code: Uint8Array): ReadonlySet<number> {
  const found = new Set<number>();
  for (let pc = 0; pc < code.length; pc += 1) {
    const opcode = code[pc] ?? STOP;
    if (opcode === JUMPDEST) found.add(pc);
    if (opcode >= PUSH1 && opcode <= PUSH32) pc += opcode - PUSH1 + 1;
  }
  return found;
}
