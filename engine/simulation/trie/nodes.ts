/**
 * Nodes of a read trie.
 *
 * A transaction is a function of what it reads: where it stands is decided by the answers it got so
 * far. A node is such a place: the next question, or the end. Questions about a captured account
 * need no step of the lane; the others do.
 */
import type { Name } from '../../primitives/name.ts';
import type { Input } from '../../lanes/exchange.ts';
import type { AccountField } from './accounts.ts';

/** A read that is a step of its lane. */
export type ReadInput = Extract<Input, { readonly kind: `read-${string}` }>;

/** What a lane brings when its body is done. */
export type FinishedInput = Extract<Input, { readonly kind: 'finished' }>;

/** How a node was reached: from which question, by which answer. */
interface Arrival {
  /** Number of the question before, -1 at the beginning. */
  readonly parent: number;
  readonly answer: bigint;
  /** Of the transaction and all answers so far. */
  readonly name: Name;
  /** Gas used when the body came here, in gas. */
  readonly gas: number;
}

/** Answers seen at a question and where they lead; in step with each other. */
interface Branches {
  readonly answers: bigint[];
  readonly children: number[];
}

/** A question to the state. */
export interface AskNode extends Arrival, Branches {
  readonly kind: 'ask';
  readonly input: ReadInput;
}

/** A question about a field of an account that was captured earlier. */
export interface FieldNode extends Arrival, Branches {
  readonly kind: 'field';
  /** Position in the list of captures. */
  readonly capture: number;
  readonly field: AccountField;
}

/** The end of an incarnation. */
export interface LeafNode<Outcome> extends Arrival {
  readonly kind: 'leaf';
  readonly input: FinishedInput;
  readonly outcome: Outcome;
  /** Equal numbers: equal reads, writes and outcomes. */
  readonly effect: number;
}

/** An incarnation that broke its body. */
export interface FailedNode extends Arrival {
  readonly kind: 'failed';
  readonly error: Error;
}

/** Any node. */
export type TrieNode<Outcome> = AskNode | FieldNode | LeafNode<Outcome> | FailedNode;

/** A node that is a question. */
export type QuestionNode = AskNode | FieldNode;

/** A question before it is a node. */
export type Question =
  | { readonly kind: 'ask'; readonly input: ReadInput }
  | { readonly kind: 'field'; readonly capture: number; readonly field: AccountField };

/** Whether a node asks this. */
export function asks<Outcome>(node: TrieNode<Outcome>, question: Question): boolean {
  if (node.kind === 'ask' && question.kind === 'ask') {
    return sameRead(node.input, question.input);
  }
  return (
    node.kind === 'field' &&
    question.kind === 'field' &&
    node.capture === question.capture &&
    node.field === question.field
  );
}

function sameRead(left: ReadInput, right: ReadInput): boolean {
  return (
    left.kind === right.kind &&
    ('address' in left ? left.address : null) === ('address' in right ? right.address : null) &&
    ('slot' in left ? left.slot : null) === ('slot' in right ? right.slot : null) &&
    ('hash' in left ? left.hash : null) === ('hash' in right ? right.hash : null)
  );
}
