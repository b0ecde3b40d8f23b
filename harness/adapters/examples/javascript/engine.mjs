/**
 * A complete engine that speaks lockstep/1: copy it, and put your own execution into `execute`.
 *
 * Here the work is done by Lockstep's serial engine, so that the example passes as it is:
 *   lockstep certify "stdio:node engine.mjs" --claim equivalence
 */
import { createInterface } from 'node:readline';
import { createEngine } from 'lockstep-evm';

const engine = createEngine({ scheduler: 'serial' });

const HELLO = {
  protocol: 'lockstep/1',
  engine: { name: 'example', version: '1.0.0' },
  capabilities: {
    forks: ['Prague', 'Osaka'],
    policies: ['reject-block', 'skip'],
    parallel: false,
    accesses: false,
  },
};

/** One block on one state, both in t8n's words; returns t8n's result and the state after it. */
async function execute({ state, input, options = {} }) {
  const { withdrawals = [], ...env } = input.env;
  const { fork, chainid: chainId } = state;
  const block = { fork, chainId, env, transactions: input.txs, withdrawals };
  const outcome = await engine.execute(block, input.alloc, options);
  if (outcome.status === 'rejected') {
    const { kind, index, reason } = outcome.rejection;
    if (kind === 'block') return { result: { blockException: reason } };
    return { result: { rejected: [{ index, error: reason }] } };
  }
  const { postState, rejected, stats, ...result } = outcome;
  const left = rejected.map(({ index, reason }) => ({ index, error: reason }));
  return { result: { ...result, rejected: left }, alloc: postState };
}

async function answer({ id, type, ...request }) {
  switch (type) {
    case 'hello':
      return { id, type, ...HELLO };
    case 'execute':
      return { id, type: 'result', ...(await execute(request)) };
    case 'reset':
    case 'bye':
      return { id, type };
    default:
      return { id, type: 'error', error: { kind: 'unsupported', message: `no ${type} here` } };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const reply = await answer(request).catch((error) => {
    return { id: request.id, type: 'error', error: { kind: 'failed', message: String(error) } };
  });
  process.stdout.write(`${JSON.stringify(reply)}\n`);
  if (request.type === 'bye') break;
}
