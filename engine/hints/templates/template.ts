/**
 * What a template is: the accesses of one kind of contract, by what it is called with.
 *
 * Owns the form of a call as templates see it. A template says nothing of calls it does not know,
 * and nothing of contracts that do not answer its probes.
 */
import type { Address, Bytes32, Hex } from '../../api/index.ts';
import { bytesToBigInt, bytesToHex, padBytes } from '../../primitives/bytes.ts';
import { type HintAccess, type HintWriter, slotPlace } from '../hint.ts';
import { entrySlot } from './mappings.ts';
import type { EntryQuestion, Probes } from './probes.ts';

/** A call of a contract. */
export interface TemplateCall {
  readonly contract: Address;
  readonly caller: Address;
  /** Four bytes; `0x` when there are fewer. */
  readonly selector: Hex;
  /** Call data after the selector. */
  readonly arguments: Uint8Array;
  readonly probes: Probes;
  readonly writer: HintWriter;
}

/** Adds what it knows of a call to the writer. */
export type Template = (call: TemplateCall) => Promise<void>;

/** Addresses are the last 20 of a word's 32 bytes. */
const ADDRESS_DIGITS = 40;
const WORD_BYTES = 32;

/** A word of the arguments, zeros beyond their end. */
export function wordAt(call: TemplateCall, index: number): Bytes32 {
  const bytes = call.arguments.slice(WORD_BYTES * index, WORD_BYTES * (index + 1));
  const word = new Uint8Array(WORD_BYTES);
  word.set(bytes);
  return bytesToHex(word);
}

/** An address among the arguments. */
export function addressAt(call: TemplateCall, index: number): Address {
  return toAddress(wordAt(call, index));
}

/** The address in a word. */
export function toAddress(word: Hex): Address {
  return `0x${word.slice(2).slice(-ADDRESS_DIGITS)}`;
}

/** An array of addresses in the ABI's dynamic form; empty when it is not one, or not so long. */
export function addressesAt(call: TemplateCall, index: number, countMax: number): Address[] {
  const offset = bytesToBigInt(padBytes(call.arguments.slice(32 * index, 32 * (index + 1)), 32));
  if (offset % 32n !== 0n || offset > BigInt(call.arguments.length)) return [];
  const at = Number(offset) / WORD_BYTES;
  const count = BigInt(wordAt(call, at));
  if (count > BigInt(countMax)) return [];
  return Array.from({ length: Number(count) }, (_, i) => addressAt(call, at + 1 + i));
}

/** An entry of a mapping: the getter that finds the mapping, and what happens to the entry. */
export interface Entry extends EntryQuestion {
  readonly access: HintAccess;
  readonly why: string;
  /** Default: the contract that is called. */
  readonly contract?: Address;
}

/** Adds an entry, if its mapping is found. Returns whether it was. */
export async function addEntry(call: TemplateCall, entry: Entry): Promise<boolean> {
  const { contract = call.contract, access, why } = entry;
  const layout = await call.probes.layout(contract, entry);
  if (layout === null) return false;
  const slot = entrySlot(layout, entry.entry ?? entry.keys);
  call.writer.add(
    slotPlace(contract, slot),
    access,
    `${why}, mapping at ${shortened(layout.base)}`,
  );
  return true;
}

function shortened(base: Bytes32): string {
  const digits = base.slice(2).replace(/^0+/, '');
  return digits.length > 8 ? `0x${digits.slice(0, 8)}…` : `0x${digits === '' ? '0' : digits}`;
}
