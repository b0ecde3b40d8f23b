/**
 * `lockstep explore` as its users see it.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { buildWorkload } from '#generators/workloads/index.js';
import { lastLine, Workplace } from '#harness/cli/spawned.js';

const place = new Workplace();

afterAll(() => {
  place.remove();
});

const CHAIN = ['explore', '--engine', 'block-stm', '--shape', 'chain', '--lanes', '3'];
const BROKEN = ['explore', 'block-stm', '--shape', 'late-write', '--saboteur', 'skip-validation'];

test('a small block is explored to the end', async () => {
  const { code, stdout } = await place.call([...CHAIN, '--txs', '3', '--exhaustive', '--json']);
  expect(code).toBe(0);
  const { states, terminalStates, seconds } = lastLine(stdout);
  expect(lastLine(stdout)).toMatchObject({ exhaustive: true, failures: 0, shrunk: null });
  expect(Number(states)).toBeGreaterThan(2_000);
  expect(Number(terminalStates)).toBeGreaterThan(0);
  expect(Number(seconds)).toBeGreaterThan(0);
});

test('schedules are sampled, by seed', async () => {
  const words = [...CHAIN, '--txs', '5', '--schedules', '500', '--seed', '7', '--json'];
  const [one, two] = [await place.call(words), await place.call(words)];
  const facts = lastLine(one.stdout);
  expect(facts).toMatchObject({ exhaustive: false, schedules: 500, repeated: 5, failures: 0 });
  expect(lastLine(two.stdout)['steps']).toBe(facts['steps']);
});

test('a failure is drawn, and the line it prints follows it again', async () => {
  const { code, stdout } = await place.call([...BROKEN, '--exhaustive']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/the smallest found: 1 preemption on 2 lanes; nothing smaller fails/);
  expect(stdout).toMatch(/◆ .*\(lane \d is left\)/);
  const [, line = ''] = /\nagain: lockstep (explore .*)\n/.exec(stdout) ?? [];
  const again = await place.call([...line.split(' '), '--json']);
  expect(again.code).toBe(1);
  expect(lastLine(again.stdout)).toMatchObject({ failures: 1, findings: [{ kind: 'effect' }] });
});

test('a schedule of something else is refused; one that ends early proves nothing', async () => {
  const sampled = await place.call([...BROKEN, '--exhaustive', '--json']);
  const { shrunk } = lastLine(sampled.stdout);
  const schedule = String(Reflect.get(Object(shrunk), 'schedule'));
  const chain = ['explore', 'block-stm', '--shape', 'chain'];
  const other = await place.call([...chain, '--lanes', '1', '--schedule', schedule]);
  expect(other.code).toBe(254);
  expect(other.stderr).toMatch(/--schedule: is of something else: .* lane 1 cannot go at step/);
  const early = await place.call([...chain, '--schedule', schedule.slice(0, 14), '--json']);
  expect(early.code).toBe(2);
  expect(lastLine(early.stdout)).toMatchObject({ isOver: false, failures: 0 });
  expect(early.stderr).toContain('every check holds so far; the block is not done');
});

test('a block file is explored with real transactions', async () => {
  const { block, preState } = buildWorkload('hot-counter', {
    transactions: 3,
    seed: 1,
    fork: 'Osaka',
  });
  const file = place.write('block.json', JSON.stringify({ ...block, alloc: preState }));
  const words = ['explore', 'block-stm', '--block', file, '--preemptions', '2', '--json'];
  const { code, stdout } = await place.call(words);
  expect(code).toBe(0);
  expect(lastLine(stdout)).toMatchObject({
    exhaustive: false,
    complete: true,
    preemptionsMax: 2,
    failures: 0,
  });
});

describe('an exploration that stops', () => {
  const words = [...CHAIN, '--txs', '4', '--exhaustive', '--checkpoint', 'far', '--json'];
  const kept = (): string[] => readdirSync(join(place.folder, 'far')).sort();

  test('says so, and the same command goes on', async () => {
    const stopped = await place.call([...words, '--states-max', '3000']);
    expect(stopped.code).toBe(2);
    expect(lastLine(stopped.stdout)).toMatchObject({ exhaustive: false, failures: 0 });
    const ended = await place.call(words);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain('going on from far');
    const whole = await place.call([...CHAIN, '--txs', '4', '--exhaustive', '--json']);
    expect(lastLine(ended.stdout)['states']).toBe(lastLine(whole.stdout)['states']);
  });

  test('is not gone on with by another', async () => {
    await place.call([...words, '--states-max', '3000']);
    const other = await place.call([...words, '--on-estimate', 'suspend']);
    expect(other.code).toBe(254);
    expect(other.stderr).toMatch(/key\.onEstimate: was kept with onEstimate abort, not suspend/);
  });

  test('and is damaged is refused, with the file', async () => {
    await place.call([...words, '--states-max', '3000']);
    const table = kept().find((name) => name.startsWith('visited')) ?? '';
    const path = join(place.folder, 'far', table);
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] = 1 ^ (bytes[bytes.length - 1] ?? 0);
    writeFileSync(path, bytes);
    const { code, stderr } = await place.call(words);
    expect(code).toBe(254);
    expect(stderr).toMatch(/far\/visited-[0-9a-f]{16}\.bin: is not the table/);
    const stand = join(place.folder, 'far/exploration.json');
    writeFileSync(stand, readFileSync(stand, 'utf8').replace('"failed":0', '"failed":1'));
    const other = await place.call(words);
    expect(other.code).toBe(254);
    expect(other.stderr).toMatch(/far\/exploration\.json: digest: is not that of what it holds/);
    rmSync(join(place.folder, 'far'), { recursive: true });
  });

  test('and then ends leaves the checkpoint before it whole', async () => {
    await place.call([...words, '--states-max', '3000']);
    const [stand = '', ...tables] = kept();
    // As if the next one had ended after its table and before its stand.
    place.write(`far/visited-${'0'.repeat(16)}.bin`, 'another table');
    const on = await place.call([...words, '--states-max', '3000']);
    expect(on.code).toBe(2);
    expect(Number(lastLine(on.stdout)['states'])).toBe(6_000);
    expect(kept()).toEqual([stand, expect.stringMatching(/^visited-/)]);
    expect(kept()).not.toEqual([stand, ...tables]);
    rmSync(join(place.folder, 'far'), { recursive: true });
  });
});

test('a checkpoint that cannot be kept is refused before the work', async () => {
  const words = [...CHAIN, '--exhaustive', '--checkpoint', 'no/where/at/all'];
  const { code, stderr } = await place.call(words);
  expect(code).toBe(254);
  expect(stderr).toMatch(/no\/where\/at\/all: cannot be written/);
});

test.each([
  [['explore', 'serial', '--shape', 'chain'], /serial cannot be run on virtual lanes/],
  [['explore', 'block-stm'], /--shape: no block is named/],
  [['explore', 'block-stm', '--shape', 'chain', '--block', 'b.json'], /--shape: a shape and/],
  [[...CHAIN, '--fork', 'Osaka'], /--fork: scripts are of no fork/],
  [['explore', 'block-stm', '--block', 'none.json'], /none\.json: there is no such file/],
  [[...CHAIN, '--schedule', 'steps:012'], /--schedule: is no schedule that explore has printed/],
  [[...CHAIN, '--txs', '65'], /--txs/],
  [['explore', 'v1', '--shape', 'chain', '--on-estimate', 'suspend'], /v1 has no estimates/],
  [[...CHAIN, '--hints', 'all'], /--hints: block-stm takes none/],
  [['explore', 'v1', '--shape', 'chain', '--hints', 'static'], /--hints: scripts have no code/],
  [['explore', 'block-stm', '--shape', 'ring'], /--shape .*ring.* is invalid/],
])('%j is refused with a reason', async (words, reason) => {
  const { code, stderr } = await place.call(words);
  expect(code).toBe(254);
  expect(stderr).toMatch(reason);
  expect(stderr).not.toMatch(/\bat .*\.js:\d/);
});

describe('a flag that would do nothing is refused', () => {
  test.each([
    ['--schedules', ['--exhaustive', '--schedules', '10']],
    ['--threads', ['--exhaustive', '--threads', '2']],
    ['--picker', ['--preemptions', '1', '--picker', 'pos']],
    ['--states-max', ['--states-max', '10']],
    ['--checkpoint', ['--checkpoint', 'far', '--schedules', '10']],
    ['--exhaustive', ['--schedule', 'steps:000000', '--exhaustive']],
    ['--budget', ['--schedule', 'steps:000000', '--budget', '3']],
  ])('%s', async (flag, words) => {
    const { code, stderr } = await place.call([...CHAIN, ...words]);
    expect(code).toBe(254);
    expect(stderr).toContain(`${flag}: does nothing`);
  });
});
