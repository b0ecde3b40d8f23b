/**
 * What clients' words for broken rules mean.
 *
 * Owns which clients there are tables for, how their words are looked up, and how a program is
 * recognised by what it says of its version. Words that no row knows, and those of other clients
 * and versions, stand for no reason: they are not compared, and never guessed at.
 */
import type { BlockReason, TransactionReason } from '#engine/api/index.js';
import type { Meaning } from '../../protocol/readResult.ts';
import { GO_ETHEREUM } from './goEthereum.ts';

/** An error, told by its beginning, and the reasons that it can stand for. */
export interface WordsRow<R> {
  readonly pattern: RegExp;
  /** More than one where the client has one error for what the specifications tell apart. */
  readonly reasons: readonly R[];
}

/** The words of one client. */
export interface ClientWords {
  readonly client: ClientName;
  /** What its programs say of their version; the table is that of this one. */
  readonly version: RegExp;
  /** Beginnings that are not the error itself; the group `index` is a transaction's. */
  readonly wrappers: readonly RegExp[];
  readonly transaction: readonly WordsRow<TransactionReason>[];
  readonly block: readonly WordsRow<BlockReason>[];
}

/** Clients whose words are known. */
export type ClientName = 'go-ethereum';

const CLIENTS: Readonly<Record<ClientName, ClientWords>> = { 'go-ethereum': GO_ETHEREUM };

/** The client whose program says that of its version, or `null` where no table is for it. */
export function clientOfVersion(line: string): ClientName | null {
  return Object.values(CLIENTS).find(({ version }) => version.test(line))?.client ?? null;
}

/**
 * The reasons that a client's words can stand for: none, one, or several. They may come from a
 * transition tool or from an Engine API's `validationError`.
 */
export function meaningOf(client: ClientName, words: string): Meaning {
  const { wrappers, transaction, block } = CLIENTS[client];
  const { bare, index } = unwrapped(words.trim(), wrappers);
  return { index, transaction: reasonsIn(transaction, bare), block: reasonsIn(block, bare) };
}

interface Bare {
  readonly bare: string;
  readonly index: number | null;
}

/** Wrappers lie in each other in the order of the list. */
function unwrapped(words: string, wrappers: readonly RegExp[]): Bare {
  let bare = words;
  let index: number | null = null;
  for (const wrapper of wrappers) {
    const match = wrapper.exec(bare);
    if (match === null) continue;
    bare = bare.slice(match[0].length);
    const named = match.groups?.['index'];
    if (named !== undefined) index = Number(named);
  }
  return { bare, index };
}

function reasonsIn<R>(rows: readonly WordsRow<R>[], bare: string): readonly R[] {
  return rows.find(({ pattern }) => pattern.test(bare))?.reasons ?? [];
}
