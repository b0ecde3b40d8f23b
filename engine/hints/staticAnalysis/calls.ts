/**
 * Calls and creations: where a walk goes from one account into another.
 *
 * Owns the frames: who calls whom with what, which code runs, what ether moves, and that a frame
 * which reverts takes its changes back. Delegations (EIP-7702) and proxies need no case of their
 * own: both are code that leads elsewhere.
 */
import type { Address } from '../../api/index.ts';
import { bytesToHex } from '../../primitives/bytes.ts';
import { isDelegation } from '../../evm/delegation.ts';
import { fieldPlace } from '../hint.ts';
import { createdAddress, saltedAddress } from './contractAddress.ts';
import type { Evaluation, Frame, StepOutcome } from './evaluation.ts';
import { WALK_LIMITS } from './limits.ts';
import { PartialBytes } from './partialBytes.ts';
import type { CallStep, Step } from './paths.ts';
import { reasonOf } from './reasons.ts';
import {
  type FrameEnd,
  NO_OUTCOME,
  type OuterStep,
  type WalkParts,
  toAddress,
  walkFrame,
} from './walker.ts';

const PRECOMPILES_END = 0x12n;
const P256_VERIFY = 0x100n;
const IDENTITY = 4n;
const DESIGNATOR_BYTES = 3;

/** A message between accounts. */
export interface Message {
  /** Whose code runs. */
  readonly target: Address;
  readonly frame: Omit<Frame, 'code'>;
  readonly why: string;
}

/** Follows calls and creations. */
export class Calls {
  readonly #parts: WalkParts;

  constructor(parts: Omit<WalkParts, 'enter'>) {
    this.#parts = {
      ...parts,
      enter: (step, evaluation, depth) => this.#enter(step, evaluation, depth),
    };
  }

  /** Runs a message in a frame of its own. */
  async message({ target, frame, why }: Message, depth: number): Promise<FrameEnd> {
    const { state } = this.#parts;
    let code = await state.code(target, why);
    if (code !== null && isDelegation(code)) {
      const delegate = bytesToHex(code.subarray(DESIGNATOR_BYTES));
      code = await state.code(delegate, `${why}, which delegates to it`);
    }
    if (code === null) return { kind: 'cut', output: null };
    if (code.length === 0) return { kind: 'returned', output: PartialBytes.zeros(0) };
    return this.#run({ ...frame, code }, depth);
  }

  /** Runs init code at an address that is new. */
  async creation(address: Address, frame: Frame, depth: number): Promise<FrameEnd> {
    const { state } = this.#parts;
    const why = 'a contract is made here';
    state.expectRead(fieldPlace(address, 'nonce'), why);
    state.expectRead(fieldPlace(address, 'code'), why);
    state.expectRead(fieldPlace(address, 'lifecycle'), why);
    const before = state.snapshot();
    state.create(address);
    for (const kind of ['lifecycle', 'nonce', 'code'] as const) {
      state.expectChange(fieldPlace(address, kind), why, { isDelta: false });
    }
    if (frame.value !== 0n) this.#pay(frame.caller, address, why);
    const end = await walkFrame(this.#parts, frame, depth);
    if (end.kind === 'reverted') state.restore(before);
    else state.setCode(address, end.output?.whole ?? null);
    return end;
  }

  /** Moves ether between two accounts, or none within one. */
  #pay(from: Address, to: Address, why: string): void {
    const { state } = this.#parts;
    state.expectRead(fieldPlace(from, 'balance'), `${why}: it must own what it sends`);
    if (from === to) return;
    state.expectChange(fieldPlace(from, 'balance'), why, { isDelta: true });
    state.expectChange(fieldPlace(to, 'balance'), why, { isDelta: true });
  }

  #enter(step: OuterStep, evaluation: Evaluation, depth: number): Promise<StepOutcome> {
    if (depth >= WALK_LIMITS.callDepth) return Promise.resolve(NO_OUTCOME);
    return step.kind === 'call'
      ? this.#call(step, evaluation, depth)
      : this.#create(step, evaluation, depth);
  }

  async #call(step: CallStep, evaluation: Evaluation, depth: number): Promise<StepOutcome> {
    const word = evaluation.word(step.target);
    if (word === null) return NO_OUTCOME;
    const target = toAddress(word);
    const { frame } = evaluation;
    const value = evaluation.word(step.value);
    const input = evaluation.bytes(step.input);
    const why = reasonOf(`${step.how.toUpperCase()} to`, step.target);
    const before = this.#parts.state.snapshot();
    if (value !== 0n && step.how === 'call') {
      this.#pay(frame.address, target, why);
      const asked = `${why}: paying a new account has a price of its own`;
      this.#parts.state.expectRead(fieldPlace(target, 'lifecycle'), asked);
    }
    if (BigInt(target) < PRECOMPILES_END || BigInt(target) === P256_VERIFY) {
      return { value: 1n, output: BigInt(target) === IDENTITY ? input : null };
    }
    const inner = { ...frame, ...partiesOf(step.how, { frame, target, value }), input };
    const end = await this.message({ target, frame: inner, why }, depth + 1);
    if (end.kind === 'reverted') this.#parts.state.restore(before);
    return { value: successOf(end), output: end.output };
  }

  async #create(
    step: Extract<Step, { kind: 'create' }>,
    evaluation: Evaluation,
    depth: number,
  ): Promise<StepOutcome> {
    const { state } = this.#parts;
    const { frame } = evaluation;
    const initCode = evaluation.bytes(step.initCode)?.whole ?? null;
    const nonce = fieldPlace(frame.address, 'nonce');
    state.expectRead(nonce, 'it makes a contract');
    state.expectChange(nonce, 'it makes a contract', { isDelta: false });
    if (initCode === null) return NO_OUTCOME;
    const salt = step.salt === null ? null : evaluation.word(step.salt);
    if (step.salt !== null && salt === null) return NO_OUTCOME;
    const address =
      salt === null
        ? createdAddress(frame.address, await state.nonce(frame.address))
        : saltedAddress(frame.address, salt, initCode);
    const value = evaluation.word(step.value);
    const inner = { ...frame, address, caller: frame.address, value, code: initCode };
    const end = await this.creation(address, { ...inner, input: PartialBytes.zeros(0) }, depth + 1);
    return { value: end.kind === 'reverted' ? 0n : BigInt(address), output: null };
  }

  async #run(frame: Frame, depth: number): Promise<FrameEnd> {
    const end = await walkFrame(this.#parts, frame, depth);
    return end.kind === 'returned' && end.output === null
      ? { kind: 'returned', output: PartialBytes.zeros(0) }
      : end;
  }
}

function successOf({ kind }: FrameEnd): bigint | null {
  return kind === 'cut' ? null : kind === 'returned' ? 1n : 0n;
}

/** On whose behalf the code runs, and whose storage it sees. */
function partiesOf(
  how: CallStep['how'],
  call: { readonly frame: Frame; readonly target: Address; readonly value: bigint | null },
): Pick<Frame, 'address' | 'caller' | 'value'> {
  const { frame, target, value } = call;
  switch (how) {
    case 'call':
      return { address: target, caller: frame.address, value };
    case 'callcode':
      return { address: frame.address, caller: frame.address, value };
    case 'delegatecall':
      return { address: frame.address, caller: frame.caller, value: frame.value };
    default:
      return { address: target, caller: frame.address, value: 0n };
  }
}
