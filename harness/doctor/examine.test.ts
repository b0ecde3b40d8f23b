/** What an examination shows of engines that are well, and of those that are not. */
import { expect, test } from 'vitest';
import type { Engine } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/index.js';
import { examine, type Step } from '#harness/doctor/examine.js';
import { Unsupported } from '#harness/input/unsupported.js';

const serial = createSerialEngine();

async function examined(change: Partial<Engine>): Promise<readonly Step[]> {
  const honest: Engine = {
    info: serial.info,
    execute: async (...given) => await serial.execute(...given),
  };
  const patient = { engine: { ...honest, ...change }, truth: serial, watch: { secondsMax: 1 } };
  const steps: Step[] = [];
  for await (const step of examine(patient)) steps.push(step);
  return steps;
}

function withCapabilities(change: Partial<Engine['info']['capabilities']>): Partial<Engine> {
  const { info } = serial;
  return { info: { ...info, capabilities: { ...info.capabilities, ...change } } };
}

test('an engine that is well answers everything', async () => {
  const steps = await examined({});
  expect(steps.map(({ name, isWell }) => [name, isWell])).toEqual([
    ['handshake', true],
    ['capabilities', true],
    ['trivial block', true],
    ['conflict block', true],
    ['again', true],
  ]);
  expect(steps[1]?.advice.join()).toContain('--claim equivalence');
  expect(steps[3]?.words).toMatch(/agrees in \d+ fields, serially/);
});

test.each<[string, Partial<Engine>, Step['name'], boolean, RegExp, RegExp]>([
  [
    'claims no fork',
    withCapabilities({ forks: [] }),
    'capabilities',
    false,
    /no fork/,
    /at least one/,
  ],
  [
    'throws',
    { execute: async () => await Promise.reject(new Error('kaboom')) },
    'trivial block',
    false,
    /failed: kaboom/,
    /by hand/,
  ],
  [
    'never answers',
    { execute: async () => await new Promise(() => undefined) },
    'trivial block',
    false,
    /timed out after 1 second/,
    /--time-limit/,
  ],
  [
    'is wrong',
    {
      execute: async (...given) => {
        const result = await serial.execute(...given);
        return result.status === 'accepted' ? { ...result, gasUsed: '0x1' } : result;
      },
    },
    'trivial block',
    false,
    /gas used is 1/,
    /mend this/,
  ],
  [
    'declines',
    { execute: async () => await Promise.reject(new Unsupported('not this one')) },
    'again',
    true,
    /not this one/,
    /nothing is wrong/,
  ],
  [
    'says that it is parallel, and runs serially',
    withCapabilities({ parallel: true }),
    'conflict block',
    true,
    /serially/,
    /ran serially .*inconclusive/,
  ],
])('one that %s', async (_what, change, name, isWell, words, advice) => {
  const steps = await examined(change);
  const found = steps.find((step) => step.name === name);
  expect(found).toMatchObject({ isWell, words: expect.stringMatching(words) as unknown });
  expect(found?.advice.join()).toMatch(advice);
});
