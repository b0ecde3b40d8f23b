import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { createSerialEngine } from '#engine/index.js';
import { corpus, type CorpusCase } from '#fixtures/corpus/index.js';
import { Refusal } from '#harness/input/refusal.js';
import { envPayload, statePayload } from '#harness/protocol/blockPayload.js';
import { readExecution } from '#harness/protocol/readResult.js';
import { serve } from '#harness/serve/serve.js';
import { firstDifference } from '#harness/compare/index.js';

const SCHEMA = new URL('../protocol/lockstep-1.schema.json', import.meta.url);
const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false });
const schema: Record<string, unknown> = JSON.parse(readFileSync(SCHEMA, 'utf8'));
ajv.addSchema(schema, 'lockstep/1');

function violations(kind: 'request' | 'reply', message: unknown): unknown {
  const validate = ajv.getSchema(`lockstep/1#/$defs/${kind}`);
  if (validate === undefined) throw new Error(`the schema has no ${kind}`);
  return validate(message) === true ? [] : validate.errors;
}

const HELLO = { id: 1, type: 'hello', protocol: 'lockstep/1' };
const PRAGUE = corpus('Prague');

function caseOf(id: string): CorpusCase {
  const found = PRAGUE.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found;
}

/** What the serial engine replies to these lines. */
async function replies(lines: readonly string[]): Promise<readonly unknown[]> {
  const input = new PassThrough();
  const output = new PassThrough();
  let text = '';
  output.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  input.end(`${lines.join('\n')}\n`);
  await serve({ open: createSerialEngine, input, output });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

async function replyTo(message: object): Promise<unknown> {
  const [reply] = await replies([JSON.stringify(message)]);
  return reply;
}

function executeRequest(id: string): Record<string, unknown> {
  const { blocks, preState, policy } = caseOf(id);
  const [first] = blocks;
  if (first === undefined) throw new Error(`${id} has no block`);
  const { block } = first;
  return {
    id: 7,
    type: 'execute',
    state: statePayload(block),
    input: { alloc: preState, env: envPayload(block), txs: block.transactions },
    options: { invalidTransactions: policy },
  };
}

describe('both sides keep to the schema, and nothing is lost on the way', () => {
  test.each(PRAGUE.filter((_, index) => index % 9 === 0).map(({ id }) => id))('%s', async (id) => {
    const request = executeRequest(id);
    expect(violations('request', request)).toEqual([]);
    const reply = await replyTo(request);
    expect(violations('reply', reply)).toEqual([]);
    const { blocks, preState, policy } = caseOf(id);
    const block = blocks[0]?.block;
    if (block === undefined) return;
    const engine = createSerialEngine();
    const truth = await engine.execute(block, preState, { invalidTransactions: policy });
    const asked = { fork: block.fork, policy, txCount: block.transactions.length };
    const read = readExecution(asked)(reply, '');
    expect(firstDifference(truth, read)).toBeNull();
    expect(read).not.toHaveProperty('unstated');
  });
});

test.each([
  ['no state', { receiptsRoot: `0x${'00'.repeat(32)}`, gasUsed: '0x0', receipts: [] }],
  ['a rejection of nothing', { rejected: [] }],
  ['nothing', {}],
])('the schema refuses a result that says too little, as the reader does: %s', (_name, result) => {
  const reply = { id: 1, type: 'result', result };
  expect(violations('reply', reply)).not.toEqual([]);
  const asked = { fork: 'Prague', policy: 'reject-block', txCount: 1 } as const;
  expect(() => readExecution(asked)(reply, '')).toThrow(Refusal);
});

test('a conversation: who, reset, a sequence, goodbye', async () => {
  const { blocks, preState } = caseOf('destruction/next-block');
  const [first, second] = blocks.map(({ block }) => block);
  if (first === undefined || second === undefined) throw new Error('two blocks are needed');
  const sequence = {
    id: 3,
    type: 'execute-sequence',
    state: statePayload(first),
    alloc: preState,
    blocks: [first, second].map((block) => ({ env: envPayload(block), txs: block.transactions })),
  };
  expect(violations('request', sequence)).toEqual([]);
  const said = await replies(
    [
      HELLO,
      { id: 2, type: 'reset' },
      sequence,
      { id: 4, type: 'bye' },
      { id: 5, type: 'reset' },
    ].map((message) => JSON.stringify(message)),
  );
  for (const reply of said) expect(violations('reply', reply)).toEqual([]);
  expect(said).toMatchObject([
    { id: 1, type: 'hello', engine: { name: 'serial' }, capabilities: { sequences: true } },
    { id: 2, type: 'reset' },
    { id: 3, type: 'results', results: [{}, {}] },
    { id: 4, type: 'bye' },
  ]);
  const engine = createSerialEngine();
  const after = await engine.execute(first, preState);
  if (after.status !== 'accepted') throw new Error('the first block is valid');
  const truth = await engine.execute(second, after.postState);
  expect(said[2]).toMatchObject({
    results: [
      { alloc: after.postState },
      { result: { stateRoot: Reflect.get(truth, 'stateRoot') } },
    ],
  });
});

describe('what cannot be read is said, and the next request is answered', () => {
  const good = executeRequest('transfers/chain');
  const bad: readonly (readonly [string, object | string, string])[] = [
    ['no JSON', '{"id":1', 'SyntaxError'],
    ['no object', '7', 'must be an object'],
    ['no id', { ...good, id: undefined }, 'id: is missing'],
    ['an id in text', { ...good, id: '7' }, 'id: must be a whole number'],
    ['no type', { ...good, type: undefined }, 'type: is missing'],
    ['an unknown type', { ...good, type: 'exec' }, 'type: is the string "exec"'],
    ['another protocol', { ...HELLO, protocol: 'lockstep/2' }, 'protocol: is the string'],
    ['no state', { ...good, state: undefined }, 'state: is missing'],
    ['an unknown fork', { ...good, state: { fork: 'Bogota', chainid: '0x1' } }, 'fork: is the'],
    ['no environment', { ...good, input: { alloc: {}, txs: [] } }, 'input.env: is missing'],
    ['an unknown option', { ...good, options: { lane: 2 } }, 'options.lane: is not a field'],
    ['no blocks', { ...good, type: 'execute-sequence', alloc: {} }, 'blocks: is missing'],
  ];

  test.each(bad)('%s', async (_name, message, words) => {
    const line = typeof message === 'string' ? message : JSON.stringify(message);
    const said = await replies([line, JSON.stringify(HELLO)]);
    expect(said).toMatchObject([{ type: 'error', error: { kind: 'bad-request' } }, { id: 1 }]);
    expect(violations('reply', said[0])).toEqual([]);
    expect(JSON.stringify(said[0])).toContain(JSON.stringify(words).slice(1, -1));
  });

  test.each(bad.filter(([name]) => name !== 'an unknown option'))(
    'the schema refuses it too: %s',
    (_name, message) => {
      const value: unknown =
        typeof message === 'string' ? message : JSON.parse(JSON.stringify(message));
      expect(violations('request', value)).not.toEqual([]);
    },
  );
});
