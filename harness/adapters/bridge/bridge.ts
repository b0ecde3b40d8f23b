/**
 * The program behind engines that do not speak `lockstep/1` themselves.
 *
 * Owns nothing but the choice: it speaks the protocol for one of them, in a process of its own, so
 * that native code, foreign programs and whatever they start live under the same limits as any
 * other engine.
 */
import process from 'node:process';
import type { Engine } from '#engine/api/index.js';
import { describeThrown } from '../../input/printable.ts';
import { serve } from '../../serve/serve.ts';

/** Each is loaded only where it is asked for. */
const OPENERS: Readonly<Record<string, (rest: readonly string[]) => Promise<Engine>>> = {
  edr: async () => {
    const { createNodeEngine } = await import('../node/nodeEngine.ts');
    const { openEdr } = await import('../node/edrNode.ts');
    return createNodeEngine(await openEdr());
  },
  anvil: async () => {
    const { createNodeEngine } = await import('../node/nodeEngine.ts');
    const { openAnvil } = await import('../node/anvilNode.ts');
    return createNodeEngine(await openAnvil());
  },
  rpc: async ([rest = '']) => {
    const { createNodeEngine } = await import('../node/nodeEngine.ts');
    const { openRemoteNode } = await import('../node/remoteNode.ts');
    return createNodeEngine(await openRemoteNode(rest));
  },
  t8n: async ([rest = '']) => await (await import('../t8n/t8nEngine.ts')).openT8nEngine(rest),
};

const [kind = '', ...rest] = process.argv.slice(2);
try {
  const open = OPENERS[kind];
  if (open === undefined) throw new Error(`there is no bridge to ${kind}`);
  await serve({
    open: async () => await open(rest),
    input: process.stdin,
    output: process.stdout,
  });
  process.exit(0);
} catch (error) {
  process.stderr.write(`${describeThrown(error)}\n`);
  process.exit(1);
}
