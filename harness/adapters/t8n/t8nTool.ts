/**
 * A transition tool of any client.
 *
 * Owns the three ways to reach one: a program fed on stdin, a program fed with files, a server.
 * Whatever the way, what comes back is `{alloc, result}` in the tool's own spelling, or the reason
 * why the tool gave up.
 */
import type { Alloc, Quantity, Transaction } from '#engine/api/index.js';
import { asIs, fieldsOf } from '../../input/fields.ts';
import type { EnvPayload } from '../../protocol/messages.ts';

/** What a tool is asked for. */
export interface T8nInput {
  readonly fork: string;
  readonly chainId: Quantity;
  /** For the miner, in wei; `null` where there is none. */
  readonly reward: bigint | null;
  readonly alloc: Alloc;
  readonly env: EnvPayload;
  readonly txs: readonly Transaction[];
}

/** What a tool says. */
export type T8nAnswer =
  | { readonly kind: 'output'; readonly result: unknown; readonly alloc: unknown }
  /** The tool ended with the code for an error of execution: the block as a whole is invalid. */
  | { readonly kind: 'block-invalid'; readonly words: string };

/** A tool that can be asked. */
export interface T8nTool {
  readonly name: string;
  readonly version: string;
  /** Rejects where the tool broke down. */
  run(input: T8nInput): Promise<T8nAnswer>;
}

/** Reads what a tool has written as one object. Throws `Refusal` or `SyntaxError`. */
export function readOutput(written: string): T8nAnswer {
  const from = fieldsOf(JSON.parse(written), '');
  return {
    kind: 'output',
    result: from.required('result', asIs),
    alloc: from.required('alloc', asIs),
  };
}

/** go-ethereum's exit codes; others have taken them over. */
export const EXIT_EXECUTION = 2;
/** The input cannot be read. */
export const EXIT_INPUT = 10;
