/**
 * Virtual lanes as values: all that a lane is lies in the arena, its body included.
 *
 * The same machine as on threads, but bodies are walked through a read trie, so that a body's whole
 * progress is a place in the trie. Whoever copies the arena has copied everything; what comes next
 * is a function of the arena and of the lane that goes. Who goes is not decided here.
 */
import type { Input, Need } from '../lanes/exchange.ts';
import type { LaneBlock } from '../lanes/laneBlock.ts';
import { footprintOf } from '../lanes/simulated/footprint.ts';
import type { Outlook } from '../lanes/simulated/picker.ts';
import type { Arena } from '../primitives/arena.ts';
import type { Fingerprint } from '../primitives/fingerprint.ts';
import { InvariantError, invariant, unreachable } from '../primitives/invariant.ts';
import type { FibreShape } from '../schedulers/fibreSlots.ts';
import type { CapturedAccounts } from './trie/accounts.ts';
import { NO_CAPTURES } from './trie/accounts.ts';
import type { QuestionNode, TrieNode } from './trie/nodes.ts';
import { BEGINNING, type ReadTrie, UNSEEN } from './trie/readTrie.ts';

/** Per lane: 1 while it is parked. */
const PARKED = 0;
const LANE_WORDS = 1;
/** Per fibre that is alive: where its body is in the trie. */
const NODE = 0;
/** Per fibre: the list of accounts it has captured. */
const CAPTURES = 1;
/** Per fibre: TxIndex plus 1 it waits for; negative where it has to give up; else 0. */
const WAIT = 2;
const FIBRE_WORDS = 3;

const GO: Input = { kind: 'go' };

/** Where the words of virtual lanes lie. */
export interface VirtualLanesShape extends FibreShape {
  readonly start: number;
  readonly txCount: number;
}

/** Takes the words out of the arena; once a block. */
export function allocateVirtualLanes(
  arena: Arena,
  { lanes, fibres, txCount }: FibreShape & { readonly txCount: number },
): VirtualLanesShape {
  const start = arena.allocate(wordsPerLane(fibres) * lanes + txCount);
  return { lanes, fibres, txCount, start };
}

function wordsPerLane(fibres: number): number {
  return LANE_WORDS + FIBRE_WORDS * (fibres + 1);
}

/** What virtual lanes work on. */
export interface VirtualLanesParts<Outcome> {
  readonly block: LaneBlock;
  readonly arena: Arena;
  readonly shape: VirtualLanesShape;
  readonly trie: ReadTrie<Outcome>;
  /** Shared by all lanes whose arenas are copies of each other. */
  readonly captured: CapturedAccounts;
}

/** A step, and what it was about. */
export interface Step {
  readonly lane: number;
  readonly input: Input;
  readonly need: Need;
}

/** All lanes of one block. */
export class VirtualLanes<Outcome> implements Outlook {
  readonly #block: LaneBlock;
  readonly #arena: Arena;
  readonly #shape: VirtualLanesShape;
  readonly #trie: ReadTrie<Outcome>;
  readonly #captured: CapturedAccounts;
  readonly #laneWords: number;
  readonly #likenesses: number[] = [];

  constructor({ block, arena, shape, trie, captured }: VirtualLanesParts<Outcome>) {
    this.#block = block;
    this.#arena = arena;
    this.#shape = shape;
    this.#trie = trie;
    this.#captured = captured;
    this.#laneWords = wordsPerLane(shape.fibres);
  }

  get lanes(): number {
    return this.#shape.lanes;
  }

  /** Whether all lanes have left. */
  get isOver(): boolean {
    for (let lane = 0; lane < this.#shape.lanes; lane += 1) {
      if (!this.#block.stands.hasLeft(lane)) {
        return false;
      }
    }
    return true;
  }

  isParked(lane: number): boolean {
    return this.#arena.words[this.#laneAt(lane) + PARKED] === 1;
  }

  canGo(lane: number): boolean {
    return !this.isParked(lane) && !this.#block.stands.hasLeft(lane);
  }

  /** Lanes that can go, ascending. */
  runnable(): number[] {
    const lanes: number[] = [];
    for (let lane = 0; lane < this.#shape.lanes; lane += 1) {
      if (this.canGo(lane)) {
        lanes.push(lane);
      }
    }
    return lanes;
  }

  /** What the lane will bring to its next step. */
  inputOf(lane: number): Input {
    const { stands } = this.#block;
    const counter = stands.counterOf(lane);
    switch (counter) {
      case 'idle':
      case 'validating':
      case 'left':
        return GO;
      case 'preparing':
        return { kind: 'prepared', sender: this.#trie.senderOf(stands.txIndexOf(lane)) };
      case 'running':
        return this.#inputOfBody(lane, stands.fibreOf(lane));
      default:
        return unreachable(counter);
    }
  }

  footprintOf(lane: number): number {
    return footprintOf(this.inputOf(lane));
  }

  /** Makes the lane's next step. A promise only where a body has to be run for it. */
  step(lane: number): Step | Promise<Step> {
    const input = this.inputOf(lane);
    const { stands } = this.#block;
    const fibre = stands.fibreOf(lane);
    if (input.kind === 'finished') {
      const node = this.#arena.words[this.#fibreAt(lane, fibre) + NODE] ?? 0;
      this.#arena.words[this.#leafAt(stands.txIndexOf(lane))] = node + 1;
    }
    const need = this.#block.machine.advance(lane, input);
    const growth = this.#follow({ lane, input, need }, fibre);
    return growth === null ? { lane, input, need } : growth.then(() => ({ lane, input, need }));
  }

  /** The end that the transaction's last published incarnation came to, or `null`. */
  leafOf(txIndex: number): Extract<TrieNode<Outcome>, { kind: 'leaf' }> | null {
    const word = this.#arena.words[this.#leafAt(txIndex)] ?? 0;
    if (word === 0) {
      return null;
    }
    const node = this.#trie.node(word - 1);
    invariant(node.kind === 'leaf', 'what is published has ended', { txIndex });
    return node;
  }

  /**
   * Takes a fingerprint of all that decides what comes next. Lanes are alike but for one that is
   * `marked`: what one does, another in its place would do, so that their parts are summed. Leaves
   * out what is only evidence (counts, digest) and where records lie: what memory holds follows
   * from the leaves that are published.
   */
  fingerprint(into: Fingerprint, marked: number | null = null): void {
    const { scheduler, memory } = this.#block;
    into.clear();
    scheduler.fingerprint(into);
    memory.fingerprint(into);
    for (let txIndex = 0; txIndex < this.#shape.txCount; txIndex += 1) {
      into.add(this.#arena.words[this.#leafAt(txIndex)] ?? 0);
    }
    into.endPart();
    for (let lane = 0; lane < this.#shape.lanes; lane += 1) {
      into.beginPart();
      into.add(lane === marked ? 1 : 0);
      this.#fingerprintLane(lane, into);
      this.#likenesses[lane] = into.endPart();
    }
  }

  /** Equal numbers: lanes that stood alike when the last fingerprint was taken. */
  likenessOf(lane: number): number {
    return this.#likenesses[lane] ?? 0;
  }

  #fingerprintLane(lane: number, into: Fingerprint): void {
    const { scheduler, stands } = this.#block;
    const txIndex = stands.txIndexOf(lane);
    const isValidating = stands.counterOf(lane) === 'validating';
    const isCurrent =
      isValidating && stands.incarnationOf(lane) === scheduler.incarnationOf(txIndex);
    stands.fingerprintLane(lane, isCurrent, into);
    scheduler.fingerprintLane(lane, into);
    const start = this.#laneAt(lane);
    for (let at = start; at < start + this.#laneWords; at += 1) {
      into.add(this.#arena.words[at] ?? 0);
    }
  }

  #inputOfBody(lane: number, fibre: number): Input {
    const at = this.#fibreAt(lane, fibre);
    const { words } = this.#arena;
    const wait = words[at + WAIT] ?? 0;
    if (wait > 0) {
      return { kind: 'suspended', on: wait - 1 };
    }
    if (wait < 0) {
      return { kind: 'blocked', on: -wait - 1 };
    }
    const node = this.#trie.node(words[at + NODE] ?? 0);
    switch (node.kind) {
      case 'ask':
      case 'leaf':
        return node.input;
      case 'failed':
        throw node.error;
      case 'field':
        throw new InvariantError('a body stops at steps only', { lane });
      default:
        return unreachable(node);
    }
  }

  /** Brings the lane to where its next step is. A promise where a body has to be run for that. */
  #follow({ lane, input, need }: Step, fibre: number): Promise<void> | null {
    switch (need.kind) {
      case 'claimed':
      case 'prepare':
        return null;
      case 'reported':
        if (input.kind === 'finished' || input.kind === 'blocked') {
          this.#clearFibre(lane, fibre);
        }
        this.#wakeAll();
        return null;
      case 'leave':
        this.#wakeAll();
        return null;
      case 'park':
        this.#arena.words[this.#laneAt(lane) + PARKED] = 1;
        return null;
      case 'body': {
        const at = this.#fibreAt(lane, need.fibre);
        this.#arena.words[at + CAPTURES] = NO_CAPTURES;
        this.#arena.words[at + WAIT] = 0;
        return this.#arrive(lane, BEGINNING, 0n);
      }
      case 'resume':
        this.#arena.words[this.#fibreAt(lane, need.fibre) + WAIT] = 0;
        return null;
      case 'account': {
        const { codeHash } = need.account;
        if (codeHash.kind === 'unready' && this.#shape.fibres > 0) {
          this.#waitFor(lane, codeHash.writer);
          return null;
        }
        const at = this.#currentFibreAt(lane) + CAPTURES;
        const before = this.#arena.words[at] ?? NO_CAPTURES;
        this.#arena.words[at] = this.#captured.append(before, need.account);
        return this.#answer(lane, 0n);
      }
      case 'slot': {
        const { value } = need;
        if (value.kind === 'ready') {
          return this.#answer(lane, value.value);
        }
        if (this.#shape.fibres > 0) {
          this.#waitFor(lane, value.writer);
        } else {
          this.#giveUpFor(lane, value.writer);
        }
        return null;
      }
      case 'code':
        invariant(need.code !== null, 'code that is read was written', { input: input.kind });
        return this.#answer(lane, 0n);
      default:
        return unreachable(need);
    }
  }

  #answer(lane: number, answer: bigint): Promise<void> | null {
    const from = this.#arena.words[this.#currentFibreAt(lane) + NODE] ?? 0;
    return this.#arrive(lane, from, answer);
  }

  /** Puts the lane's body at the end of an edge, and past all that needs no step. */
  #arrive(lane: number, from: number, answer: bigint): Promise<void> | null {
    const at = this.#currentFibreAt(lane);
    const txIndex = this.#block.stands.txIndexOf(lane);
    let edge = { from, answer };
    for (;;) {
      const next =
        edge.from === BEGINNING
          ? this.#trie.rootOf(txIndex)
          : this.#trie.child(this.#question(edge.from), edge.answer);
      if (next === UNSEEN) {
        return this.#grow(lane, edge);
      }
      this.#arena.words[at + NODE] = next;
      const node = this.#trie.node(next);
      if (node.kind !== 'field') {
        return null;
      }
      const captures = this.#arena.words[at + CAPTURES] ?? NO_CAPTURES;
      const value = this.#captured.field(captures, node.capture, node.field);
      if (value.kind === 'unready') {
        this.#giveUpFor(lane, value.writer);
        return null;
      }
      edge = { from: next, answer: value.value };
    }
  }

  async #grow(
    lane: number,
    edge: { readonly from: number; readonly answer: bigint },
  ): Promise<void> {
    const txIndex = this.#block.stands.txIndexOf(lane);
    await this.#trie.grow({ ...edge, txIndex });
    return this.#arrive(lane, edge.from, edge.answer) ?? undefined;
  }

  /** What a fibre held means nothing any more, and must not tell states apart. */
  #clearFibre(lane: number, fibre: number): void {
    const at = this.#fibreAt(lane, fibre);
    this.#arena.words.fill(0, at, at + FIBRE_WORDS);
  }

  #question(number: number): QuestionNode {
    const node = this.#trie.node(number);
    invariant(node.kind === 'ask' || node.kind === 'field', 'an answer is to a question');
    return node;
  }

  #waitFor(lane: number, on: number): void {
    this.#arena.words[this.#currentFibreAt(lane) + WAIT] = on + 1;
  }

  #giveUpFor(lane: number, on: number): void {
    this.#arena.words[this.#currentFibreAt(lane) + WAIT] = -(on + 1);
  }

  #wakeAll(): void {
    const { words } = this.#arena;
    for (let lane = 0; lane < this.#shape.lanes; lane += 1) {
      words[this.#laneAt(lane) + PARKED] = 0;
    }
  }

  #laneAt(lane: number): number {
    return this.#shape.start + this.#laneWords * lane;
  }

  #currentFibreAt(lane: number): number {
    return this.#fibreAt(lane, this.#block.stands.fibreOf(lane));
  }

  #fibreAt(lane: number, fibre: number): number {
    return this.#laneAt(lane) + LANE_WORDS + FIBRE_WORDS * fibre;
  }

  #leafAt(txIndex: number): number {
    return this.#shape.start + this.#laneWords * this.#shape.lanes + txIndex;
  }
}
