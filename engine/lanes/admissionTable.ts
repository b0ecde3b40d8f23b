/**
 * Admission among lanes: what each executed incarnation asks of its block, and how much is left.
 *
 * Whether there is room is a serial fact: decided once for each transaction, when it is the head
 * and all that it read holds, never speculated. Owns the words; the rule is `evm/admission.ts`.
 */
import { type BlockGas, shortageOf } from '../evm/admission.ts';
import type { InvalidTransactionPolicy } from '../api/index.ts';
import { WORD256_WORDS, readWord256, writeWord256 } from '../memory/word256.ts';
import type { Arena } from '../primitives/arena.ts';
import type { Finality } from '../schedulers/contract.ts';
import type { Demand } from './body.ts';

const USED_GAS = 0;
const USED_BLOB_GAS = WORD256_WORDS;
const FIXED_WORDS = 2 * WORD256_WORDS;

/** Per transaction. */
const GAS = 0;
const GAS_USED = WORD256_WORDS;
const BLOB_GAS = 2 * WORD256_WORDS;
const IS_VALID = 3 * WORD256_WORDS;
/** Even, as 256-bit numbers want it. */
const WORDS_PER_TRANSACTION = 3 * WORD256_WORDS + 2;

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
    writeWord256(this.#arena, at + GAS, gas);
    writeWord256(this.#arena, at + GAS_USED, gasUsed);
    writeWord256(this.#arena, at + BLOB_GAS, blobGas);
  }

  /** Judges the head, and counts it when it is admitted. */
  decide(head: number): Finality {
    const at = this.#at(head);
    const isValid = this.#arena.words[at + IS_VALID] === 1;
    const gas = readWord256(this.#arena, at + GAS);
    const blobGas = readWord256(this.#arena, at + BLOB_GAS);
    if (isValid && shortageOf({ gas, blobGas }, this.#left()) === null) {
      this.#use(USED_GAS, readWord256(this.#arena, at + GAS_USED));
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
      gas: max.gas - readWord256(this.#arena, start + USED_GAS),
      blobGas: max.blobGas - readWord256(this.#arena, start + USED_BLOB_GAS),
    };
  }

  #use(field: number, amount: bigint): void {
    const at = this.#shape.start + field;
    writeWord256(this.#arena, at, readWord256(this.#arena, at) + amount);
  }

  #at(txIndex: number): number {
    return this.#shape.start + FIXED_WORDS + WORDS_PER_TRANSACTION * txIndex;
  }
}
