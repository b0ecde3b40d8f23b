/**
 * A digest of all that lanes did, step by step.
 *
 * Owns two words that every step stirs: who made it, what it brought, what it got; of values the
 * low 32 bits. Runs with other digests are other runs; equal digests are strong evidence of equal
 * steps, no proof. That is how a run on threads is compared with its repetition in simulation,
 * besides results and accesses, which are compared whole.
 */
import type { Arena } from '../primitives/arena.ts';
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

const INPUT_KINDS: Readonly<Record<Input['kind'], number>> = {
  go: 1,
  prepared: 2,
  'read-account': 3,
  'read-slot': 4,
  'read-code': 5,
  finished: 6,
  suspended: 7,
  blocked: 8,
};

const NEED_KINDS: Readonly<Record<Need['kind'], number>> = {
  claimed: 1,
  reported: 2,
  prepare: 3,
  body: 4,
  resume: 5,
  account: 6,
  slot: 7,
  code: 8,
  park: 9,
  leave: 10,
};

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
    this.#stir(lane * 1_024 + INPUT_KINDS[input.kind] * 32 + NEED_KINDS[need.kind]);
    this.#stir(about);
    this.#stir(detailOf(need));
    if (input.kind === 'finished') {
      this.#stir(input.reads.length);
      this.#stir(input.writes.length);
      for (const write of input.writes) {
        this.#stir(low(valueOf(write)));
      }
    }
  }

  /** 16 hex digits. */
  get text(): string {
    return this.#hexAt(0) + this.#hexAt(1);
  }

  // Every step stirs three values in: two plain lines, not a loop over two words.
  #stir(value: number): void {
    const { words } = this.#arena;
    const at = this.#start;
    const first = Math.imul((words[at] ?? 0) ^ value, FIRST_PRIME);
    const second = Math.imul((words[at + 1] ?? 0) ^ value, SECOND_PRIME);
    words[at] = first ^ (first >>> 15);
    words[at + 1] = second ^ (second >>> 15);
  }

  #hexAt(word: number): string {
    const value = (this.#arena.words[this.#start + word] ?? 0) >>> 0;
    return value.toString(16).padStart(HEX_DIGITS, '0');
  }
}

/** What tells one answer of a kind from another: a value that was read, an order, a verdict. */
function detailOf(need: Need): number {
  switch (need.kind) {
    case 'slot':
      return seen(need.value);
    case 'account':
      return seen(need.account.balance) ^ seen(need.account.nonce) ^ seen(need.account.codeHash);
    case 'body':
      return need.txIndex * 64 + need.incarnation;
    case 'prepare':
      return need.txIndex;
    case 'resume':
      return need.fibre;
    case 'reported':
      return reported(need.report);
    case 'code':
      return need.code?.length ?? 0;
    case 'claimed':
    case 'park':
    case 'leave':
      return 0;
    default:
      return unreachable(need);
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
    case 'suspended':
    case 'blocked':
      return report.on;
    default:
      return unreachable(report);
  }
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
