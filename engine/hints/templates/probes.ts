/**
 * Probes: simulated calls that show where a contract keeps what its getters return.
 *
 * Owns the calls and what was learned from them, by code: contracts of one code are laid out alike.
 * A proxy's code says nothing of its layout, so that its implementation counts too. Values that a
 * getter returns (which token, which pair) are remembered by contract. Changes nothing.
 */
import type { Address, Bytes32, Hex } from '../../api/index.ts';
import { bytesToHex, concatBytes, hexToBytes, padHex } from '../../primitives/bytes.ts';
import type { StateReader } from '../../primitives/reader.ts';
import type { BlockContext } from '../../evm/blockContext.ts';
import type { EVMCore } from '../../evm/core.ts';
import { RecordingView } from '../../evm/recordingView.ts';
import { type MappingLayout, explainSlots } from './mappings.ts';
import { type Implementation, implementationOf } from './implementation.ts';

/** In gas; a getter takes a few thousand. */
const PROBE_GAS = 300_000n;
const NOBODY: Address = padHex('0x0', 20);
/** Times a question is asked again of a code that did not answer it. */
const TRIES_MAX = 3;
const KEPT_MAX = 10_000;
/** Selector and a word. */
const WORD_BYTES = 32;

/** What probes run on. */
export interface ProbeStage {
  readonly reader: StateReader;
  readonly core: EVMCore;
  readonly block: BlockContext;
}

/** A getter's answer. */
export interface Answer {
  /** Slots of the contract itself that it read. */
  readonly slots: readonly Bytes32[];
  /** The first word, or `null` when the call failed. */
  readonly word: Hex | null;
}

/** A getter of a mapping, asked for one entry. */
export interface EntryQuestion {
  readonly selector: Hex;
  /** Arguments, in the order of the call. */
  readonly keys: readonly Hex[];
  /** Who asks; matters to calls that are no getters. */
  readonly caller?: Address;
  /** Keys as the mapping has them, where the call has others. */
  readonly entry?: readonly Hex[];
}

/** What was learned, kept from block to block. */
export class ProbeMemory {
  readonly layouts: Map<string, MappingLayout> = new Map();
  readonly answers: Map<string, Answer> = new Map();
  readonly failures: Map<string, number> = new Map();
}

/** Asks contracts on one state. */
export class Probes {
  readonly #stage: ProbeStage;
  readonly #memory: ProbeMemory;

  constructor(stage: ProbeStage, memory: ProbeMemory) {
    this.#stage = stage;
    this.#memory = memory;
  }

  /** The layout of the mapping behind a getter, or `null` when it cannot be told. */
  async layout(contract: Address, question: EntryQuestion): Promise<MappingLayout | null> {
    const { layouts, failures } = this.#memory;
    const key = `${await this.#codeKey(contract)} ${question.selector}`;
    const known = layouts.get(key);
    if (known !== undefined) return known;
    const tries = failures.get(key) ?? 0;
    if (tries >= TRIES_MAX) return null;
    const { slots } = await this.#call(contract, question);
    const layout = explainSlots(slots, question.entry ?? question.keys);
    if (layout === null) remember(failures, key, tries + 1);
    else remember(layouts, key, layout);
    return layout;
  }

  /** What a getter without arguments says of this contract. */
  async answer(contract: Address, selector: Hex): Promise<Answer> {
    return this.answerTo(contract, { selector, keys: [] });
  }

  /** What a getter says of this contract. */
  async answerTo(contract: Address, question: EntryQuestion): Promise<Answer> {
    const { answers } = this.#memory;
    const key = [contract, question.selector, ...question.keys].join(' ');
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = await this.#call(contract, question);
    remember(answers, key, answer);
    return answer;
  }

  /** What is behind a proxy, or `null` when the contract is none. */
  async implementation(contract: Address): Promise<Implementation | null> {
    const { reader } = this.#stage;
    const { codeHash } = await reader.account(contract);
    return implementationOf(await reader.code(codeHash), (slot) => reader.slot(contract, slot));
  }

  async #codeKey(contract: Address): Promise<string> {
    const { codeHash } = await this.#stage.reader.account(contract);
    return `${codeHash} ${(await this.implementation(contract))?.address ?? ''}`;
  }

  async #call(to: Address, { selector, keys, caller = NOBODY }: EntryQuestion): Promise<Answer> {
    const { reader, core, block } = this.#stage;
    const view = new RecordingView(reader);
    const words = keys.map((key) => hexToBytes(padHex(key, WORD_BYTES)));
    const message = {
      sender: caller,
      to,
      value: 0n,
      input: concatBytes(hexToBytes(selector), ...words),
      gas: PROBE_GAS,
      gasBefore: 0n,
      gasPrice: 0n,
      blobVersionedHashes: [],
      warmAddresses: [],
      warmSlots: [],
    };
    const { isSuccess, returned } = await core.run(message, view, block);
    const slots = view
      .finish()
      .reads.flatMap((fact) => (fact.kind === 'storage' && fact.address === to ? [fact.slot] : []));
    const hasWord = isSuccess && returned.length >= WORD_BYTES;
    return { slots, word: hasWord ? bytesToHex(returned.subarray(0, WORD_BYTES)) : null };
  }
}

/** Keeps a bounded number: contracts are made by strangers. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  if (map.size >= KEPT_MAX && !map.has(key)) {
    const [oldest] = map.keys();
    if (oldest !== undefined) map.delete(oldest);
  }
  map.set(key, value);
}
