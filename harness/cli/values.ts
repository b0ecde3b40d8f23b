/**
 * Readers of flag values.
 *
 * Owns which values a flag may have and the words for those it may not. Each throws what commander
 * expects, so that the message names the flag and the value given.
 */
import { randomInt } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import type { Quantity } from '#engine/api/index.js';
import { closest } from '../input/closest.ts';

/** Seeds are below this: fast-check and our own generators take 32 bits. */
const SEED_END = 2 ** 32;

/** The only random choice in the house: every run prints the seed it made. */
export function randomSeed(): number {
  return randomInt(SEED_END);
}

/** Reads a seed. */
export const seedValue = (text: string): number => wholeNumber(text, { min: 0, max: SEED_END - 1 });

/** Reader of a whole number within bounds, both inclusive. */
export function wholeValue(min: number, max: number): (text: string) => number {
  return (text) => wholeNumber(text, { min, max });
}

/** Reads a chain id, decimal or hexadecimal. */
export function chainIdValue(text: string): Quantity {
  const isNumber = /^(0x[0-9a-f]{1,64}|[0-9]{1,77})$/i.test(text);
  if (isNumber) return `0x${BigInt(text).toString(16)}`;
  throw new InvalidArgumentError('Give a number, such as 1 or 0x1.');
}

/** Reader of one of the words. */
export function wordValue<const T extends string>(words: readonly T[]): (text: string) => T {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    const near = closest(text, words);
    const guess = near === null ? '' : `Did you mean ${near}? `;
    throw new InvalidArgumentError(`${guess}Known: ${words.join(', ')}.`);
  };
}

/** Reader of words separated by commas, each of which must be known; none twice. */
export function wordsValue<const T extends string>(words: readonly T[]): (text: string) => T[] {
  return (text) => [...new Set(listValue(text).map(wordValue(words)))];
}

/** Reader of whole numbers separated by commas, each within bounds; none twice. */
export function wholesValue(min: number, max: number): (text: string) => number[] {
  return (text) => [...new Set(listValue(text).map((word) => wholeNumber(word, { min, max })))];
}

/** Reads words separated by commas; there must be one. */
export function listValue(text: string): string[] {
  return checkedList(text.split(','));
}

function checkedList(items: readonly string[]): string[] {
  const words = items.map((word) => word.trim());
  if (words.every((word) => word !== '')) return words;
  throw new InvalidArgumentError('Give names separated by commas.');
}

/**
 * Reads names of engines separated by commas; there must be one. Quotes group, as they do in the
 * command behind a name: a comma between them separates nothing. They stay for that command.
 */
export function enginesValue(text: string): string[] {
  const names = [''];
  for (const [piece] of text.matchAll(NAME_PIECES)) {
    if (piece === "'" || piece === '"') {
      throw new InvalidArgumentError(
        `The quote ${piece} is never closed. Close it, or put a name that has one between quotes` +
          ' of the other kind: module:"./it\'s.mjs".',
      );
    }
    if (piece === ',') names.push('');
    else names.push(`${names.pop() ?? ''}${piece}`);
  }
  return checkedList(names);
}

/** What stands between quotes is one piece; a quote by itself is one that is never closed. */
const NAME_PIECES = /[^'",]+|'[^']*'|"[^"]*"|[,'"]/g;

function wholeNumber(text: string, { min, max }: { min: number; max: number }): number {
  const number = /^[0-9]{1,16}$/.test(text) ? Number(text) : NaN;
  if (number >= min && number <= max) return number;
  throw new InvalidArgumentError(`Give a whole number from ${String(min)} to ${String(max)}.`);
}
