/**
 * Engines that do not speak the protocol themselves, through the bridge.
 *
 * Owns where the bridge's program lies and what to do where it cannot start.
 */
import { fileURLToPath } from 'node:url';
import type { Engine } from '#engine/api/index.js';
import { openProgram, type StdioOptions } from '../stdio/stdioEngine.ts';

const BRIDGE = fileURLToPath(new URL('bridge.js', import.meta.url));

/** What lies on the other side. */
export interface Bridged {
  readonly kind: 'edr' | 'anvil' | 't8n' | 'rpc' | 'blocktest' | 'engine-api';
  /** What comes after the prefix of such a kind. */
  readonly rest?: string;
  readonly remedy: string;
}

/** Opens the engine. Throws `InputError` where it cannot be started. */
export async function openBridge(
  { kind, rest, remedy }: Bridged,
  options: StdioOptions,
): Promise<Engine> {
  // It sees the variables itself, and passes on those that are named.
  const variables = Object.keys(options.environment ?? {});
  const words = [BRIDGE, kind, rest ?? '', ...variables];
  const name = rest === undefined ? kind : `${kind}:${rest}`;
  return await openProgram({ words: { program: process.execPath, words }, name, remedy }, options);
}
