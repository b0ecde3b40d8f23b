/**
 * A digest of all that lanes did, step by step.
 *
 * Owns two words that every step stirs: who made it, what it brought, what it got; of values the
 * low 32 bits. Runs with other digests are other runs; equal digests are strong evidence of equal
 * steps, no proof. That is how a run on threads is compared with its repetition in simulation,
 * besides results and accesses, which are compared whole.
 */
import type { Arena } from '../primitives/arena.ts';
import type { MemoryAccount } from '../memory/memoryAccount.ts';
import type { Resolved } from '../memory/resolve.ts';
import { unreachable } from '../primitives/invariant.ts';
import type { Write } from '../primitives/writes.ts';
import { NO_SENDER, type Report } from '../schedulers/contract.ts';
import type { Input, Need } from './exchange.ts';

const DIGEST_WORDS = 2;
const HEX_DIGITS = 8;
/** FNV-1a's. */
const FIRST_PRIME = 0x01000193;
/** Knuth's, from the golden ratio. */
const SECOND_PRIME = 0x9e3779b1;

/** Takes the digest's words out of the arena; once a block. */
export function allocateTraceDigest(arena: Arena): number {
  return arena.allocate(DIGEST_WORDS);
}

/** One thread's view of the digest. */
export class TraceDigest {
  readonly #arena: Arena;
  readonly #start: number;

  constructor(arena: Arena, start: number) {
    this.#arena = arena;
    this.#start = start;
  }

  /** Stirs one step in; `about` is the transaction that the lane worked on. */
  add(lane: number, input: Input, { about, need }: { about: number; need: Need }): void {
    this.#addAnswer(lane * 1_024 + numberOf(input.kind) * 32, about, need);
    if (input.kind === 'finished') {
      const { reads, writes } = input;
      this.#stir(reads.length);
      this.#stir(writes.length);
      for (const write of writes) {
        this.#stir(low(valueOf(write)));
      }
    }
  }

  /** 16 hex digits. */
  get text(): string {
    return this.#hexAt(0) + this.#hexAt(1);
  }

  /** The answer's kind has a number; what tells one answer of a kind from another comes last. */
  #addAnswer(question: number, about: number, need: Need): void {
    switch (need.kind) {
      case 'claimed':
        return this.#stirThree(question + 1, about, 0);
      case 'reported':
        return this.#stirThree(question + 2, about, reported(need.report));
      case 'prepare':
        return this.#stirThree(question + 3, about, need.txIndex);
      case 'body':
        return this.#stirThree(question + 4, about, need.txIndex * 64 + need.incarnation);
      case 'resume':
        return this.#stirThree(question + 5, about, need.fibre);
      case 'account':
        return this.#stirThree(question + 6, about, captured(need.account));
      case 'slot':
        return this.#stirThree(question + 7, about, seen(need.value));
      case 'code':
        return this.#stirThree(question + 8, about, need.code?.length ?? 0);
      case 'park':
        return this.#stirThree(question + 9, about, 0);
      case 'leave':
        return this.#stirThree(question + 10, about, 0);
      default:
        return unreachable(need);
    }
  }

  // What every step brings waits for the shared words once, not three times.
  #stirThree(one: number, two: number, three: number): void {
    const { words } = this.#arena;
    const at = this.#start;
    const first = stirred(stirred(words[at] ?? 0, one, FIRST_PRIME), two, FIRST_PRIME);
    const second = stirred(stirred(words[at + 1] ?? 0, one, SECOND_PRIME), two, SECOND_PRIME);
    words[at] = stirred(first, three, FIRST_PRIME);
    words[at + 1] = stirred(second, three, SECOND_PRIME);
  }

  #stir(value: number): void {
    const { words } = this.#arena;
    const at = this.#start;
    words[at] = stirred(words[at] ?? 0, value, FIRST_PRIME);
    words[at + 1] = stirred(words[at + 1] ?? 0, value, SECOND_PRIME);
  }

  #hexAt(word: number): string {
    const value = (this.#arena.words[this.#start + word] ?? 0) >>> 0;
    return value.toString(16).padStart(HEX_DIGITS, '0');
  }
}

function stirred(word: number, value: number, prime: number): number {
  const product = Math.imul(word ^ value, prime);
  return product ^ (product >>> 15);
}

// No table: a text that chooses a property is looked up anew every time.
function numberOf(kind: Input['kind']): number {
  switch (kind) {
    case 'go':
      return 1;
    case 'prepared':
      return 2;
    case 'read-account':
      return 3;
    case 'read-slot':
      return 4;
    case 'read-code':
      return 5;
    case 'finished':
      return 6;
    case 'suspended':
      return 7;
    case 'blocked':
      return 8;
    default:
      return unreachable(kind);
  }
}

function reported(report: Report): number {
  switch (report.kind) {
    case 'prepared':
      // Which number a sender got depends on where its record lies; that it has one does not.
      return report.sender === NO_SENDER ? 0 : 1;
    case 'planned':
      return report.partitions.length;
    case 'executed':
      return report.wroteNewLocation ? 1 : 0;
    case 'validated':
      return report.holds ? 1 : 0;
    case 'published':
      return (report.holds ? 1 : 0) + 2 * report.flagged.length;
    case 'suspended':
    case 'blocked':
      return report.on;
    default:
      return unreachable(report);
  }
}

function captured({ balance, nonce, codeHash }: MemoryAccount): number {
  return seen(balance) ^ seen(nonce) ^ seen(codeHash);
}

function seen(resolved: Resolved<bigint>): number {
  return resolved.kind === 'ready' ? low(resolved.value) : -1 - resolved.writer;
}

function valueOf(write: Write): bigint {
  switch (write.kind) {
    case 'balance':
      return write.delta;
    case 'code':
      return BigInt(write.hash);
    case 'nonce':
    case 'storage':
      return write.value;
    case 'lifecycle':
      return write.event === 'created' ? 1n : 2n;
    default:
      return unreachable(write);
  }
}

/** The low 32 bits: a digest need not keep a number, only tell most of them apart. */
function low(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}
