/**
 * What becomes of engines that misbehave: each fault has one expected end, and none of them harms
 * the harness or costs what was recorded before.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Engine } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/index.js';
import { corpus, type CorpusCase } from '#fixtures/corpus/index.js';
import { InputError } from '#fixtures/input/inputError.js';
import { type Answers, digestOf } from '#harness/adapters/stdio/faults/answers.js';
import { openStdioEngine } from '#harness/adapters/stdio/stdioEngine.js';
import type { Certificate, Claim } from '#harness/certify/certificate.js';
import { certify } from '#harness/certify/certify.js';
import type { Verdict } from '#harness/certify/verdict.js';
import { envPayload, statePayload } from '#harness/protocol/blockPayload.js';
import { executionPayload } from '#harness/protocol/resultPayload.js';

const PROCESS = fileURLToPath(
  new URL('../../../../dist/harness/adapters/stdio/faults/faultyEngine.js', import.meta.url),
);
const MIB = 1024 * 1024;

/** Logs, a rejected block, transactions left out, two blocks: 1, 1, 1 and 2 executions. */
const CASES = [
  'hot-spots/token-chain',
  'gas-limits/block-one-past',
  'predecessors/skipped-cascade',
  'destruction/next-block',
];

const FEW = corpus('Prague').filter(({ id }) => CASES.includes(id));
const folder = mkdtempSync(join(tmpdir(), 'lockstep-faults-'));
const answersFile = join(folder, 'answers.json');
let serial: Engine;

beforeAll(async () => {
  serial = createSerialEngine();
  const replies: Record<string, object> = {};
  for (const { blocks, preState, policy } of FEW) {
    let alloc = preState;
    for (const { block } of blocks) {
      const result = await serial.execute(block, alloc, { invalidTransactions: policy });
      const input = { alloc, env: envPayload(block), txs: block.transactions };
      const payload = executionPayload(result);
      replies[digestOf(statePayload(block), input)] = { type: 'result', ...payload };
      if (result.status === 'accepted') alloc = result.postState;
    }
  }
  const answers: Answers = { replies };
  writeFileSync(answersFile, JSON.stringify(answers));
});

afterAll(async () => {
  await serial.close?.();
  rmSync(folder, { recursive: true, force: true });
});

/** Narrow limits, so that each shows in a moment. */
async function open(fault: string): Promise<Engine> {
  return await openStdioEngine(`"${process.execPath}" "${PROCESS}" ${fault} "${answersFile}"`, {
    version: 'test',
    limits: {
      startMilliseconds: 5_000,
      memoryBytes: 400 * MIB,
      memoryLookMilliseconds: 50,
      lineBytes: 3 * MIB,
      logBytes: 200,
    },
  });
}

async function judge(
  fault: string,
  claim: Claim,
  some: readonly CorpusCase[] = FEW,
): Promise<Certificate> {
  const engine = await open(fault);
  try {
    return await certify(engine, {
      judges: [{ name: 'serial', level: 0, engine: serial }],
      claim,
      cases: () => some.map((judged) => ({ id: judged.id, build: () => judged })),
      secondsPerBlockMax: 2,
      // A proof is not tried on a machine with one processor; the lies come before it.
      meter: { wall: () => performance.now(), processor: () => 0, processors: 1 },
    });
  } finally {
    await engine.close?.();
  }
}

/** Silences what engines say on stderr, and keeps it. */
function stderrOf(): { readonly text: () => string } {
  let said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += String(chunk);
    return true;
  });
  return { text: () => said };
}

describe('an engine that cannot be used is refused before anything runs', () => {
  test.each([
    ['never-greets', 'did not answer hello within 5 seconds'],
    ['exits-at-once', 'exited with code 3'],
    ['other-protocol', 'protocol: is the string "lockstep/9"'],
    ['no-capabilities', 'capabilities: is missing'],
    ['unknown-fork', 'forks[0]: is the string "Bogota"'],
    ['greets-in-prose', 'wrote on stdout what is no JSON: "engine v1.0 ready"'],
    ['half-a-character', 'engine.name: holds half a character'],
    ['greets-another', 'replied to request 77, which was never made'],
  ])('%s', async (fault, words) => {
    const error: unknown = await open(fault).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toContain(words);
  });

  test.each([
    ['./no-such-engine', 'there is no such program'],
    ['', 'names no command'],
    [process.execPath + ' -e 1', 'exited with code 0'],
  ])('stdio:%s', async (command, words) => {
    const error: unknown = await openStdioEngine(command, { version: 'test' }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toContain(words);
  });
});

/**
 * Fault, verdict, words of the reason, and blocks that were compared in spite of it; `null` where
 * that depends on how soon a fault is heard of.
 */
const ENDS: readonly (readonly [string, Verdict, string, number | null])[] = [
  ['honest', 'pass', 'everything compared agrees', 5],
  ['crashes-mid-block', 'crash', 'its last words: "panic: index out of range"', 0],
  ['segmentation-fault', 'crash', 'was ended by SIGSEGV', 0],
  ['dies-after-replying', 'crash', 'exited with code 9', null],
  ['speaks-up-afterwards', 'crash', 'wrote on stdout what is no JSON: "that was', null],
  ['closes-stdout', 'crash', 'closed its stdout', 0],
  ['half-a-reply', 'crash', 'exited with code 0', 0],
  ['no-json', 'crash', 'wrote on stdout what is no JSON', 0],
  ['logs-on-stdout', 'crash', 'logs on stderr', 0],
  ['reply-too-long', 'crash', 'a line of more than 3145728 bytes', 0],
  ['line-without-end', 'crash', 'a line of more than 3145728 bytes', 0],
  ['replies-twice', 'crash', 'a second time', null],
  ['replies-to-nobody', 'crash', 'replied to request 1000000, which was never made', 0],
  ['replies-without-id', 'crash', 'id: is missing', 0],
  ['greets-again', 'crash', 'replied with hello where result was asked for', 0],
  ['unknown-reply', 'crash', 'type: is the string "done"', 0],
  ['a-list', 'crash', 'must be an object', 0],
  ['deep-nesting', 'crash', 'what is no JSON', 0],
  ['no-state-root', 'pass', 'everything compared agrees', 5],
  ['no-state-at-all', 'crash', 'alloc: is missing', 1],
  ['chooses-its-block', 'crash', 'input.txs: is not what was asked for', 0],
  ['short-state-root', 'crash', 'result.stateRoot: must be 32 bytes, is 2', 1],
  ['numbers-for-hex', 'crash', 'write it as "0x5208"', 1],
  ['no-receipts', 'crash', 'result.receipts: is missing', 1],
  ['prototype-in-alloc', 'crash', 'alloc.__proto__', 1],
  ['receipts-without-number', 'crash', 'more than 1048576', 1],
  ['rejects-transaction-99', 'crash', 'names transaction 99', 0],
  ['wrong-state-root', 'fail', 'the state root is 0x5a5a', 5],
  ['wrong-gas', 'fail', 'gas used is 1', 5],
  ['lost-log', 'fail', 'the number of logs is 0', 5],
  ['one-receipt-too-few', 'fail', 'the number of receipts', 5],
  ['an-account-too-few', 'fail', 'is absent, serial execution says existing', 5],
  ['rejects-everything', 'fail', 'rejected (transaction 0: NONCE_IS_MAX)', 5],
  ['accepts-the-invalid', 'fail', 'the block is accepted', 5],
  ['wrong-every-third-time', 'flaky', 'in 7 of 20 runs, so in 15 to 59 % of them', 5],
  ['fails-politely', 'crash', 'out of luck', 0],
  ['does-nothing', 'inconclusive', 'nothing was compared', 0],
  ['does-no-skipping', 'pass', 'everything compared agrees', 4],
  ['says-the-least', 'pass', 'everything compared agrees', 5],
  ['speaks-slowly', 'pass', 'everything compared agrees', 5],
  ['floods-stderr', 'pass', 'everything compared agrees', 5],
  ['eats-memory', 'crash', 'MiB of memory, more than 400', 0],
  ['leaves-a-child', 'pass', 'everything compared agrees', 5],
  ['tells-its-environment', 'crash', 'HOME', 0],
  ['no-fork-at-all', 'inconclusive', 'nothing was compared', 0],
];

describe('an engine that misbehaves gets a verdict', () => {
  test.each(ENDS)('%s: %s', async (fault, verdict, words, blocks) => {
    const said = stderrOf();
    const certificate = await judge(fault, 'equivalence');
    vi.restoreAllMocks();
    expect(certificate.reason).toContain(words);
    expect(certificate).toMatchObject({ verdict, ...(blocks !== null && { blocks }) });
    for (const unsafe of ['\u001b', '\u202e']) {
      expect(JSON.stringify(certificate) + said.text()).not.toContain(unsafe);
    }
  });

  test('one that has another name after it was started again is another engine', async () => {
    const { verdict, reason } = await judge('new-name-each-time', 'equivalence');
    expect(verdict).toBe('crash');
    expect(reason).toMatch(/another one .*: its name was "engine \d+", and is "engine \d+"/);
  });

  test('so is one that can do other things', async () => {
    const { verdict, reason } = await judge('other-forks-each-time', 'equivalence');
    expect(verdict).toBe('crash');
    expect(reason).toMatch(/another one .*: its forks was \["Prague","\w+"\], and is \["Prague"/);
  });

  test.each(['hangs', 'spins-deaf', 'replies-late'])(
    '%s: it is ended, and started again for the next block',
    async (fault) => {
      const { verdict, failures } = await judge(fault, 'equivalence', FEW.slice(0, 2));
      expect(verdict).toBe('crash');
      const words = 'the engine timed out after 2 seconds';
      expect(failures.map((finding) => finding.words)).toEqual([words, words]);
    },
  );

  test.each(['dies-after-replying', 'replies-twice', 'speaks-up-afterwards'])(
    '%s: it is seen after a single block too',
    async (fault) => {
      const { verdict, failures } = await judge(fault, 'equivalence', FEW.slice(-1));
      expect(verdict).toBe('crash');
      expect(failures.map(({ words }) => words)).toEqual([
        expect.stringContaining('once it had answered, the engine failed: '),
      ]);
    },
  );
});

describe('an engine that only says that it is parallel is not certified so', () => {
  test.each([
    ['claims-parallel', 'was executed serially'],
    ['lies-in-stats', 'this machine has one processor'],
  ])('%s', async (fault, words) => {
    const certificate = await judge(fault, 'parallel');
    expect(certificate.verdict).toBe('inconclusive');
    expect(certificate.reason).toContain(words);
  });
});

test('what is left unsaid, and what is declined, stands in the certificate', async () => {
  const least = await judge('says-the-least', 'equivalence');
  const left = least.notCovered.map(({ what }) => what);
  expect(left).toContain('field receipts.logs');
  expect(left).toContain('field postState');
  expect(left).toContain('field rejection.reason');
  const declined = await judge('does-no-skipping', 'equivalence');
  expect(declined.notCovered).toContainEqual({
    what: 'predecessors/skipped-cascade under Prague',
    reason: 'does not do this: no skipping here',
  });
});

test('an engine sees nothing of our environment that is not meant for it', async () => {
  vi.stubEnv('SECRET_TOKEN', 'x');
  vi.stubEnv('LOCKSTEP_ENGINE_LANES', '2');
  const { reason } = await judge('tells-its-environment', 'equivalence');
  vi.unstubAllEnvs();
  expect(reason).toContain('LOCKSTEP_ENGINE_LANES');
  expect(reason).not.toContain('SECRET_TOKEN');
});

test('what an engine started ends with it', async () => {
  const said = stderrOf();
  await judge('leaves-a-child', 'equivalence');
  vi.restoreAllMocks();
  const child = Number(/child (\d+)/.exec(said.text())?.[1]);
  expect(child).toBeGreaterThan(1);
  await vi.waitFor(() => {
    expect(() => process.kill(child, 0)).toThrow('ESRCH');
  }, 5_000);
});
