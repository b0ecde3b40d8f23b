/**
 * Rule: what decides a block's outcome sees no clock, no chance, no environment.
 *
 * A run must be a function of its block, its seed and its schedule, else no failure can be
 * replayed. Only the thread runtime lives in real time. Identifiers are read from the syntax tree,
 * so that a comment, a string or a property of that name is no fault.
 */
import { Visitor } from 'oxc-parser';
import { isWithin } from '../layers.ts';
import type { Examination, Rule } from '../rule.ts';
import type { SourceFile } from '../source.ts';

const PURE: readonly string[] = ['engine', 'generators', 'fixtures'];
const IN_REAL_TIME = 'engine/lanes/threads';

const BANNED_GLOBALS: readonly string[] = [
  'Date',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'crypto',
];
const BANNED_MEMBERS: readonly string[] = ['Math.random', 'process.env', 'process.hrtime'];
const BANNED_MODULES: readonly string[] = ['node:timers', 'node:perf_hooks'];
const RANDOM_NAMES = /^(?:random(?:Bytes|Int|UUID|Fill)|getRandomValues|webcrypto)/;

interface Name {
  readonly name: string;
  readonly start: number;
}

/** The same block, seed and schedule give the same result, always. */
export const determinism: Rule = {
  states: 'engine, generators and fixtures use no clock, timer, chance or environment',
  counts: 'identifiers',
  examine: examineNames,
  bad: [
    { path: 'engine/evm/a.ts', text: `const now = Date.now();`, says: /Date/ },
    { path: 'generators/a.ts', text: `const dice = Math.random();`, says: /Math\.random/ },
    { path: 'engine/lanes/a.ts', text: `performance.now();`, says: /performance/ },
    { path: 'fixtures/a.ts', text: `const f = process.env['HOME'];`, says: /process\.env/ },
    { path: 'engine/lanes/a.ts', text: `setTimeout(() => wake(), 1);`, says: /setTimeout/ },
    { path: 'engine/a.ts', text: `const d = globalThis.Date;`, says: /Date/ },
    {
      path: 'engine/a.ts',
      text: `import { randomBytes } from 'node:crypto';`,
      says: /randomBytes/,
    },
    {
      path: 'engine/a.ts',
      text: `import * as t from 'node:timers/promises';`,
      says: /node:timers/,
    },
  ],
  good: [
    { path: 'engine/lanes/threads/pool.ts', text: `const now = performance.now();` },
    { path: 'engine/evm/a.ts', text: `/* Date */ const when = env.Date ?? 'Math.random';` },
  ],
};

/** Every identifier that is read as a variable or a type, not as the name of a property. */
function namesIn(file: SourceFile): readonly Name[] {
  const properties = new Set<number>();
  const names: Name[] = [];
  new Visitor({
    MemberExpression: (node) => {
      if (node.computed) return;
      if (node.object.type !== 'Identifier') return void properties.add(node.property.start);
      const { name: object, start } = node.object;
      if (object !== 'globalThis') properties.add(node.property.start);
      if (node.property.type === 'Identifier') {
        names.push({ name: `${object}.${node.property.name}`, start });
      }
    },
    Property: (node) => {
      if (!node.computed && !node.shorthand) properties.add(node.key.start);
    },
    Identifier: ({ name, start }) => void names.push({ name, start }),
    ImportDeclaration: ({ source }) => void names.push({ name: source.value, start: source.start }),
  }).visit(file.syntax().program);
  // The parser reports a shorthand as two identifiers in one place.
  const places = new Map(names.map((one) => [`${one.start} ${one.name}`, one]));
  return [...places.values()].filter(
    ({ name, start }) => name.includes('.') || !properties.has(start),
  );
}

function isBanned(name: string): boolean {
  if (BANNED_GLOBALS.includes(name) || BANNED_MEMBERS.includes(name)) return true;
  return RANDOM_NAMES.test(name) || BANNED_MODULES.some((module) => isWithin(name, module));
}

function examineNames(file: SourceFile): Examination {
  if (file.kind !== 'source' || !PURE.includes(file.folder)) return { checked: 0, violations: [] };
  const names = namesIn(file);
  if (isWithin(file.path, IN_REAL_TIME)) return { checked: names.length, violations: [] };
  const violations = names
    .filter(({ name }) => isBanned(name))
    .map(({ name, start }) => ({
      path: file.path,
      line: file.lineAt(start),
      problem: `${name} makes a run depend on more than its inputs`,
    }));
  return { checked: names.length, violations };
}
