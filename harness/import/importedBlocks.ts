/**
 * Other people's tests and blocks as blocks of ours.
 *
 * Owns what is made of each source and what must hold of it first: a state test alone has the root
 * that it says, a real block has the gas, receipts and logs of its header. What does not hold is
 * left out with the reason; truth about it would be a guess.
 */
import type { BlockInput, Engine, Fork, Quantity } from '#engine/api/index.js';
import { bodyRootsOf } from '#fixtures/official/encodeBlock.js';
import { describeThrown } from '../input/printable.ts';
import { Refusal } from '../input/refusal.ts';
import { readBlockContent } from '../input/blockFile.ts';
import { readTriple } from '../t8n/readTriple.ts';
import { packed } from './packs.ts';
import { type HeaderWords, readSnapshot } from './snapshot.ts';
import type { Source } from './sources.ts';
import { type StateTest, readStateTests } from './stateTest.ts';
import { differenceAlone } from './stateTestAlone.ts';

/** Characters of a value; a bloom filter is long. */
const SHOWN_MAX = 66;

/** A block, and where it is from. */
export interface ImportedBlock {
  readonly kind: Exclude<Source['kind'], 'other'>;
  readonly input: BlockInput;
  /** Of each transaction the state test it is from; else one path. */
  readonly sources: readonly string[];
  /** Whether its header said gas and receipts, and they came of it. */
  readonly isChecked: boolean;
}

/** What is not imported. */
export interface NotImported {
  readonly source: string;
  /** A phrase without a full stop. */
  readonly reason: string;
}

/** How sources are read. */
export interface ImportOptions {
  /** Of triples and snapshots that do not say it; of state tests only these are taken. */
  readonly forks?: readonly Fork[] | undefined;
  readonly chainId?: Quantity | undefined;
  /** State tests to a block at most. */
  readonly perBlock: number;
  /** Says what is valid, and what comes of it. */
  readonly serial: Engine;
}

/** What becomes of each source. */
export async function* importedBlocks(
  sources: AsyncIterable<Source>,
  options: ImportOptions,
): AsyncGenerator<ImportedBlock | NotImported, void, undefined> {
  const beside: (ImportedBlock | NotImported)[] = [];
  // State tests go through all of them to be packed; whatever else is met on the way comes first.
  const tests = stateTests(sources, options, (one) => beside.push(one));
  for await (const pack of packed(tests, options.perBlock, options.serial)) {
    yield* beside.splice(0);
    if ('reason' in pack) yield { source: pack.id, reason: pack.reason };
    else yield { kind: 'state-test', ...pack, isChecked: false };
  }
  yield* beside;
}

async function* stateTests(
  sources: AsyncIterable<Source>,
  options: ImportOptions,
  onOther: (one: ImportedBlock | NotImported) => void,
): AsyncGenerator<StateTest, void, undefined> {
  for await (const source of sources) {
    if (source.kind !== 'state-test') {
      onOther(await blockOf(source, options));
      continue;
    }
    for (const test of readStateTests(source.path, source.value)) {
      if ('reason' in test) {
        onOther({ source: test.id, reason: test.reason });
        continue;
      }
      if (options.forks?.includes(test.fork) === false) continue;
      const difference = await objectionTo(test, options.serial);
      if (difference === null) yield test;
      else onOther({ source: test.id, reason: difference });
    }
  }
}

/** Why a test is no material; `null` where it is some. */
async function objectionTo(test: StateTest, serial: Engine): Promise<string | null> {
  try {
    return await differenceAlone(test, serial);
  } catch (error) {
    if (error instanceof Refusal) return `cannot be read: ${error.message}`;
    throw error;
  }
}

async function blockOf(
  source: Exclude<Source, { kind: 'state-test' }>,
  options: ImportOptions,
): Promise<ImportedBlock | NotImported> {
  const { path } = source;
  try {
    switch (source.kind) {
      case 'other':
        return { source: path, reason: 'is no state test, no triple of t8n and no snapshot' };
      case 'triple': {
        const input = tripleBlock(source, options);
        return { kind: 'triple', input, sources: [path], isChecked: false };
      }
      case 'snapshot': {
        const [fork] = options.forks ?? [];
        const { input, header } = readSnapshot(source.snapshot, { ...options, fork });
        const difference = await differenceFrom(header, input, options.serial);
        if (difference !== null) return { source: path, reason: difference };
        const isChecked = header.gasUsed !== undefined && header.receiptsRoot !== undefined;
        return { kind: 'snapshot', input, sources: [path], isChecked };
      }
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { source: path, reason: `${error.message}; ${error.remedy}` };
  }
}

/** A file of ours says its rules itself; of others the command line does. */
function tripleBlock(
  { triple, rules }: Extract<Source, { kind: 'triple' }>,
  { forks, chainId = '0x1' }: ImportOptions,
): BlockInput {
  if (rules['fork'] !== undefined) {
    const { alloc, env, txs: transactions } = triple;
    return readBlockContent({ ...rules, alloc, env, transactions });
  }
  const [fork] = forks ?? [];
  if (fork !== undefined) return readTriple(triple, { fork, chainId });
  throw new Refusal({
    place: 'fork',
    problem: 'is not said',
    remedy: 'name it with --fork',
  });
}

/** What a real block has another of than its header says; `null` where all of it is as said. */
async function differenceFrom(
  header: HeaderWords,
  { block, preState }: BlockInput,
  serial: Engine,
): Promise<string | null> {
  const incomplete = 'is the state before it whole?';
  let result;
  try {
    result = await serial.execute(block, preState);
  } catch (error) {
    return `cannot be executed: ${describeThrown(error)}`;
  }
  if (result.status === 'rejected') return `is refused: ${result.rejection.reason}; ${incomplete}`;
  const isSigned = block.transactions.every(({ sender }) => sender === undefined);
  const { transactionsRoot } = header;
  if (isSigned && transactionsRoot !== undefined) {
    const { transactions } = block;
    const roots = await bodyRootsOf({ transactions, uncles: [], withdrawals: null });
    if (roots.transactions !== transactionsRoot) return 'has other transactions than its header';
  }
  for (const name of ['gasUsed', 'receiptsRoot', 'logsBloom'] as const) {
    const [said, found] = [header[name], result[name]];
    if (said === undefined || said === found) continue;
    const words = [said, found].map((value) => value.slice(0, SHOWN_MAX)).join(', execution ');
    return `of ${name} its header says ${words}; ${incomplete}`;
  }
  return null;
}
