/**
 * A memory and the model side by side.
 *
 * Owns the arena, as small as can be so that it must grow, and two views of it as two threads have
 * them: a step is made by either, and looked at by both. Whoever brings another class of memory has
 * that one tried.
 */
import { type MVMemory, allocateMemory } from '#engine/memory/mvMemory.js';
import { Arena, createArenaBuffer } from '#engine/primitives/arena.js';
import { CommittedState } from '#engine/state/committedState.js';
import type { Pair } from './comparison.ts';
import { ModelMemory } from './model.ts';
import type { Tally } from './tally.ts';
import { BASE, TX_COUNT } from './world.ts';

const BYTES = 64;
const BYTES_MAX = 1 << 22;

/** The class of memory under law. */
export type MemoryClass = new (...parts: ConstructorParameters<typeof MVMemory>) => MVMemory;

/** Which thread makes a step. */
export type Thread = 0 | 1;

/** Both sides of one run. */
export class Pairing {
  readonly model: ModelMemory = new ModelMemory();
  readonly tally: Tally;
  /** Hashes of all code that was ever published. */
  readonly deployed: Set<string> = new Set<string>();
  readonly #arenas: readonly [Arena, Arena];
  readonly #memories: readonly [MVMemory, MVMemory];

  constructor(memoryClass: MemoryClass, tally: Tally) {
    this.tally = tally;
    const buffer = createArenaBuffer(BYTES, BYTES_MAX);
    this.#arenas = [new Arena(buffer), new Arena(buffer)];
    const shape = allocateMemory(this.#arenas[0], TX_COUNT);
    const open = (arena: Arena): MVMemory =>
      new memoryClass(arena, shape, new CommittedState(BASE));
    this.#memories = [open(this.#arenas[0]), open(this.#arenas[1])];
  }

  /** The pair as `thread` sees it at the beginning of a step. */
  seenBy(thread: Thread): Pair {
    this.#arenas[thread].refresh();
    return { memory: this.#memories[thread], model: this.model, tally: this.tally };
  }

  /** Bytes of the arena. */
  get size(): number {
    return this.#arenas[0].buffer.byteLength;
  }
}
