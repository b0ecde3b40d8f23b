import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Block, Engine } from '#engine/api/index.js';
import { InputError } from '#fixtures/input/inputError.js';
import { openModuleEngine } from '#harness/adapters/module/moduleEngine.js';

const folder = mkdtempSync(join(tmpdir(), 'lockstep-module-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const BLOCK: Block = {
  fork: 'Cancun',
  chainId: '0x1',
  env: {
    currentCoinbase: `0x${'aa'.repeat(20)}`,
    currentGasLimit: '0x1c9c380',
    currentNumber: '0x1',
    currentTimestamp: '0xc',
    blockHashes: {},
  },
  transactions: [],
};

const INFO = `{
  name: 'toy',
  version: '1',
  capabilities: { forks: ['Cancun'], policies: ['skip'], parallel: false, accesses: false },
}`;

let moduleCount = 0;

function moduleOf(source: string): string {
  moduleCount += 1;
  const path = join(folder, `${String(moduleCount)}.mjs`);
  writeFileSync(path, source);
  return path;
}

/** A module whose engine executes with this function body. */
function engineModule(body: string, rest = ''): string {
  return moduleOf(`
    export function createEngine() {
      return {
        info: ${INFO},
        async execute(block, preState, options) { ${body} },
        ${rest}
      };
    }`);
}

async function withModule<T>(path: string, use: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openModuleEngine(path);
  try {
    return await use(engine);
  } finally {
    await engine.close?.();
  }
}

describe('a module with an engine', () => {
  test('says who it is and answers through its thread', async () => {
    const path = engineModule('return { block, preState, policy: options.invalidTransactions };');
    await withModule(path, async (engine) => {
      expect(engine.info).toMatchObject({ name: 'toy', version: '1' });
      const answer: unknown = await engine.execute(BLOCK, {}, { invalidTransactions: 'skip' });
      expect(answer).toEqual({ block: BLOCK, preState: {}, policy: 'skip' });
    });
  });

  test('may offer its factory as the default export, and take its time', async () => {
    const path = moduleOf(
      `export default async () => ({ info: ${INFO}, execute: async () => 'done' });`,
    );
    await withModule(path, async (engine) => {
      expect(await engine.execute(BLOCK, {})).toBe('done');
    });
  });

  test('keeps several executions apart', async () => {
    const path = engineModule(`
      await new Promise((go) => setTimeout(go, block.env.currentNumber === '0x1' ? 50 : 1));
      return block.env.currentNumber;`);
    await withModule(path, async (engine) => {
      const later: Block = { ...BLOCK, env: { ...BLOCK.env, currentNumber: '0x2' } };
      const answers = await Promise.all([engine.execute(BLOCK, {}), engine.execute(later, {})]);
      expect(answers).toEqual(['0x1', '0x2']);
    });
  });

  test('hears of an abort', async () => {
    const path = engineModule(`
      await new Promise((stop) => options.signal.addEventListener('abort', stop));
      throw options.signal.reason;`);
    await withModule(path, async (engine) => {
      const controller = new AbortController();
      const execution = engine.execute(BLOCK, {}, { signal: controller.signal });
      controller.abort();
      await expect(execution).rejects.toThrow('the run was ended');
    });
  });

  test('is closed, and its thread ends even if it would go on', async () => {
    const path = engineModule('return 1;', 'close() { setInterval(() => {}, 1000); }');
    const engine = await openModuleEngine(path);
    await engine.close?.();
    await expect(engine.execute(BLOCK, {})).rejects.toThrow("the engine's thread ended");
  });
});

describe('an engine that breaks down in its thread leaves the harness alive', () => {
  test.each([
    ['throws', "throw new TypeError('no');", 'TypeError: no'],
    ['exits', 'process.exit(0);', "the engine's thread ended with code 0"],
    [
      'dies of its own timer',
      "setTimeout(() => { throw new Error('late'); }); await new Promise(() => {});",
      "the engine's thread failed (late)",
    ],
    ['answers what is no data', 'return { answer: () => 1 };', 'could not be cloned'],
    ['writes into the block', 'block.fork = 1;', "read only property 'fork'"],
  ])('one that %s', async (_name, body, words) => {
    await withModule(engineModule(body), async (engine) => {
      await expect(engine.execute(BLOCK, {})).rejects.toThrow(words);
    });
  });

  test('one that blocks its thread can be closed all the same', async () => {
    const engine = await openModuleEngine(engineModule('for (;;);'));
    const execution = engine.execute(BLOCK, {});
    await engine.close?.();
    await expect(execution).rejects.toThrow("the engine's thread ended");
  });
});

describe('a module without an engine is refused with a remedy', () => {
  test.each([
    ['throws', "throw new Error('bad start');", 'cannot be loaded (bad start)'],
    ['does not parse', 'export {', 'cannot be loaded (SyntaxError'],
    ['exports nothing', 'export const engine = 1;', 'does not export a function createEngine'],
    ['makes nothing', 'export const createEngine = () => null;', 'returned no engine'],
    ['fails to make one', 'export default () => { throw 7; };', 'createEngine failed (threw'],
    [
      'does not say who it is',
      'export default () => ({ info: { name: 1 }, execute() {} });',
      'info.name: must be text, is the number 1',
    ],
    ['never gets ready', 'await new Promise(() => {});', "the engine's thread ended"],
  ])('one that %s', async (_name, source, words) => {
    const path = moduleOf(source);
    const error: unknown = await openModuleEngine(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ file: path });
    expect(String(error)).toContain(words);
  });

  test('one that is not there', async () => {
    await expect(openModuleEngine(join(folder, 'none.mjs'))).rejects.toThrow(
      'there is no such module',
    );
  });
});
