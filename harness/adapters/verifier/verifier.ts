/**
 * A client that is given a whole block and says whether it is valid.
 *
 * Owns the shape. That is all that importing a block tells: a runner of block tests and the Engine
 * API have no more to say. What can be made of it is `verifierEngine.ts`'s.
 */
import type { ChildBlock } from '#fixtures/export/childBlock.js';
import type { TrueBlock } from '#fixtures/export/truth.js';

/** A block on a genesis, with the header that it is shown with. */
export interface Question {
  readonly child: ChildBlock;
  /** What is said of the block; for a lie it is not true. */
  readonly block: TrueBlock;
}

/** What a client says of a block. */
export type Word =
  | { readonly kind: 'valid' }
  /** `words` is why, as far as it says. */
  | { readonly kind: 'invalid'; readonly words: string };

/** A client. */
export interface Verifier {
  readonly name: string;
  readonly version: string;
  /** Rejects where the client cannot be started, or breaks down. */
  verify(question: Question, signal?: AbortSignal): Promise<Word>;
  /** Ends what it has started. */
  close?(): Promise<void>;
}
