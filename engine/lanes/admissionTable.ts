/**
 * Admission among lanes: what each executed incarnation asks of its block, and how much is left.
 *
 * Whether there is room is a serial fact: decided once for each transaction, when it is the head
 * and all that it read holds, never speculated. Owns the words; the rule is `evm/admission.ts`.
 */
import { type BlockGas, shortageOf } from '../evm/admission.ts';
import type { InvalidTransactionPolicy } from '../api/index.ts';
import { NUMBER_WORDS, readNumber, writeNumber } from '../memory/numbers.ts';
import type { Arena } from '../primitives/arena.ts';
import type { Finality } from '../schedulers/contract.ts';
import type { Demand } from './body.ts';

const USED_GAS = 0;
const USED_BLOB_GAS = NUMBER_WORDS;
const FIXED_WORDS = 2 * NUMBER_WORDS;

/** Per transaction. */
const GAS = 0;
const GAS_USED = NUMBER_WORDS;
const BLOB_GAS = 2 * NUMBER_WORDS;
const IS_VALID = 3 * NUMBER_WORDS;
/** Even, as numbers want it. */
const WORDS_PER_TRANSACTION = 3 * NUMBER_WORDS + 2;

/** What is fixed about a block's admission. */
export interface AdmissionShape {
  readonly start: number;
  /** What the block may use in all. */
  readonly max: BlockGas;
  readonly policy: InvalidTransactionPolicy;
}

/** Takes the words out of the arena; once a block. */
export function allocateAdmission(
  arena: Arena,
  txCount: number,
  rules: Omit<AdmissionShape, 'start'>,
): AdmissionShape {
  return { ...rules, start: arena.allocate(FIXED_WORDS + WORDS_PER_TRANSACTION * txCount) };
}

/** One thread's view of what was asked for and what is left. */
export class AdmissionTable {
  readonly #arena: Arena;
  readonly #shape: AdmissionShape;

  constructor(arena: Arena, shape: AdmissionShape) {
    this.#arena = arena;
    this.#shape = shape;
  }

  /** Takes note of what the transaction's last incarnation asks for. */
  ask(txIndex: number, { isValid, gas, gasUsed, blobGas }: Demand): void {
    const at = this.#at(txIndex);
    this.#arena.words[at + IS_VALID] = isValid ? 1 : 0;
    writeNumber(this.#arena, at + GAS, gas);
    writeNumber(this.#arena, at + GAS_USED, gasUsed);
    writeNumber(this.#arena, at + BLOB_GAS, blobGas);
  }

  /** Gas that the transaction's last incarnation used, in gas. */
  gasUsedOf(txIndex: number): bigint {
    return readNumber(this.#arena, this.#at(txIndex) + GAS_USED);
  }

  /** Judges the head, and counts it when it is admitted. */
  decide(head: number): Finality {
    const at = this.#at(head);
    const isValid = this.#arena.words[at + IS_VALID] === 1;
    const gas = readNumber(this.#arena, at + GAS);
    const blobGas = readNumber(this.#arena, at + BLOB_GAS);
    if (isValid && shortageOf({ gas, blobGas }, this.#left()) === null) {
      this.#use(USED_GAS, readNumber(this.#arena, at + GAS_USED));
      this.#use(USED_BLOB_GAS, blobGas);
      return 'kept';
    }
    if (this.#shape.policy === 'reject-block') {
      return 'ends-block';
    }
    // An invalid transaction has written nothing that could be taken back.
    return isValid ? 'withdrawn' : 'kept';
  }

  #left(): BlockGas {
    const { start, max } = this.#shape;
    return {
      gas: max.gas - readNumber(this.#arena, start + USED_GAS),
      blobGas: max.blobGas - readNumber(this.#arena, start + USED_BLOB_GAS),
    };
  }

  #use(field: number, amount: bigint): void {
    const at = this.#shape.start + field;
    writeNumber(this.#arena, at, readNumber(this.#arena, at) + amount);
  }

  #at(txIndex: number): number {
    return this.#shape.start + FIXED_WORDS + WORDS_PER_TRANSACTION * txIndex;
  }
}
