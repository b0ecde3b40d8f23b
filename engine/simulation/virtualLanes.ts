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
import type { MemoryAccount } from '../memory/memoryAccount.ts';
import type { Fingerprint } from '../primitives/fingerprint.ts';
import { InvariantError, invariant, unreachable } from '../primitives/invariant.ts';
import type { Woken } from '../schedulers/contract.ts';
import type { LanePlaces, LanePlacesShape } from './lanePlaces.ts';
import { type CapturedAccounts, NO_CAPTURES } from './trie/accounts.ts';
import type { LeafNode, QuestionNode } from './trie/nodes.ts';
import { BEGINNING, type ReadTrie, UNSEEN } from './trie/readTrie.ts';

const GO: Input = { kind: 'go' };

/** What virtual lanes work on. */
export interface VirtualLanesParts<Outcome> {
  readonly block: LaneBlock;
  readonly shape: LanePlacesShape;
  readonly places: LanePlaces;
  readonly trie: ReadTrie<Outcome>;
  /** Shared by all lanes whose arenas are copies of each other. */
  readonly captured: CapturedAccounts;
}

/** A step, and what it was about. */
export interface Step {
  readonly lane: number;
  readonly input: Input;
  readonly need: Need;
  /** Parked lanes that it woke. */
  readonly woken: readonly number[];
}

/** All lanes of one block. */
export class VirtualLanes<Outcome> implements Outlook {
  readonly #block: LaneBlock;
  readonly #shape: LanePlacesShape;
  readonly #places: LanePlaces;
  readonly #trie: ReadTrie<Outcome>;
  readonly #captured: CapturedAccounts;
  readonly #likenesses: number[] = [];

  constructor({ block, shape, places, trie, captured }: VirtualLanesParts<Outcome>) {
    this.#block = block;
    this.#shape = shape;
    this.#places = places;
    this.#trie = trie;
    this.#captured = captured;
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

  canGo(lane: number): boolean {
    return !this.#places.isParked(lane) && !this.#block.stands.hasLeft(lane);
  }

  /** How far the lane's present body is, in gas. */
  gasOf(lane: number): number {
    const fibre = this.#block.stands.fibreOf(lane);
    return this.#trie.node(this.#places.nodeOf(lane, fibre)).gas;
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
        return this.#inputOfBody(lane);
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
    const { stands, machine } = this.#block;
    const fibre = stands.fibreOf(lane);
    if (input.kind === 'finished') {
      this.#places.publish(stands.txIndexOf(lane), this.#places.nodeOf(lane, fibre));
    }
    const need = machine.advance(lane, input);
    const step = { lane, input, need, woken: this.#wake(machine.woken) };
    const growth = this.#follow(step, fibre);
    return growth === null ? step : growth.then(() => step);
  }

  /** The end that the transaction's last published incarnation came to, or `null`. */
  leafOf(txIndex: number): LeafNode<Outcome> | null {
    const number = this.#places.leafOf(txIndex);
    if (number === UNSEEN) {
      return null;
    }
    const node = this.#trie.node(number);
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
      this.#addNode(this.#places.leafOf(txIndex), into);
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
    into.add(this.#places.isParked(lane) ? 1 : 0);
    for (let fibre = 0; fibre <= this.#shape.fibres; fibre += 1) {
      this.#addNode(this.#places.nodeOf(lane, fibre), into);
      this.#captured.nameOf(this.#places.capturesOf(lane, fibre)).addTo(into);
      const stop = this.#places.stopOf(lane, fibre);
      into.add(stop === null ? 0 : 2 * stop.on + (stop.kind === 'blocked' ? 2 : 1));
    }
  }

  /** By name: numbers depend on who came by first, in this process. */
  #addNode(number: number, into: Fingerprint): void {
    if (number === UNSEEN) {
      into.add(0);
    } else {
      this.#trie.node(number).name.addTo(into);
    }
  }

  #inputOfBody(lane: number): Input {
    const fibre = this.#block.stands.fibreOf(lane);
    const stop = this.#places.stopOf(lane, fibre);
    if (stop !== null) {
      return stop;
    }
    const node = this.#trie.node(this.#places.nodeOf(lane, fibre));
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

  /** Wakes lanes that are parked; returns which. */
  #wake(woken: Woken): readonly number[] {
    const lanes = woken === 'all' ? this.#parked() : woken;
    for (const lane of lanes) {
      this.#places.wake(lane);
    }
    return lanes;
  }

  #parked(): readonly number[] {
    const parked: number[] = [];
    for (let lane = 0; lane < this.#shape.lanes; lane += 1) {
      if (this.#places.isParked(lane)) {
        parked.push(lane);
      }
    }
    return parked;
  }

  /** Brings the lane to where its next step is. A promise where a body has to be run for that. */
  #follow({ lane, input, need }: Step, fibre: number): Promise<void> | null {
    switch (need.kind) {
      case 'claimed':
      case 'prepare':
      case 'leave':
        return null;
      case 'reported':
        if (input.kind === 'finished' || input.kind === 'blocked') {
          this.#places.clear(lane, fibre);
        }
        return null;
      case 'park':
        this.#places.park(lane);
        return null;
      case 'body':
        this.#places.capture(lane, need.fibre, NO_CAPTURES);
        return this.#arrive(lane, BEGINNING, 0n);
      case 'resume':
        this.#places.release(lane, need.fibre);
        return null;
      case 'account':
        return this.#take(lane, need.account);
      case 'slot':
        return need.value.kind === 'ready'
          ? this.#answer(lane, need.value.value)
          : this.#stop(lane, need.value.writer, this.#shape.fibres > 0);
      case 'code':
        invariant(need.code !== null, 'code that is read was written', { lane });
        return this.#answer(lane, 0n);
      default:
        return unreachable(need);
    }
  }

  #take(lane: number, account: MemoryAccount): Promise<void> | null {
    const { codeHash } = account;
    if (codeHash.kind === 'unready' && this.#shape.fibres > 0) {
      return this.#stop(lane, codeHash.writer, true);
    }
    const fibre = this.#block.stands.fibreOf(lane);
    const before = this.#places.capturesOf(lane, fibre);
    this.#places.capture(lane, fibre, this.#captured.append(before, account));
    return this.#answer(lane, 0n);
  }

  #answer(lane: number, answer: bigint): Promise<void> | null {
    const from = this.#places.nodeOf(lane, this.#block.stands.fibreOf(lane));
    return this.#arrive(lane, from, answer);
  }

  /** Puts the lane's body at the end of an edge, and past all that needs no step. */
  #arrive(lane: number, from: number, answer: bigint): Promise<void> | null {
    const { stands } = this.#block;
    const fibre = stands.fibreOf(lane);
    let edge = { from, answer };
    for (;;) {
      const next =
        edge.from === BEGINNING
          ? this.#trie.rootOf(stands.txIndexOf(lane))
          : this.#trie.child(this.#question(edge.from), edge.answer);
      if (next === UNSEEN) {
        return this.#grow(lane, edge);
      }
      this.#places.moveTo(lane, fibre, next);
      const node = this.#trie.node(next);
      if (node.kind !== 'field') {
        return null;
      }
      const captures = this.#places.capturesOf(lane, fibre);
      const value = this.#captured.field(captures, node.capture, node.field);
      if (value.kind === 'unready') {
        return this.#stop(lane, value.writer, false);
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

  #question(number: number): QuestionNode {
    const node = this.#trie.node(number);
    invariant(node.kind === 'ask' || node.kind === 'field', 'an answer is to a question');
    return node;
  }

  #stop(lane: number, on: number, canWait: boolean): null {
    const kind = canWait ? 'suspended' : 'blocked';
    this.#places.stop(lane, this.#block.stands.fibreOf(lane), { kind, on });
    return null;
  }
}
