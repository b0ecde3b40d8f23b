/**
 * Facts and writes as lines of text.
 *
 * Owns the spelling that tests compare: `balance T + 0x5`, with names where names are given,
 * sorted. What every transaction says of its sender and of the beneficiary can be left out.
 */
import type { Alloc, Block } from '../../api/index.ts';
import { invariant } from '../../primitives/invariant.ts';
import { factToAccess, writeToAccess } from '../accesses.ts';
import { incarnationsOf } from './stage.ts';

/** What one transaction relied on and what it changed. */
export interface Lines {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** Names of addresses and of code hashes. The sender is `S`, the beneficiary `F`. */
export type Names = ReadonlyMap<string, string>;

/** Runs the block's only transaction and spells what it did. */
export async function linesOf(block: Block, preState: Alloc, names: Names): Promise<Lines> {
  const [incarnation, ...others] = await incarnationsOf(block, preState);
  invariant(incarnation !== undefined && others.length === 0, 'the block has one transaction');
  return {
    reads: incarnation.reads.map((fact) => spell(factToAccess(fact), names)).sort(),
    writes: incarnation.writes.map((write) => spell(writeToAccess(write), names)).sort(),
  };
}

/** Without what every valid transaction relies on and changes. */
export function besidesSender({ reads, writes }: Lines): Lines {
  return { reads: reads.filter(isOther), writes: writes.filter(isOther) };
}

function isOther(line: string): boolean {
  return !/^(?:nonce S|balance S|code S|balance F [+-])/.test(line);
}

function spell({ location, what }: ReturnType<typeof factToAccess>, names: Names): string {
  const { kind, address } = location;
  const slot = kind === 'storage' ? `[${BigInt(location.slot)}]` : '';
  const value = what.replace(/0x[0-9a-f]{64}$/, (hash) => names.get(hash) ?? hash);
  return `${kind} ${names.get(address) ?? address}${slot} ${value}`;
}
