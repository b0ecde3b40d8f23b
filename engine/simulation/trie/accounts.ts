/**
 * Accounts that bodies have captured, by number.
 *
 * A body keeps the accounts it has met, each with all its fields at one moment, and uses a field
 * when it likes. For a lane to be a value these must be numbers in the arena: equal contents have
 * one number here, and so has each list of captures. Numbers are never taken back, so that a copied
 * arena keeps its meaning.
 */
import { Name } from '../../primitives/name.ts';
import { invariant } from '../../primitives/invariant.ts';
import type { MemoryAccount } from '../../memory/memoryAccount.ts';
import type { Resolved } from '../../memory/resolve.ts';

/** Fields of a captured account that a body can ask for. */
export type AccountField = 'exists' | 'nonce' | 'balance' | 'codeHash' | 'hasStorage';

/** No captures yet. */
export const NO_CAPTURES = 0;

interface Captures {
  readonly before: number;
  readonly account: MemoryAccount;
  readonly length: number;
  readonly name: Name;
}

/** Numbers for lists of captured accounts. */
export class CapturedAccounts {
  readonly #lists: Captures[] = [];
  readonly #numbers = new Map<string, number>();

  /** The list that has `account` after those of list `before`. */
  append(before: number, account: MemoryAccount): number {
    const content = keyOf(account);
    const key = `${before} ${content}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) {
      return known;
    }
    const length = before === NO_CAPTURES ? 1 : this.#list(before).length + 1;
    const name = this.nameOf(before).followedBy(content);
    this.#lists.push({ before, account, length, name });
    this.#numbers.set(key, this.#lists.length);
    return this.#lists.length;
  }

  /** A field of the `position`-th account of a list, as a number; 1 stands for true. */
  field(list: number, position: number, field: AccountField): Resolved<bigint> {
    let captures = this.#list(list);
    invariant(position < captures.length, 'a body uses accounts it has met', { list, position });
    while (captures.length > position + 1) {
      captures = this.#list(captures.before);
    }
    const resolved = captures.account[field];
    if (resolved.kind === 'unready') {
      return resolved;
    }
    return { kind: 'ready', value: BigInt(resolved.value) };
  }

  /** What tells the list from others, in every process. */
  nameOf(list: number): Name {
    return list === NO_CAPTURES ? Name.empty : this.#list(list).name;
  }

  #list(number: number): Captures {
    const list = this.#lists[number - 1];
    invariant(list !== undefined, 'a list of captures has a number', { number });
    return list;
  }
}

function keyOf({ exists, nonce, balance, codeHash, hasStorage }: MemoryAccount): string {
  return `${text(exists)} ${text(nonce)} ${text(balance)} ${text(codeHash)} ${text(hasStorage)}`;
}

function text(resolved: Resolved<bigint | boolean>): string {
  return resolved.kind === 'ready' ? String(resolved.value) : `?${resolved.writer}`;
}
