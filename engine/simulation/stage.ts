/**
 * A stage: one scenario on virtual lanes, which can be set back to where it was.
 *
 * Owns the arena and all views of it, and copies of the words in use. Everything a schedule changes
 * is in these words; what is outside (the trie, names of locations) only grows. Locations that the
 * trie has come to know are given their records before the first step, so that records lie where
 * they lie in every copy: after the trie has grown, the stage is stale and must be set anew.
 */
import type { ExpectedAccess } from '../graph/dependencies.ts';
import { type LaneBlock, openLaneBlock, planLaneBlock } from '../lanes/laneBlock.ts';
import type { Defect } from '../primitives/defects.ts';
import { invariant } from '../primitives/invariant.ts';
import type { FibreShape } from '../schedulers/fibreSlots.ts';
import type { SchedulerKind } from '../schedulers/kinds.ts';
import type { AsynchronousTuning } from '../schedulers/readyRows.ts';
import { LanePlaces } from './lanePlaces.ts';
import type { Scenario } from './scenario.ts';
import { CapturedAccounts } from './trie/accounts.ts';
import { BEGINNING, ReadTrie, UNSEEN } from './trie/readTrie.ts';
import { VirtualLanes } from './virtualLanes.ts';

/** Copies are this many words, or a multiple, so that one fits in the room of another. */
const ROOM_WORDS = 256;

/** How to run a scenario. */
export interface StageOptions extends FibreShape {
  /** Default `block-stm`. */
  readonly scheduler?: SchedulerKind;
  /** Of `asynchronous`. Default: as usual. */
  readonly tuning?: AsynchronousTuning;
  /** What each transaction is expected to touch. Default: nobody knows. */
  readonly hints?: readonly ExpectedAccess[] | null;
  /** What is wrong on purpose. */
  readonly defect: Defect | null;
  /**
   * Whether the arena will be copied and restored: then locations have their records from the
   * beginning. Default: yes.
   */
  readonly isCopied?: boolean;
}

/** One scenario on virtual lanes. */
export class Stage<Outcome> {
  readonly scenario: Scenario<Outcome>;
  readonly options: StageOptions;
  readonly trie: ReadTrie<Outcome>;
  /** What each transaction must come to, as the trie numbers it. */
  readonly truth: readonly number[];
  readonly #captured = new CapturedAccounts();
  #set: StageSet<Outcome>;
  #beginning: Int32Array;
  /** The first words of the arena; to make such a view takes longer than to copy through it. */
  #window: Int32Array = new Int32Array(0);
  #trieSize: number;

  private constructor(
    scenario: Scenario<Outcome>,
    options: StageOptions,
    trie: ReadTrie<Outcome> | null,
  ) {
    const { txCount, body, base, meter, truth } = scenario;
    this.scenario = scenario;
    this.options = options;
    this.trie = trie ?? new ReadTrie({ body, base, txCount, ...(meter === null ? {} : { meter }) });
    this.truth = truth.map((result) => this.trie.effectOf(result));
    this.#set = setUp(scenario, options, { trie: this.trie, captured: this.#captured });
    this.#beginning = new Int32Array(0);
    this.#trieSize = 0;
  }

  /** Sets a stage. Runs every body once, but where `trie`, which other stages have grown, has. */
  static async open<Outcome>(
    scenario: Scenario<Outcome>,
    options: StageOptions,
    trie: ReadTrie<Outcome> | null = null,
  ): Promise<Stage<Outcome>> {
    const stage = new Stage(scenario, options, trie);
    for (let txIndex = 0; txIndex < scenario.txCount; txIndex += 1) {
      if (stage.trie.rootOf(txIndex) === UNSEEN) {
        await stage.trie.grow({ txIndex, from: BEGINNING, answer: 0n });
      }
    }
    stage.setAnew();
    return stage;
  }

  get lanes(): VirtualLanes<Outcome> {
    return this.#set.lanes;
  }

  get block(): LaneBlock {
    return this.#set.block;
  }

  /** Whether the trie knows of locations that copies of this arena might not have. */
  get isStale(): boolean {
    return this.trie.size > this.#trieSize;
  }

  /** Bytes that the block's arena has in use. */
  get bytes(): number {
    return this.#set.block.arena.used * Int32Array.BYTES_PER_ELEMENT;
  }

  /** A copy of all that a schedule changes; in the room of `spare`, another copy, if it fits. */
  save(spare?: Int32Array): Int32Array {
    const window = this.#windowOnUsed();
    const fits = spare !== undefined && spare.length === window.length;
    const copy = fits ? spare : new Int32Array(window.length);
    copy.set(window);
    return copy;
  }

  /** Goes back to a copy that was made since the stage was last set. */
  restore(words: Int32Array): void {
    invariant(this.#isCopied, 'what is set back has its records from the start');
    const { arena } = this.#set.block;
    const { used } = arena;
    arena.words.set(words);
    // What an arena hands out is zero.
    arena.words.fill(0, words.length, Math.max(used, words.length));
  }

  /** Goes back to the beginning, where every transaction is prepared and none has started. */
  rewind(): void {
    if (this.isStale || !this.#isCopied) {
      this.setAnew();
    } else {
      this.restore(this.#beginning);
    }
  }

  /** Takes a fresh arena, with records for all locations that the trie knows. */
  setAnew(): void {
    this.#set = setUp(this.scenario, this.options, { trie: this.trie, captured: this.#captured });
    this.#trieSize = this.trie.size;
    if (this.#isCopied) {
      const { memory } = this.#set.block;
      this.trie.forEachPlace((address, slot) => {
        memory.meet(address, slot);
      });
      // Hints may name what no body ever touches.
      for (const { expected = [] } of this.options.hints ?? []) {
        for (const { address, slot } of expected) {
          memory.meet(address, slot);
        }
      }
    }
    this.#prepareAll();
    if (this.#isCopied) {
      this.#beginning = this.save();
    }
  }

  get #isCopied(): boolean {
    return this.options.isCopied !== false;
  }

  /** All words in use, and some that are zero: states differ a little in size. */
  #windowOnUsed(): Int32Array {
    const { words, used } = this.#set.block.arena;
    if (this.#window.length < used || this.#window.buffer !== words.buffer) {
      this.#window = words.subarray(0, ROOM_WORDS * Math.ceil(used / ROOM_WORDS));
    }
    return this.#window;
  }

  /** Senders are known before the block, as a mempool leaves them. The first lane does it. */
  #prepareAll(): void {
    for (let step = 0; step < 2 * this.scenario.txCount; step += 1) {
      const done = this.#set.lanes.step(0);
      invariant(!(done instanceof Promise), 'preparing needs no body');
    }
  }
}

interface StageSet<Outcome> {
  readonly block: LaneBlock;
  readonly lanes: VirtualLanes<Outcome>;
}

function setUp<Outcome>(
  { txCount, max, policy, base }: Scenario<Outcome>,
  options: StageOptions,
  shared: { readonly trie: ReadTrie<Outcome>; readonly captured: CapturedAccounts },
): StageSet<Outcome> {
  const { lanes, fibres } = options;
  const plan = planLaneBlock({ ...options, txCount, max, policy });
  const block = openLaneBlock(plan, base);
  const shape = { lanes, fibres, txCount };
  const places = new LanePlaces(block.arena, shape);
  return { block, lanes: new VirtualLanes({ block, shape, places, ...shared }) };
}
