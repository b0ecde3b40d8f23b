/**
 * Messages between the harness and the thread that holds a user's engine.
 *
 * Owns their shapes. All are plain values, so that they can be cloned between threads; errors
 * travel as words because a foreign error object may be anything.
 *
 * start ─▶ ready | unusable;  then  execute(id) ─▶ answered(id) | failed(id), abort(id) any time;
 * close ends the thread.
 */
import type { Alloc, Block, ExecuteOptions } from '#engine/api/index.js';

/** What the thread is told when it starts. */
export interface HostStart {
  /** `file:` address of the user's module. */
  readonly moduleURL: string;
}

/** From the harness to the thread. */
export type HostOrder =
  | {
      readonly kind: 'execute';
      readonly id: number;
      readonly block: Block;
      readonly preState: Alloc;
      readonly options: Omit<ExecuteOptions, 'signal'>;
    }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'close' };

/** From the thread to the harness. Whatever comes from the engine itself is unchecked. */
export type HostReport =
  | { readonly kind: 'ready'; readonly info: unknown }
  | { readonly kind: 'unusable'; readonly problem: string; readonly remedy: string }
  | { readonly kind: 'answered'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };
