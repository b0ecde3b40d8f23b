import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Engine } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/index.js';
import { corpus, type CorpusCase } from '#fixtures/corpus/index.js';
import { commandWords } from '#harness/adapters/stdio/commandWords.js';
import { openStdioEngine } from '#harness/adapters/stdio/stdioEngine.js';
import { Workplace } from '#harness/cli/spawned.js';
import { firstDifference } from '#harness/compare/index.js';

const LOCKSTEP = fileURLToPath(new URL('../../../dist/harness/cli/main.js', import.meta.url));
const PRAGUE = corpus('Prague');

let engine: Engine;
let serial: Engine;

beforeAll(async () => {
  engine = await openStdioEngine(`"${process.execPath}" "${LOCKSTEP}" serve v2 --lanes 2`, {
    version: 'test',
  });
  serial = createSerialEngine();
});

afterAll(async () => {
  await engine.close?.();
  await serial.close?.();
});

function caseOf(id: string): CorpusCase {
  const found = PRAGUE.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found;
}

function blocksOf(id: string) {
  return caseOf(id).blocks.map(({ block }) => block);
}

describe('our own engine, over the protocol', () => {
  test('says what it can do', () => {
    expect(engine.info).toMatchObject({
      name: 'v2',
      capabilities: { parallel: true, lanes: true, sequences: true, schedules: true },
    });
  });

  test('answers several questions at a time, each with its own answer', async () => {
    const ids = ['transfers/chain', 'hot-spots/token-chain', 'gas-limits/block-one-past'];
    const pairs = await Promise.all(
      ids.map(async (id) => {
        const { preState, policy } = caseOf(id);
        const [block] = blocksOf(id);
        if (block === undefined) throw new Error(`${id} has no block`);
        const options = { invalidTransactions: policy };
        return [
          await serial.execute(block, preState, options),
          await engine.execute(block, preState, options),
        ] as const;
      }),
    );
    for (const [truth, said] of pairs) expect(firstDifference(truth, said)).toBeNull();
  });

  test('runs on as many lanes as it is asked for', async () => {
    const { preState } = caseOf('transfers/chain');
    const [block] = blocksOf('transfers/chain');
    if (block === undefined) throw new Error('no block');
    for (const lanes of [1, 2, 3]) {
      const { stats } = await engine.execute(block, preState, { lanes });
      expect(stats).toMatchObject({ lanes, path: { kind: 'parallel' } });
    }
  });

  test('runs the schedule it is asked for, and says which it was', async () => {
    const { preState } = caseOf('hot-spots/counter');
    const [block] = blocksOf('hot-spots/counter');
    if (block === undefined) throw new Error('no block');
    const once = await engine.execute(block, preState, { schedule: 'random:7' });
    const again = await engine.execute(block, preState, { schedule: 'random:7' });
    expect(once.stats.schedule).toBe('random:7');
    expect(again.stats).toEqual(once.stats);
    const other = await engine.execute(block, preState, { schedule: 'robin:0' });
    expect(other.stats.schedule).toBe('robin:0');
  });

  test('executes a sequence on what it left itself', async () => {
    const { preState } = caseOf('destruction/next-block');
    const [first, second] = blocksOf('destruction/next-block');
    if (first === undefined || second === undefined) throw new Error('no two blocks');
    const results = await engine.executeSequence?.([first, second], preState);
    const one = await serial.execute(first, preState);
    const two = await serial.execute(second, one.status === 'accepted' ? one.postState : {});
    const found = (results ?? []).map((said, k) => firstDifference(k === 0 ? one : two, said));
    expect(found).toEqual([null, null]);
  });
});

test('a command is cut into words by quotes, and by nothing else', () => {
  expect(commandWords(`./an engine --x "two words" 'and $HOME' a;b|c`)).toEqual({
    program: './an',
    words: ['engine', '--x', 'two words', 'and $HOME', 'a;b|c'],
  });
});

test('what it leaves in its temporary folder goes with it', async () => {
  const place = new Workplace();
  vi.stubEnv('TMPDIR', place.folder);
  place.write(
    'litters.mjs',
    `import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
mkdtempSync(tmpdir() + '/litter-');
process.stdin.once('data', () => console.log(JSON.stringify({
  id: 1, type: 'hello', protocol: 'lockstep/1', engine: { name: 'it', version: '1' },
  capabilities: { forks: [], policies: [], parallel: false, accesses: false },
})));
`,
  );
  try {
    const command = `"${process.execPath}" "${join(place.folder, 'litters.mjs')}"`;
    const limits = { leaveMilliseconds: 100 };
    const litters = await openStdioEngine(command, { version: 'test', limits });
    const [own = ''] = readdirSync(place.folder).filter((name) => name.startsWith('lockstep-'));
    expect(readdirSync(join(place.folder, own))).toEqual([expect.stringMatching(/^litter-/)]);
    await litters.close?.();
    expect(readdirSync(place.folder)).toEqual(['litters.mjs']);
  } finally {
    vi.unstubAllEnvs();
    place.remove();
  }
});
