/**
 * From recipes to hints: walks the paths of code for one transaction.
 *
 * Owns the way through branches and the steps that touch only their own account. A condition that
 * evaluates decides, but a transaction is expected to succeed: a check of state that fails may hold
 * later. Where nothing decides both ways are taken. Calls and creations are next door. Bounded by a
 * budget for the whole transaction.
 */
import type { Address, Bytes32 } from '../../api/index.ts';
import { bigIntToHex, bytesToBigInt } from '../../primitives/bytes.ts';
import { unreachable } from '../../primitives/invariant.ts';
import { keccak256 } from '../../state/keccak.ts';
import { fieldPlace } from '../hint.ts';
import type { Analyses } from './analyses.ts';
import { type Budget, Evaluation, type Frame, type StepOutcome } from './evaluation.ts';
import type { ExpectedState } from './expectedState.ts';
import { type Expression, dependsOnState } from './expressions.ts';
import type { PartialBytes } from './partialBytes.ts';
import { type Path, type Step, onlyFails } from './paths.ts';
import { reasonOf } from './reasons.ts';

/** How a frame ends. */
export interface FrameEnd {
  readonly kind: 'returned' | 'reverted' | 'cut';
  /** `null` when not known. */
  readonly output: PartialBytes | null;
}

/** What every frame of a walk works with. */
export interface WalkParts {
  readonly state: ExpectedState;
  readonly analyses: Analyses;
  readonly budget: Budget;
  /** Called for steps that lead into other accounts. */
  readonly enter: (step: OuterStep, evaluation: Evaluation, depth: number) => Promise<StepOutcome>;
}

/** Steps that run other code. */
export type OuterStep = Extract<Step, { kind: 'call' | 'create' }>;

/** Nothing is known of what a step came to. */
export const NO_OUTCOME: StepOutcome = { value: null, output: null };

const ADDRESS_MASK = 2n ** 160n - 1n;

/** A word as an address. */
export function toAddress(word: bigint): Address {
  return bigIntToHex(word & ADDRESS_MASK, 20);
}

/** Walks one frame. Its changes stay, also when it reverts: whoever called it takes them back. */
export function walkFrame(parts: WalkParts, frame: Frame, depth: number): Promise<FrameEnd> {
  const { root } = parts.analyses.of(frame.code, frame.input);
  return new FrameWalk(parts, depth).follow(root, new Evaluation(frame, parts.budget));
}

class FrameWalk {
  readonly #parts: WalkParts;
  readonly #depth: number;

  constructor(parts: WalkParts, depth: number) {
    this.#parts = parts;
    this.#depth = depth;
  }

  async follow(from: Path, evaluation: Evaluation): Promise<FrameEnd> {
    let path = from;
    for (;;) {
      for (const step of path.steps) {
        if (this.#parts.budget.steps <= 0) return { kind: 'cut', output: null };
        this.#parts.budget.steps -= 1;
        evaluation.settle(step, await this.#settle(step, evaluation));
      }
      const { ending } = path;
      if (ending.kind === 'cut') return { kind: 'cut', output: null };
      if (ending.kind !== 'branch') {
        const output = ending.output === null ? null : evaluation.bytes(ending.output);
        return { kind: ending.kind, output };
      }
      const next = await this.#choose(ending, evaluation);
      if (next === null) return { kind: 'cut', output: null };
      path = next;
    }
  }

  async #choose(
    { condition, taken, fallen }: Extract<Path['ending'], { kind: 'branch' }>,
    evaluation: Evaluation,
  ): Promise<Path | null> {
    if (taken === null || fallen === null) return taken ?? fallen;
    const known = evaluation.word(condition);
    if (known !== null) {
      const [chosen, other] = known === 0n ? [fallen, taken] : [taken, fallen];
      // It would fail on this state; but transactions before it will have changed the state.
      const isHopeful = onlyFails(chosen) && !onlyFails(other) && dependsOnState(condition);
      return isHopeful ? other : chosen;
    }
    if (onlyFails(fallen)) return taken;
    if (onlyFails(taken)) return fallen;
    const { budget, state } = this.#parts;
    if (budget.forks > 0) {
      budget.forks -= 1;
      const before = state.snapshot();
      const end = await this.follow(taken, evaluation.fork());
      if (end.kind !== 'reverted') state.close();
      state.restore(before);
    }
    return fallen;
  }

  async #settle(step: Step, evaluation: Evaluation): Promise<StepOutcome> {
    switch (step.kind) {
      case 'read-slot':
        return this.#readSlot(step, evaluation);
      case 'write-slot':
        return this.#writeSlot(step, evaluation);
      case 'read-account':
        return this.#readAccount(step, evaluation);
      case 'call':
      case 'create':
        return this.#parts.enter(step, evaluation, this.#depth);
      case 'destroy':
        return this.#destroy(step.heir, evaluation);
      default:
        return unreachable(step);
    }
  }

  async #readSlot(
    { slot, isTransient }: Extract<Step, { kind: 'read-slot' }>,
    evaluation: Evaluation,
  ): Promise<StepOutcome> {
    const place = toSlot(evaluation.word(slot));
    if (place === null) return NO_OUTCOME;
    const { state } = this.#parts;
    const { address } = evaluation.frame;
    const value = isTransient
      ? state.transientSlot(address, place)
      : await state.slot(address, place, reasonOf('SLOAD', slot));
    return { value, output: null };
  }

  async #writeSlot(
    { slot, value, isTransient }: Extract<Step, { kind: 'write-slot' }>,
    evaluation: Evaluation,
  ): Promise<StepOutcome> {
    const place = toSlot(evaluation.word(slot));
    if (place === null) return NO_OUTCOME;
    const { state } = this.#parts;
    const { address } = evaluation.frame;
    const written = evaluation.word(value);
    if (isTransient) state.setTransientSlot(address, place, written);
    else await state.setSlot({ address, slot: place }, written, reasonOf('SSTORE', slot));
    return NO_OUTCOME;
  }

  async #readAccount(
    { what, address }: Extract<Step, { kind: 'read-account' }>,
    evaluation: Evaluation,
  ): Promise<StepOutcome> {
    const word = evaluation.word(address);
    if (word === null) return NO_OUTCOME;
    const { state } = this.#parts;
    const account = toAddress(word);
    if (what === 'balance') {
      const value = await state.balance(account, reasonOf('BALANCE of', address));
      return { value, output: null };
    }
    if (what === 'code-hash' && (await state.isEmpty(account))) {
      state.expectRead(fieldPlace(account, 'lifecycle'), reasonOf('EXTCODEHASH of', address));
      return { value: 0n, output: null };
    }
    const code = await state.code(account, reasonOf('EXTCODE of', address));
    if (code === null || what === 'code') return NO_OUTCOME;
    const value = what === 'code-size' ? BigInt(code.length) : bytesToBigInt(keccak256(code));
    return { value, output: null };
  }

  async #destroy(heir: Expression, evaluation: Evaluation): Promise<StepOutcome> {
    const { state } = this.#parts;
    const { address, block } = evaluation.frame;
    const why = 'SELFDESTRUCT';
    const balance = await state.balance(address, why);
    if (balance !== 0n) {
      const word = evaluation.word(heir);
      state.expectChange(fieldPlace(address, 'balance'), why, { isDelta: true });
      if (word !== null) {
        state.expectChange(fieldPlace(toAddress(word), 'balance'), why, { isDelta: true });
        state.expectRead(fieldPlace(toAddress(word), 'lifecycle'), `${why}: paying a new account`);
      }
    }
    // Since EIP-6780 only what the transaction itself has made is destroyed.
    if (!block.rules.destroysOnlyOwnCreations) {
      state.expectChange(fieldPlace(address, 'lifecycle'), why, { isDelta: false });
    }
    return NO_OUTCOME;
  }
}

function toSlot(word: bigint | null): Bytes32 | null {
  return word === null ? null : bigIntToHex(word, 32);
}
