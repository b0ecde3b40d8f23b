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
import type { NodeKind } from '../node/devNode.ts';
import type { Environment } from '../stdio/limits.ts';
import type { Verifier } from '../verifier/verifier.ts';
import { serve } from '../../serve/serve.ts';

/**
 * What stands behind the prefix of such a kind, empty where there is none; and which variables
 * were asked for, for a program that is not to see the rest of our environment.
 */
const [, , kind = '', rest = '', ...variables] = process.argv;

/** Each is loaded only where it is asked for. */
const OPENERS: Readonly<Record<string, () => Promise<Engine>>> = {
  edr: async () => await nodeEngine((await import('../node/edrNode.ts')).openEdr()),
  anvil: async () =>
    await nodeEngine((await import('../node/anvilNode.ts')).openAnvil(namedEnvironment())),
  rpc: async () => await nodeEngine((await import('../node/remoteNode.ts')).openRemoteNode(rest)),
  blocktest: async () =>
    await verifierEngine((await import('../blocktest/blocktestVerifier.ts')).openBlocktest(rest)),
  'engine-api': async () =>
    await verifierEngine((await import('../engineApi/engineApiVerifier.ts')).openEngineApi(rest)),
  t8n: async () => await (await import('../t8n/t8nEngine.ts')).openT8nEngine(rest),
};

function namedEnvironment(): Environment {
  return Object.fromEntries(variables.map((name) => [name, process.env[name] ?? '']));
}

async function nodeEngine(opening: Promise<NodeKind>): Promise<Engine> {
  const node = await opening;
  return (await import('../node/nodeEngine.ts')).createNodeEngine(node);
}

async function verifierEngine(opening: Promise<Verifier>): Promise<Engine> {
  const verifier = await opening;
  return await (await import('../verifier/verifierEngine.ts')).openVerifierEngine(verifier);
}

try {
  const open = OPENERS[kind];
  if (open === undefined) throw new Error(`there is no bridge to ${kind}`);
  await serve({
    open,
    input: process.stdin,
    output: process.stdout,
  });
  process.exit(0);
} catch (error) {
  process.stderr.write(`${describeThrown(error)}\n`);
  process.exit(1);
}
