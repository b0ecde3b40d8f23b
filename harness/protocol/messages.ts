/**
 * The messages of `lockstep/1`.
 *
 * Owns their shapes as we write them; what comes from the other side is `unknown` until a reader
 * has looked at it. One JSON object a line, requests on the engine's stdin, replies on its stdout.
 * `harness/PROTOCOL.md` is the text for those who implement it, `lockstep-1.schema.json` the
 * machine's.
 */
import type {
  Alloc,
  Capabilities,
  Env,
  ExecuteOptions,
  Fork,
  Quantity,
  Stats,
  Transaction,
  TransactionAccesses,
  Withdrawal,
} from '#engine/api/index.js';

/** Name and version: a change that breaks engines gets another number. */
export const PROTOCOL = 'lockstep/1';

/** Longest line either side writes, in bytes. */
export const LINE_BYTES_MAX: number = 256 * 1024 * 1024;

/** t8n's `env.json`. */
export type EnvPayload = Env & { readonly withdrawals?: readonly Withdrawal[] };

/** What t8n is told by `--state.fork` and `--state.chainid`. */
export interface StatePayload {
  readonly fork: Fork;
  readonly chainid: Quantity;
}

/** t8n's triple. */
export interface InputPayload {
  readonly alloc: Alloc;
  readonly env: EnvPayload;
  readonly txs: readonly Transaction[];
}

/** Wishes for one execution; those that are not there are as the engine likes. */
export type OptionsPayload = Omit<ExecuteOptions, 'signal'>;

/** From the harness. Each carries an id that no other request of this process had. */
export type Request =
  | {
      readonly id: number;
      readonly type: 'hello';
      readonly protocol: typeof PROTOCOL;
      readonly harness: { readonly name: string; readonly version: string };
      readonly limits: { readonly lineBytes: number };
    }
  | {
      readonly id: number;
      readonly type: 'execute' | 'express';
      readonly state: StatePayload;
      readonly input: InputPayload;
      readonly options: OptionsPayload;
    }
  | {
      readonly id: number;
      readonly type: 'execute-sequence';
      readonly state: StatePayload;
      readonly alloc: Alloc;
      readonly blocks: readonly {
        readonly env: EnvPayload;
        readonly txs: readonly Transaction[];
      }[];
      readonly options: OptionsPayload;
    }
  | { readonly id: number; readonly type: 'reset' | 'bye' };

/** Why a request was not fulfilled. */
export type ErrorKind =
  /** The engine does not do this; it is not asked again and nothing is held against it. */
  | 'unsupported'
  /** The request cannot be read. */
  | 'bad-request'
  /** The engine itself failed. */
  | 'failed';

/** The kinds of errors. */
export const ERROR_KINDS: readonly ErrorKind[] = ['unsupported', 'bad-request', 'failed'];

/** t8n's result, the state after the block, and what only a parallel engine can say. */
export interface ExecutionPayload {
  readonly result: object;
  /** Absent for a rejected block. */
  readonly alloc?: Alloc;
  readonly stats: Stats;
  readonly accesses?: readonly TransactionAccesses[];
}

/** From the engine. */
export type Reply =
  | {
      readonly id: number;
      readonly type: 'hello';
      readonly protocol: typeof PROTOCOL;
      readonly engine: { readonly name: string; readonly version: string };
      readonly capabilities: Capabilities;
    }
  | ({ readonly id: number; readonly type: 'result' } & ExecutionPayload)
  | { readonly id: number; readonly type: 'expressed'; readonly input: InputPayload }
  | { readonly id: number; readonly type: 'results'; readonly results: readonly ExecutionPayload[] }
  | { readonly id: number; readonly type: 'reset' | 'bye' }
  | {
      /** `null` where the request had none that could be read. */
      readonly id: number | null;
      readonly type: 'error';
      readonly error: { readonly kind: ErrorKind; readonly message: string };
    };
