import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeToken } from '#harness/replay/token.js';
import { lastLine, Workplace } from '#harness/cli/spawned.js';

const place = new Workplace();
/** All of an Osaka block's context but what a case is about. */
const ENV = {
  currentCoinbase: `0x${'c0'.repeat(20)}`,
  currentGasLimit: '0x1c9c380',
  currentNumber: '0x1',
  currentTimestamp: '0x1',
  currentRandom: `0x${'00'.repeat(32)}`,
  currentBaseFee: '0x7',
  parentBeaconBlockRoot: `0x${'00'.repeat(32)}`,
};

beforeAll(() => {
  place.write('cut.json', '{"fork": "Cancun", "env": {"currentCoin');
  place.write('list.json', '[]');
  place.write('wrongFork.json', '{"fork": "Cancan"}');
  place.write('wrongType.json', '{"fork": "Cancun", "env": {"currentCoinbase": 5}}');
  const env = { currentExcessBlobGas: '0xffffffffffffffff' };
  place.write('hugeExcess.json', JSON.stringify({ fork: 'Osaka', env: { ...ENV, ...env } }));
  place.write('marked.json', '\uFEFF{"fork": "Cancan"}');
  const known = {
    case: 'hot-spots/counter',
    why: 'b',
    owner: 'c',
    link: 'https://d.example',
    expires: 'soon',
  };
  place.write('known.json', JSON.stringify({ failures: [known] }));
  const twin = { ...known, expires: '2030-01-01' };
  place.write('twins.json', JSON.stringify({ failures: [twin, twin] }));
  place.write('broken.mjs', 'export const createEngine = 1;');
  mkdirSync(join(place.folder, 'empty'));
  mkdirSync(join(place.folder, 'used'));
  place.write('used/file', '');
});
afterAll(() => {
  place.remove();
});

/** What a replay token holds. */
const RECORD = {
  version: '0.1.0',
  engine: 'block-stm',
  settings: { lanes: 2 },
  schedule: 'random:1',
  policy: 'reject-block',
  block: { kind: 'corpus', caseId: 'a/b', fork: 'Osaka', index: 0, digest: '0'.repeat(64) },
  result: '0'.repeat(64),
};

/** Words after `lockstep`, and what the message must say: what, where and what to do. */
const CASES: readonly (readonly [line: string, ...says: readonly string[]])[] = [
  ['', 'Usage: lockstep', 'Examples:'],
  ['certfy serial', "unknown command 'certfy'", 'Did you mean certify?'],
  [
    'fixtures run',
    '--engine: no engine is named',
    'name one of oracle, serial, block-stm, v1, v2, edr, anvil, module:<path>',
  ],
  ['certify serail', 'no engine named "serail"', 'did you mean serial?'],
  ['certify v9', 'no engine named "v9"', 'block-stm, v1, v2, edr, anvil, module:<path>'],
  ['fixtures import nowhere --to new', 'nowhere: does not exist'],
  ['fixtures import cut.json --to used', 'used: holds files already'],
  ['certify serial --blocks empty', 'empty: no .json file in this folder or below it'],
  ['certify serial --known used/file', 'used/file: is not JSON', 'a JSON file of known failures'],
  ['certify serial --known known.json', 'known.json: failures[0].expires: is no day', 'YYYY-MM-DD'],
  ['certify serial --known twins.json', 'twins.json: failures[1]: explains what failures[0]'],
  ['certify serial --certificate empty', '--certificate: empty is a folder', 'name a file'],
  ['certify serial,v1 --badge b.svg', '--badge: is one file, and there are several engines'],
  ['certify serial --junit no/such/j.xml', 'no/such/j.xml: cannot be written'],
  ['certificate list.json', 'list.json: is no lockstep-certificate/1'],
  ['certificate missing.json', 'missing.json: cannot be read'],
  ['certify stdio:./engine', 'stdio:./engine: cannot be started: there is no such program'],
  ['simulate v1 --partitions 3', '--partitions: v1 has no tables of v2', 'name v2'],
  ['simulate block-stm,v1 --no-convergence', '--no-convergence: block-stm, v1 have no tables'],
  ['simulate v1 --executions-max 2', '--executions-max: v1 has no tables of v2', 'name v2'],
  ['certify t9n:./engine', 'no engine named "t9n:./engine"'],
  ['certify serial,nobody', 'no engine named "nobody"'],
  ['certify serial,', 'Give names separated by commas'],
  [
    'bench --engine stdio:"./e,v2',
    "option '--engine <names>' argument",
    'The quote " is never closed',
    'Close it',
  ],
  ["doctor module:./it's.mjs", "argument 'engine'", "The quote ' is never", `"./it's.mjs"`],
  [`certify module:"./no,it's.mjs"`, "it's.mjs: there is no such module"],
  ['certify serial --engine oracle', 'the engine is named twice', 'name it once'],
  ['certify serial oracle', "too many arguments for 'certify'"],
  ['certify serial --clam parallel', "unknown option '--clam'", 'Did you mean --claim?'],
  [
    'certify serial --claim paralel',
    "'--claim <claim>' argument 'paralel'",
    'Did you mean parallel?',
  ],
  ['certify serial --profile quik', "'--profile <name>' argument 'quik'", 'Did you mean quick?'],
  ['certify serial --fork Cancan', "'--fork <names>' argument 'Cancan'", 'Did you mean Cancun?'],
  ['certify serial --fork Cancun,Amsterdam', 'Known: Berlin, London', 'Osaka'],
  ['certify serial --seed -1', "'--seed <n>' argument '-1'", 'from 0 to 4294967295'],
  ['certify serial --seed 1e9', "'--seed <n>' argument '1e9'"],
  ['certify serial --seed 99999999999999999999', "'--seed <n>' argument '99999999999999999999'"],
  ['certify serial --seed', "option '--seed <n>' argument missing"],
  ['certify serial --time-limit 0', "'--time-limit <seconds>' argument '0'", 'from 1 to 3600'],
  ['certify serial --sample 101', "'--sample <percent>' argument '101'", 'from 1 to 100'],
  ['certify serial --only hot-spots/conter', 'no case "hot-spots/conter"', 'hot-spots/counter?'],
  ['certify serial --fixtures nowhere', 'nowhere: does not exist'],
  ['certify serial --fixtures empty', 'empty: no .json file'],
  ['certify serial --out used', 'used: holds files already', 'a new or an empty folder'],
  ['certify module:', 'no engine named "module:"'],
  ['certify module:nowhere.mjs', 'nowhere.mjs: there is no such module', 'check the path'],
  ['certify module:broken.mjs', 'broken.mjs: does not export a function createEngine'],
  ['fixtures', 'Usage: lockstep fixtures'],
  ['fixtures rnu serial', "unknown command 'rnu'", 'Did you mean run?'],
  ['fixtures run serial', '--fixtures: no folder', 'set LOCKSTEP_FIXTURES'],
  ['fixtures run serial --fixtures nowhere', 'nowhere: does not exist'],
  ['fixtures run --engine orcle --fixtures empty', 'did you mean oracle?'],
  ['run --engine serial', "missing required argument 'block.json'"],
  ['run cut.json', '--engine: no engine is named'],
  ['run nowhere.json --engine serial', 'nowhere.json: there is no such file', 'check the path'],
  ['run empty --engine serial', 'empty: is not a file'],
  ['run cut.json --engine serial', 'cut.json: is not JSON', 'the file may be cut short'],
  ['run list.json --engine serial', 'list.json: must be an object, is an array'],
  ['run wrongFork.json --engine serial', 'wrongFork.json: fork: is', 'did you mean Cancun?'],
  [
    'run wrongType.json --engine serial',
    'wrongType.json: env.currentCoinbase',
    'write it as "0x5"',
  ],
  [
    'run hugeExcess.json --engine serial',
    'hugeExcess.json: env.currentExcessBlobGas',
    'at most 32 bits',
  ],
  ['run marked.json --engine serial', 'marked.json: fork: is', 'did you mean Cancun?'],
  ['run cut.json --engine serial --against orcle', 'did you mean oracle?'],
  ['run cut.json --engine serial --chain-id -5', "'--chain-id <number>' argument '-5'"],
  [
    'bench --workload transfer',
    "'--workload <names>' argument 'transfer'",
    'Did you mean transfers?',
  ],
  ['bench --transactions 0', "'--transactions <n>' argument '0'", 'from 1 to 100000'],
  ['bench --rounds 1000000000000', "'--rounds <n>' argument"],
  ['bench --engine nobody', 'no engine named "nobody"'],
  ['simulate', '--engine: no engine is named'],
  ['simulate serial', 'serial cannot run in virtual time', 'engines that can: block-stm'],
  ['simulate v9', 'no engine named "v9"'],
  ['simulate block-stm --workload hot-conter', "'--workload <names>' argument", 'hot-counter?'],
  ['simulate block-stm --workload mainnet-shape:x', 'mainnet-shape:<block number>'],
  ['simulate block-stm --workload all,', 'Give names separated by commas'],
  ['simulate block-stm --lanes 1,129', "'--lanes <list>' argument '1,129'", 'from 1 to 128'],
  ['simulate block-stm --lanes 0', "'--lanes <list>' argument '0'"],
  ['simulate block-stm --txs 10001', "'--txs <n>' argument '10001'", 'from 1 to 10000'],
  ['simulate block-stm --cold-read 50', "'--cold-read <microseconds>' argument '50'", '0, 100'],
  ['simulate block-stm --on-estimate abrt', 'Did you mean abort?'],
  ['simulate v1 --hints staticc', "'--hints <choices>' argument 'staticc'", 'Did you mean static?'],
  ['simulate block-stm --hints all', '--hints: block-stm takes none', 'that plans: v1'],
  ['certify block-stm --lanes 0', "'--lanes <n>' argument '0'", 'from 1 to 36'],
  ['certify block-stm --lanes 37', "'--lanes <n>' argument '37'"],
  ['certify block-stm --runtime thread', 'Did you mean threads?'],
  ['certify block-stm --simulate 0', "'--simulate <n>' argument '0'", 'from 1 to 10000'],
  ['certify block-stm --min-parallel x', "'--min-parallel <n>' argument 'x'"],
  ['certify block-stm --on-estimate abrt', 'Did you mean abort?'],
  ['certify block-stm --saboteur skip-validations', 'Did you mean skip-validation?'],
  ['certify v1 --saboteur no-estimates', '--saboteur: v1 cannot be broken by no-estimates'],
  [
    'explore v1 --shape chain --saboteur ignore-new-locations',
    '--saboteur: v1 cannot be broken by ignore-new-locations',
  ],
  ['simulate v1 --saboteur no-estimates', '--saboteur: v1 cannot be broken by no-estimates'],
  ['certify v1 --cache 8', '--cache: does nothing where the state', 'give --state disk'],
  ['certify v1 --state memory --preload off', '--preload: does nothing where the state'],
  ['certify v1 --state disc', 'Did you mean disk?'],
  ['certify block-stm --simulate 2 --runtime threads', '--simulate: schedules', 'one of the two'],
  ['certify serial --lanes 2', '--lanes: serial has no lanes', 'that has lanes: block-stm'],
  ['certify serial,oracle --simulate 2', '--simulate: serial, oracle have no lanes'],
  ['certify module:x.mjs --saboteur stale-receipt', '--saboteur: module:x.mjs has no lanes'],
  ['fixtures run serial --on-estimate abort', '--on-estimate: serial has no lanes'],
  ['run cut.json --engine oracle --runtime simulation', '--runtime: oracle has no lanes'],
  ['run cut.json --engine block-stm --simulate 2', "unknown option '--simulate'"],
  ['replay', "missing required argument 'token'"],
  ['replay hello', '<token>: is no replay token', 'lockstep replay'],
  ['replay lockstep2.abc.00000000', 'a form that this version does not know'],
  ['replay lockstep1.abc', '<token>: is cut short', 'copy the whole token again'],
  ['replay lockstep1.abc.00000000', '<token>: is damaged: its checksum is wrong'],
  [`replay ${encodeToken({ version: '1' })}`, '<token>: engine: is missing'],
  [`replay ${encodeToken({ ...RECORD, lanes: 2 })}`, '<token>: lanes: is not a field known here'],
  [`replay ${encodeToken({ ...RECORD, schedule: 'luck' })}`, '<token>: schedule: is no schedule'],
  [`replay ${encodeToken({ ...RECORD, engine: 'v9' })}`, 'the engine "v9"', 'that printed it'],
  [
    `replay ${encodeToken({ ...RECORD, settings: { lanes: 2, saboteur: 'gremlin' } })}`,
    'the saboteur "gremlin"',
  ],
  [`replay ${encodeToken({ ...RECORD, settings: { lanes: 99 } })}`, 'an engine of 99 lanes'],
  ['certify stdio:./e --engine-memory 0', "'--engine-memory <MiB>' argument '0'", 'from 1 to'],
  ['run cut.json --engine edr --engine-env 1A=x', "argument '1A=x'", 'Give NAME', 'NAME=VALUE'],
  ['doctor edr --engine-env NOT_SET_HERE', 'It is not set here', 'its value: NOT_SET_HERE=VALUE'],
  ['certify v2 --engine-memory 100', '--engine-memory: v2 is no program', 'stdio:<command>'],
  ['bench --engine-env A=1', '--engine-env: serial is no program that we start', 'leave the flag'],
  ['fixtures run serial,v2 --engine-env A=1', '--engine-env: serial, v2 are no programs'],
  ['certify module:./e.mjs --engine-env A=1', '--engine-env: module:./e.mjs is no program'],
  ['doctor t8n:http://127.0.0.1:9 --engine-memory 9', '--engine-memory: t8n:http://127.0.0.1:9 is'],
  ['replay hello --engine-memory 9', "unknown option '--engine-memory'"],
  ['bench --min-parallel 3', '--min-parallel: serial has no lanes'],
  ['bench --simulate 3', "unknown option '--simulate'"],
  ['engines --sed 1', "unknown option '--sed'", 'Did you mean --seed?'],
];

describe('bad arguments and input end with 254 and one message', () => {
  test.each(CASES)('lockstep %s', async (line, ...says) => {
    const { code, stdout, stderr } = await place.call(line === '' ? [] : line.split(' '));
    for (const words of says) expect(stderr).toContain(words);
    expect(code).toBe(254);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stderr).not.toContain('node:internal');
    expect(stdout).toBe('');
  });
});

test('under --json a fault is an object on the last line', async () => {
  const { code, stdout } = await place.call([
    'run',
    'wrongType.json',
    '--engine',
    'serial',
    '--json',
  ]);
  expect(code).toBe(254);
  expect(lastLine(stdout)).toEqual({
    error: {
      code: 254,
      message: expect.stringContaining('wrongType.json: env.currentCoinbase'),
      file: 'wrongType.json',
      field: 'env.currentCoinbase',
      remedy: 'write it as "0x5"',
    },
  });
});

test('foreign names cannot drive the terminal', async () => {
  for (const words of [
    ['certify', 'se\u001b[2Jrial'],
    ['certify', 'serial', '--\u001b[2J'],
  ]) {
    const { code, stderr } = await place.call(words);
    expect(code).toBe(254);
    expect(stderr).not.toContain('\u001b');
    expect(stderr).toContain('\\u{1b}[2J');
  }
});

test('a call that fails at once leaves its --out folder free', async () => {
  writeFileSync(join(place.folder, 'cut2.json'), '{');
  const words = ['run', 'cut2.json', '--engine', 'serial', '--out', 'results'];
  expect((await place.call(words)).stderr).toContain('is not JSON');
  expect((await place.call(words)).stderr).toContain('is not JSON');
});
