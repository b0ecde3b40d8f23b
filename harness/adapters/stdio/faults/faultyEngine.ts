/**
 * A process that speaks `lockstep/1` and misbehaves in one way:
 * `node faultyEngine.js <fault> <answers>`.
 *
 * Owns the conversation. All its other answers are right ones, so that a test sees what one fault
 * comes to.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Answers, digestOf } from './answers.ts';
import { EXECUTIONS, HELLOS, type Loose } from './faults.ts';

const [, , fault = 'honest', answersFile = ''] = process.argv;
if (!(fault in HELLOS) && !(fault in EXECUTIONS)) throw new RangeError(`no fault ${fault}`);
const { replies } = JSON.parse(readFileSync(answersFile, 'utf8')) as Answers;
const greet = HELLOS[fault];
const execute = EXECUTIONS[fault] ?? EXECUTIONS['honest'];

const CAPABILITIES = {
  forks: ['Prague'],
  policies: ['reject-block', 'skip'],
  parallel: false,
  accesses: false,
};

function write(text: string): void {
  process.stdout.write(text);
}

function say(message: unknown): void {
  write(`${JSON.stringify(message)}\n`);
}

let count = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as Loose;
  const { id, type } = request;
  if (type === 'hello') {
    const engine = { name: 'faulty', version: '1' };
    const reply = { id, type, protocol: 'lockstep/1', engine, capabilities: CAPABILITIES };
    if (greet === undefined) say(reply);
    else await greet({ count, request, reply, write, say });
  } else if (type === 'execute') {
    count += 1;
    const known = replies[digestOf(request['state'], request['input'])] ?? {
      type: 'error',
      error: { kind: 'unsupported', message: 'not prepared for this block' },
    };
    const reply = { id, ...structuredClone(known) };
    await execute?.({ count, request, reply, write, say });
  } else if (type === 'express') {
    // Only of an engine that chooses its own block: one without transactions.
    say({ id, type: 'expressed', input: { ...(request['input'] as Loose), txs: [] } });
  } else {
    say({ id, type });
    if (type === 'bye') process.exit(0);
  }
}
