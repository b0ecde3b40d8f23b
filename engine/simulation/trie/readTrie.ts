/**
 * The read trie: a block's transactions, memorised as functions of what they read.
 *
 * Owns the nodes of all transactions. Walking it takes the place of running a body; only answers
 * that were never seen before run one (`grow`), which goes on from there with the values of the
 * base as guesses, so that a whole path usually costs one run. A body that asks something else when
 * it is run again on the same answers is not a function, and found out here.
 */
import type { BodyResult, TransactionBody } from '../../lanes/body.ts';
import type { BaseCode } from '../../lanes/laneReader.ts';
import type { BaseState } from '../../memory/resolve.ts';
import { Name } from '../../primitives/name.ts';
import { invariant } from '../../primitives/invariant.ts';
import type { Address, Bytes32 } from '../../api/index.ts';
import { Effects } from './effects.ts';
import { type Question, type QuestionNode, type TrieNode, asks } from './nodes.ts';
import { TrieReader } from './trieReader.ts';

/** Where a body comes from: a question and its answer, or the beginning. */
export interface Edge {
  readonly txIndex: number;
  /** Number of the question, or `BEGINNING`. */
  readonly from: number;
  readonly answer: bigint;
}

/** Stands for the place before a transaction's first question. */
export const BEGINNING = -1;
/** What `child` answers when nobody has come by. */
export const UNSEEN = -1;

/** Says how far a running body is. */
export interface GasMeter {
  /** In gas, since the body began. */
  readonly gas: number;
}

/** What a trie grows from. */
export interface TrieParts<Outcome> {
  readonly body: TransactionBody<Outcome>;
  readonly base: BaseState & BaseCode;
  readonly txCount: number;
  /** Default: a body takes no time. */
  readonly meter?: GasMeter;
}

/** Memorised transactions. */
export class ReadTrie<Outcome> {
  readonly #parts: TrieParts<Outcome>;
  readonly #nodes: TrieNode<Outcome>[] = [];
  readonly #roots: number[];
  readonly #effects = new Effects<Outcome>();
  readonly #codes = new Map<Bytes32, Uint8Array>();
  #runs = 0;

  constructor(parts: TrieParts<Outcome>) {
    this.#parts = parts;
    this.#roots = Array.from({ length: parts.txCount }, () => UNSEEN);
  }

  /** Bodies run so far; all other incarnations came from memory. */
  get runs(): number {
    return this.#runs;
  }

  /** Nodes so far: more of them may mean more locations. */
  get size(): number {
    return this.#nodes.length;
  }

  /** What the lane reports when it has prepared the transaction. */
  senderOf(txIndex: number): Address | null {
    return this.#parts.body.prepare(txIndex);
  }

  node(number: number): TrieNode<Outcome> {
    const node = this.#nodes[number];
    invariant(node !== undefined, 'a node has a number', { number });
    return node;
  }

  /** The transaction's first node, or `UNSEEN`. */
  rootOf(txIndex: number): number {
    return this.#roots[txIndex] ?? UNSEEN;
  }

  /** Where the answer leads, or `UNSEEN`. */
  child({ answers, children }: QuestionNode, answer: bigint): number {
    for (let i = 0; i < answers.length; i += 1) {
      if (answers[i] === answer) {
        return children[i] ?? UNSEEN;
      }
    }
    return UNSEEN;
  }

  /** Names every account and slot that some incarnation has read or changed. */
  forEachPlace(visit: (address: Address, slot: Bytes32 | null) => void): void {
    const one = (about: { readonly address: Address; readonly slot?: Bytes32 }): void => {
      visit(about.address, about.slot ?? null);
    };
    for (const node of this.#nodes) {
      if (node.kind === 'ask' && node.input.kind !== 'read-code') {
        one(node.input);
      } else if (node.kind === 'leaf') {
        node.input.reads.forEach(one);
        node.input.writes.forEach(one);
      }
    }
  }

  /** The number of what a finished incarnation amounts to; equal numbers, equal effects. */
  effectOf(result: BodyResult<Outcome>): number {
    return this.#effects.numberOf(result);
  }

  /** Runs the transaction along the edge and on to its end. Resolves with where the edge leads. */
  async grow({ txIndex, from, answer }: Edge): Promise<number> {
    const answers = from === BEGINNING ? [] : [...this.#answersBefore(from), answer];
    const { body, base, meter } = this.#parts;
    const reader = new TrieReader({
      answers,
      base,
      meet: (edge, question) => this.#meet({ ...edge, txIndex }, question, meter?.gas ?? 0),
      codeOf: (hash) => this.#codes.get(hash) ?? null,
    });
    this.#runs += 1;
    try {
      const sender = body.prepare(txIndex);
      const result = await body.run({ txIndex, fibre: 0, sender }, reader);
      reader.throwIfFailed();
      this.#end({ ...reader.edge, txIndex }, result);
    } catch (error) {
      reader.throwIfFailed();
      this.#fail({ ...reader.edge, txIndex }, error);
    }
    const grown = this.#at({ txIndex, from, answer });
    invariant(grown !== UNSEEN, 'a body that is run comes by', { txIndex, from, answer });
    return grown;
  }

  /** The node at the end of an edge, made if nobody has come by; checked if somebody has. */
  #meet(edge: Edge, question: Question, gas: number): number {
    const known = this.#at(edge);
    if (known !== UNSEEN) {
      invariant(asks(this.node(known), question), 'a body is a function of what it reads', {
        ...edge,
      });
      return known;
    }
    return this.#add(edge, { ...question, ...this.#arrival(edge), gas, answers: [], children: [] });
  }

  #end(edge: Edge, result: BodyResult<Outcome>): void {
    const known = this.#at(edge);
    const effect = this.#effects.numberOf(result);
    if (known !== UNSEEN) {
      const node = this.node(known);
      const isSame = node.kind === 'leaf' && node.effect === effect;
      invariant(isSame, 'a body is a function of what it reads', { ...edge });
      return;
    }
    const { reads, writes, demand, outcome } = result;
    for (const write of writes) {
      if (write.kind === 'code') {
        this.#codes.set(write.hash, write.code);
      }
    }
    const gas = this.#parts.meter?.gas ?? 0;
    const input = { kind: 'finished', reads, writes, demand } as const;
    this.#add(edge, { kind: 'leaf', ...this.#arrival(edge), gas, input, outcome, effect });
  }

  #fail(edge: Edge, thrown: unknown): void {
    if (this.#at(edge) === UNSEEN) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      this.#add(edge, { kind: 'failed', ...this.#arrival(edge), gas: 0, error });
    }
  }

  #arrival({ txIndex, from, answer }: Edge): {
    readonly parent: number;
    readonly answer: bigint;
    readonly name: Name;
  } {
    const name =
      from === BEGINNING
        ? Name.empty.followedBy(`transaction ${txIndex}`)
        : this.node(from).name.followedBy(String(answer));
    return { parent: from, answer, name };
  }

  #add({ txIndex, from, answer }: Edge, node: TrieNode<Outcome>): number {
    const number = this.#nodes.push(node) - 1;
    if (from === BEGINNING) {
      this.#roots[txIndex] = number;
      return number;
    }
    const { answers, children } = this.#question(from);
    answers.push(answer);
    children.push(number);
    return number;
  }

  #at({ txIndex, from, answer }: Edge): number {
    return from === BEGINNING ? this.rootOf(txIndex) : this.child(this.#question(from), answer);
  }

  #question(number: number): QuestionNode {
    const node = this.node(number);
    invariant(node.kind === 'ask' || node.kind === 'field', 'an answer is to a question', {
      number,
    });
    return node;
  }

  /** The answers that lead to a node, in order. */
  #answersBefore(number: number): bigint[] {
    const answers: bigint[] = [];
    let node = this.node(number);
    while (node.parent !== BEGINNING) {
      answers.push(node.answer);
      node = this.node(node.parent);
    }
    return answers.reverse();
  }
}
