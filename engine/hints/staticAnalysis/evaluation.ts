/**
 * From recipe to value: expressions in one frame of one transaction.
 *
 * Owns evaluation, which gives `null` wherever something is not known or costs too much. Outcomes
 * of steps are told to it by whoever walks the path; an expression only speaks of steps before it,
 * so that a value once found stays.
 */
import type { Address } from '../../api/index.ts';
import { bytesToBigInt } from '../../primitives/bytes.ts';
import { unreachable } from '../../primitives/invariant.ts';
import type { BlockContext } from '../../evm/blockContext.ts';
import { keccak256 } from '../../state/keccak.ts';
import { PURE } from './arithmetic.ts';
import type { Content, EnvironmentName, Expression, MemoryWrite, Region } from './expressions.ts';
import { WALK_LIMITS } from './limits.ts';
import { PartialBytes, wordBytes } from './partialBytes.ts';
import type { Step } from './paths.ts';

/** One frame: who runs on whose behalf. What is not known is `null`. */
export interface Frame {
  /** Whose storage it is. */
  readonly address: Address;
  readonly caller: Address;
  readonly origin: Address;
  /** In wei. */
  readonly value: bigint | null;
  readonly input: PartialBytes | null;
  readonly code: Uint8Array;
  readonly block: BlockContext;
}

/** What a step came to. */
export interface StepOutcome {
  readonly value: bigint | null;
  /** Only of calls; `null` when not known. */
  readonly output: PartialBytes | null;
}

/** What is left to spend on one transaction. */
export interface Budget {
  steps: number;
  evaluations: number;
  forks: number;
}

const MULTIPLY = 0x02;
const AND = 0x16;
const BYTES_MAX = BigInt(WALK_LIMITS.regionBytes);

/** Values within one frame, on one path. */
export class Evaluation {
  readonly frame: Frame;
  readonly #budget: Budget;
  readonly #values: Map<Expression, bigint | null>;
  readonly #outcomes: Map<Step, StepOutcome>;

  constructor(frame: Frame, budget: Budget, before: Evaluation | null = null) {
    this.frame = frame;
    this.#budget = budget;
    this.#values = new Map(before === null ? [] : before.#values);
    this.#outcomes = new Map(before === null ? [] : before.#outcomes);
  }

  /** The same frame where its path forks. */
  fork(): Evaluation {
    return new Evaluation(this.frame, this.#budget, this);
  }

  /** Notes what a step came to. */
  settle(step: Step, outcome: StepOutcome): void {
    this.#outcomes.set(step, outcome);
  }

  /** The value of a word. */
  word(expression: Expression): bigint | null {
    if (expression.kind === 'constant') return expression.value;
    const known = this.#values.get(expression);
    if (known !== undefined) return known;
    if (this.#budget.evaluations <= 0) return null;
    this.#budget.evaluations -= 1;
    const value = this.#compute(expression);
    this.#values.set(expression, value);
    return value;
  }

  /** The bytes of a region. */
  bytes({ offset, length, writes }: Region): PartialBytes | null {
    const size = this.word(length);
    if (size === null || size > BYTES_MAX) return null;
    if (size === 0n) return PartialBytes.zeros(0);
    const start = this.word(offset);
    if (start === null) return null;
    const chunks = 1 + Math.floor(Number(size) / WALK_LIMITS.chunkBytes);
    this.#budget.evaluations -= chunks;
    const bytes = PartialBytes.zeros(Number(size));
    for (const write of writes) {
      this.#budget.evaluations -= chunks;
      if (this.#budget.evaluations <= 0) return null;
      this.#paint(bytes, write, start);
    }
    return bytes;
  }

  #compute(expression: Exclude<Expression, { kind: 'constant' }>): bigint | null {
    switch (expression.kind) {
      case 'environment':
        return this.#environment(expression.name);
      case 'calldata': {
        const offset = this.word(expression.offset);
        const { input } = this.frame;
        return offset === null || input === null ? null : input.word(offset);
      }
      case 'operation':
        return this.#operation(expression.opcode, expression.operands);
      case 'load':
        return this.bytes(expression.region)?.word(0n) ?? null;
      case 'keccak': {
        const bytes = this.bytes(expression.region)?.whole ?? null;
        return bytes === null ? null : bytesToBigInt(keccak256(bytes));
      }
      case 'outcome': {
        const outcome = this.#outcomes.get(expression.of);
        if (outcome === undefined) return null;
        if (expression.part === 'value') return outcome.value;
        return outcome.output === null ? null : BigInt(outcome.output.length);
      }
      case 'unknown':
        return null;
      default:
        return unreachable(expression);
    }
  }

  #operation(opcode: number, operands: readonly Expression[]): bigint | null {
    const words = operands.map((operand) => this.word(operand));
    const known = words.filter((word) => word !== null);
    if (known.length === words.length) return PURE.get(opcode)?.apply(known) ?? null;
    const isAnnihilated = (opcode === MULTIPLY || opcode === AND) && known.includes(0n);
    return isAnnihilated ? 0n : null;
  }

  #environment(name: EnvironmentName): bigint | null {
    const { address, caller, origin, value, input, code, block } = this.frame;
    switch (name) {
      case 'address':
        return BigInt(address);
      case 'caller':
        return BigInt(caller);
      case 'origin':
        return BigInt(origin);
      case 'callvalue':
        return value;
      case 'calldatasize':
        return input === null ? null : BigInt(input.length);
      case 'codesize':
        return BigInt(code.length);
      case 'beneficiary':
        return BigInt(block.beneficiary);
      case 'timestamp':
        return block.timestamp;
      case 'number':
        return block.number;
      case 'prevrandao':
        return BigInt(block.prevRandao);
      case 'gaslimit':
        return block.gasLimit;
      case 'chainid':
        return block.chainId;
      case 'basefee':
        return block.baseFee;
      default:
        return unreachable(name);
    }
  }

  #paint(into: PartialBytes, { offset, length, content }: MemoryWrite, start: bigint): void {
    const [place, size] = [this.word(offset), this.word(length)];
    if (place === null || size === null) {
      // It may have gone anywhere.
      into.forget();
      return;
    }
    const at = place - start;
    if (at >= BigInt(into.length) || at + size <= 0n) return;
    const { source, from, isCutShort } = this.#contentOf(content);
    // What was returned ends where it ends; everything else goes on in zeros.
    const extent = isCutShort && source !== null ? least(size, BigInt(source.length)) : size;
    const clipped = least(extent, BigInt(into.length) - at);
    if (from === null) into.paint(null, { at: Number(at), from: 0n, length: Number(clipped) });
    else into.paint(source, { at: Number(at), from, length: Number(clipped) });
  }

  #contentOf(content: Content): {
    readonly source: PartialBytes | null;
    readonly from: bigint | null;
    readonly isCutShort?: boolean;
  } {
    switch (content.kind) {
      case 'word':
        return { source: wordBytes(this.word(content.value)), from: 0n };
      case 'byte':
        return { source: wordBytes(this.word(content.value)), from: 31n };
      case 'calldata':
        return { source: this.frame.input, from: this.word(content.from) };
      case 'bytes':
        return { source: PartialBytes.of(content.bytes), from: 0n };
      case 'returned': {
        const output = content.by === null ? null : this.#outcomes.get(content.by)?.output;
        return { source: output ?? null, from: this.word(content.from), isCutShort: true };
      }
      case 'memory':
        return { source: this.bytes(content.region), from: 0n };
      case 'unknown':
        return { source: null, from: 0n };
      default:
        return unreachable(content);
    }
  }
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
