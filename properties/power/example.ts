/**
 * What an engine was found out by, as data that can be kept and shown again.
 *
 * Owns the form of the file, and what becomes of a failing block: it is made as small as possible,
 * and for each smaller one a few numbers are tried, since a number decides the schedule and with
 * fewer transactions another one may be needed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Engine } from '#engine/api/index.js';
import type { BlockSpec } from '#generators/adversarial/blockSpec.js';
import type { Accused } from './accused.ts';
import { LAWS } from './laws/index.ts';
import { minimise } from './minimise.ts';
import { Scene } from './scene.ts';

/** A block that breaks a law. */
export interface Example {
  /** The suspect. */
  readonly id: string;
  readonly law: string;
  /** Whether the law is broken, or the engine throws before it can be looked at. */
  readonly how: 'law' | 'crash';
  /** What choices of the law come from. */
  readonly number: number;
  readonly spec: BlockSpec;
  /** What may come after it. */
  readonly next: BlockSpec;
  /** What the law says. */
  readonly words: string;
}

/** A file that is no example. */
export class ExampleError extends Error {
  constructor(path: string, problem: string) {
    super(`${path} ${problem}`);
    this.name = 'ExampleError';
  }
}

/** Numbers that are tried for each block. */
const NUMBERS = 6;
const FORMAT = 'lockstep-example-1';

/** Puts an example to an accused. Resolves with what the law says, `null` if nothing. */
export async function show(
  example: Omit<Example, 'id' | 'words'>,
  { accused, serial }: { readonly accused: Accused; readonly serial: Engine },
): Promise<string | null> {
  const law = LAWS.find(({ name }) => name === example.law);
  if (law === undefined) throw new RangeError(`there is no law called ${example.law}`);
  const { spec, next, number, how } = example;
  try {
    const scene = new Scene({ accused, spec, next: () => next, number, serial });
    const verdict = await law.examine(scene);
    return verdict.kind === 'broken' && how === 'law' ? verdict.words : null;
  } catch (error) {
    return how === 'crash' ? String(error) : null;
  }
}

/** Makes an example smaller for so many seconds; tells each that is. Resolves with the smallest. */
export async function shrink(
  example: Example,
  bench: Parameters<typeof show>[1],
  { seconds, onSmaller }: ShrinkLimits,
): Promise<Example> {
  let best = example;
  const end = performance.now() + 1_000 * seconds;
  const shows = async (spec: BlockSpec): Promise<boolean> => {
    for (let offset = 0; offset < NUMBERS; offset += 1) {
      const candidate = { ...best, spec, number: best.number + offset };
      const words = await show(candidate, bench);
      if (words === null) continue;
      best = { ...candidate, words };
      onSmaller(best);
      return true;
    }
    return false;
  };
  await minimise(example.spec, shows, () => performance.now() > end);
  // What may come after it hardly ever matters; the block itself can.
  const alone = { ...best, next: best.spec };
  const words = await show(alone, bench);
  if (words !== null) {
    best = { ...alone, words };
    onSmaller(best);
  }
  return best;
}

/** How far to go. */
export interface ShrinkLimits {
  readonly seconds: number;
  readonly onSmaller: (example: Example) => void;
}

/** Keeps an example in a file. */
export function writeExample(path: string, example: Example): void {
  writeFileSync(path, `${JSON.stringify({ format: FORMAT, ...example }, null, 1)}\n`);
}

/** Reads one back. Throws an `ExampleError` where the file holds something else. */
export function readExample(path: string): Example {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ExampleError(path, error instanceof Error ? error.message : String(error));
  }
  if (!isExample(value)) throw new ExampleError(path, `is no file of the format ${FORMAT}`);
  return value;
}

function isExample(value: unknown): value is Example {
  if (typeof value !== 'object' || value === null) return false;
  const entries = new Map<string, unknown>(Object.entries(value));
  return (
    entries.get('format') === FORMAT &&
    ['law', 'crash'].includes(String(entries.get('how'))) &&
    ['id', 'law', 'words'].every((key) => typeof entries.get(key) === 'string') &&
    Number.isSafeInteger(entries.get('number')) &&
    ['spec', 'next'].every((key) => isSpec(entries.get(key)))
  );
}

function isSpec(value: unknown): value is BlockSpec {
  return (
    typeof value === 'object' &&
    value !== null &&
    'fork' in value &&
    'transactions' in value &&
    Array.isArray(value.transactions)
  );
}
