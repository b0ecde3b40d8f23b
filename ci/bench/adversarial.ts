/**
 * How many adversarial blocks are tried in a second: `npm run bench:adversarial`.
 *
 * Owns what is measured: blocks of eight gadget transactions, each another one, described, signed,
 * executed in order and once on virtual lanes, and the results compared; all in one thread. Seconds
 * are by the wall clock of this machine and mean nothing on another; each figure is the median of
 * its rounds, and says where the time goes.
 */
import type { Engine, ExecutionResult, Fork } from '#engine/api/index.js';
import { createBlockSTMEngine, createMultiRoundEngine, createSerialEngine } from '#engine/index.js';
import { materialise } from '#generators/adversarial/materialise.js';
import { spreadOf } from '#harness/bench/statistics.js';
import { compareResults } from '#harness/compare/index.js';
import { columns } from '#harness/report/words.js';
import { powerBlock } from '#properties/power/powerBlocks.js';

const FORKS: readonly Fork[] = ['Osaka'];
const TRANSACTIONS = 8;
const BLOCKS = 300;
const ROUNDS = 5;
const SEED = 1;
const PARTS = ['described', 'signed', 'in order', 'on lanes', 'compared'] as const;

type Part = (typeof PARTS)[number];

const runtime = { kind: 'simulation', seed: 1n } as const;
const ENGINES: readonly { readonly name: string; readonly engine: Engine }[] = [
  { name: 'block-stm', engine: createBlockSTMEngine({ lanes: 3, runtime }) },
  { name: 'v1', engine: createMultiRoundEngine({ lanes: 3, runtime, hints: 'none' }) },
];
const SERIAL = createSerialEngine();

/** Time spent, in milliseconds, by part. */
class Clock {
  readonly spent = new Map<Part, number>();

  async time<Value>(part: Part, work: () => Value | Promise<Value>): Promise<Value> {
    const startedAt = performance.now();
    const value = await work();
    this.spent.set(part, (this.spent.get(part) ?? 0) + performance.now() - startedAt);
    return value;
  }
}

/** Tries all blocks. Throws where an honest engine differs. */
async function tryAll(engine: Engine, clock: Clock): Promise<void> {
  for (let index = 0, tried = 0; tried < BLOCKS; index += 1) {
    const place = { seed: SEED, index, forks: FORKS, transactionsMax: TRANSACTIONS };
    const { spec } = await clock.time('described', () => powerBlock(place));
    if (spec.transactions.length < TRANSACTIONS) continue;
    tried += 1;
    const { block, preState } = await clock.time('signed', () => materialise(spec));
    const run = (one: Engine): Promise<ExecutionResult> => one.execute(block, preState);
    const truth = await clock.time('in order', () => run(SERIAL));
    const result = await clock.time('on lanes', () => run(engine));
    const { differences } = await clock.time('compared', () => compareResults(truth, result, 1));
    if (differences.length > 0) throw new Error('an honest engine differs');
  }
}

const rows: string[][] = [['engine', 'blocks/s', ...PARTS]];
for (const { name, engine } of ENGINES) {
  await tryAll(engine, new Clock());
  const rates: number[] = [];
  const clock = new Clock();
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    await tryAll(engine, clock);
    rates.push((1_000 * BLOCKS) / (performance.now() - startedAt));
  }
  const whole = [...clock.spent.values()].reduce((sum, one) => sum + one, 0);
  const shares = PARTS.map(
    (part) => `${((100 * (clock.spent.get(part) ?? 0)) / whole).toFixed(0)}%`,
  );
  rows.push([name, spreadOf(rates).median.toFixed(0), ...shares]);
}
process.stdout.write(`${columns(rows)}\n`);
