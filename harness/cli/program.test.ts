import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { createActions } from '#harness/cli/actions.js';
import { failureOf } from '#harness/cli/failure.js';
import type { Actions } from '#harness/cli/flags.js';
import { createProgram } from '#harness/cli/program.js';
import { Workplace } from '#harness/cli/spawned.js';

/** The command line over actions that only write down what they were given. */
function recorder() {
  const calls: { readonly name: keyof Actions; readonly given: readonly unknown[] }[] = [];
  const record =
    (name: keyof Actions) =>
    async (...given: readonly unknown[]): Promise<number> => {
      // Without the command, which Commander hands over last.
      calls.push({ name, given: given.slice(0, -1) });
      return 0;
    };
  const actions: Actions = {
    certify: record('certify'),
    fixturesRun: record('fixturesRun'),
    run: record('run'),
    replay: record('replay'),
    engines: record('engines'),
    explore: record('explore'),
    fixturesExport: record('fixturesExport'),
    fixturesImport: record('fixturesImport'),
    bench: record('bench'),
    simulate: record('simulate'),
    hints: record('hints'),
    power: record('power'),
    certificate: record('certificate'),
    doctor: record('doctor'),
    t8n: record('t8n'),
    serve: record('serve'),
  };
  const codes: number[] = [];
  const program = createProgram({ version: '1.2.3', actions, onExit: (code) => codes.push(code) });
  return { calls, codes, program };
}

function helpOf(program: Command, path: readonly string[]): string {
  const command = path.reduce<Command>((inner, name) => {
    const found = inner.commands.find((candidate) => candidate.name() === name);
    if (found === undefined) throw new Error(`there is no command ${name}`);
    return found;
  }, program);
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  return help;
}

const COMMANDS = [
  ['certify'],
  ['fixtures', 'run'],
  ['fixtures', 'export'],
  ['fixtures', 'import'],
  ['run'],
  ['replay'],
  ['engines'],
  ['explore'],
  ['bench'],
  ['simulate'],
  ['hints'],
  [],
];

test.each(COMMANDS.map((path) => [path]))('help by example: lockstep %j', async (path) => {
  const { program } = recorder();
  const examples = [...helpOf(program, path).matchAll(/^ {2}\$ lockstep (.*)$/gm)];
  expect(examples.length).toBeGreaterThanOrEqual(2);
  expect(examples.length).toBeLessThanOrEqual(4);
  for (const [, line = ''] of examples) {
    const { calls, codes, program: fresh } = recorder();
    await fresh.parseAsync(line.split(' '), { from: 'user' });
    expect(calls).toHaveLength(1);
    expect(codes).toEqual([0]);
  }
});

test('flags are read into values', async () => {
  const { calls, program } = recorder();
  const line = 'certify --engine oracle,serial --fork Prague,Osaka,Prague --seed 7 --time-limit 5';
  await program.parseAsync(line.split(' '), { from: 'user' });
  const [call] = calls;
  expect(call?.name).toBe('certify');
  expect(call?.given[0]).toBeUndefined();
  expect(call?.given[1]).toEqual({
    engine: ['oracle', 'serial'],
    fork: ['Prague', 'Osaka'],
    seed: 7,
    timeLimit: 5,
    claim: 'parallel',
    profile: 'quick',
  });
});

test.each([
  ['serial, v2', ['serial', 'v2']],
  ['serial,stdio:"./my engine" "--mode=a,b"', ['serial', 'stdio:"./my engine" "--mode=a,b"']],
  [`stdio:./e '--name=it is "a,b"',v2`, [`stdio:./e '--name=it is "a,b"'`, 'v2']],
  [`module:"./it's,here.mjs",v2`, [`module:"./it's,here.mjs"`, 'v2']],
  ['stdio:./e --mode=a,b', ['stdio:./e --mode=a', 'b']],
])('a list of engines is cut at commas outside quotes: %s', async (text, engines) => {
  for (const line of [['certify'], ['fixtures', 'run'], ['doctor']]) {
    const { calls, program } = recorder();
    await program.parseAsync([...line, text], { from: 'user' });
    expect(calls[0]?.given[0]).toEqual(engines);
  }
  for (const line of [['certify'], ['run', 'b.json'], ['bench'], ['fixtures', 'run']]) {
    const { calls, program } = recorder();
    await program.parseAsync([...line, '--engine', text], { from: 'user' });
    expect(calls[0]?.given.at(-1)).toMatchObject({ engine: engines });
  }
});

test.each(['certify stdio:./e', 'run b.json', 'bench', 'fixtures run stdio:./e', 'doctor edr'])(
  'how processes are set up is read into values: %s',
  async (line) => {
    const { calls, program } = recorder();
    const flags = '--engine-memory 512 --engine-env A=1,2=3 --engine-env PATH';
    await program.parseAsync(`${line} ${flags}`.split(' '), { from: 'user' });
    const settings = { engineMemory: 512, engineEnv: ['A=1,2=3', 'PATH'] };
    expect(calls[0]?.given.at(-1)).toMatchObject(settings);
  },
);

test('a saboteur can be asked for, and help does not speak of it', async () => {
  const { calls, program } = recorder();
  const line = 'certify block-stm --simulate 3 --saboteur stale-receipt';
  await program.parseAsync(line.split(' '), { from: 'user' });
  expect(calls[0]?.given[1]).toMatchObject({ simulate: 3, saboteur: 'stale-receipt' });
  expect(helpOf(program, ['certify'])).toContain('--simulate');
  expect(helpOf(program, ['certify'])).not.toContain('saboteur');
});

test('a chain id may be decimal or hexadecimal', async () => {
  for (const text of ['10', '0xA']) {
    const { calls, program } = recorder();
    await program.parseAsync(['run', 'b.json', '--chain-id', text], { from: 'user' });
    expect(calls[0]?.given[1]).toMatchObject({ chainId: '0xa' });
  }
});

test.each<[string[], number, string]>([
  [['--nope'], 1, "unknown option '--nope'"],
  [['--state.fork'], 1, 'argument missing'],
  [['--trace'], 3, '--trace is not supported'],
  [['--trace.tracer', 'callTracer'], 3, '--trace.tracer is not supported'],
])("t8n %j ends with go-ethereum's exit code", async (words, exitCode, said) => {
  const { calls, program } = recorder();
  const t8n = program.commands.find((command) => command.name() === 't8n');
  t8n?.configureOutput({ writeErr: () => undefined });
  const error: unknown = await program
    .parseAsync(['t8n', ...words], { from: 'user' })
    .catch((thrown: unknown) => thrown);
  expect(failureOf(error)).toMatchObject({ exitCode, facts: { message: expect.any(String) } });
  expect(failureOf(error).facts?.message).toContain(said);
  expect(calls).toEqual([]);
});

test("t8n's defaults are go-ethereum's", async () => {
  const { calls, program } = recorder();
  await program.parseAsync(['t8n'], { from: 'user' });
  expect(calls[0]?.given[1]).toMatchObject({
    'state.fork': 'GrayGlacier',
    'state.chainid': '1',
    'state.reward': '0',
  });
});

test.each([
  [['--state.chainid=-1'], 3, 'the least is 1'],
  [['--state.chainid=abc'], 1, 'is no whole number'],
  [['--state.reward='], 1, 'is no whole number'],
])('t8n %j is refused', async (words, exitCode, said) => {
  const surroundings = { words, stdout: process.stdout, stderr: process.stderr };
  const { signal } = new AbortController();
  const actions = createActions({ ...surroundings, signal });
  const program = createProgram({ version: '1.2.3', actions, onExit: () => undefined });
  const error: unknown = await program
    .parseAsync(['t8n', 'serial', ...words], { from: 'user' })
    .catch((thrown: unknown) => thrown);
  expect(failureOf(error).exitCode).toBe(exitCode);
  expect(failureOf(error).text).toContain(said);
});

test('the version is that of the package', async () => {
  const place = new Workplace();
  const { code, stdout } = await place.call(['--version']);
  place.remove();
  const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(code).toBe(0);
  expect(stdout.trim()).toBe(Reflect.get(Object(manifest), 'version'));
});
