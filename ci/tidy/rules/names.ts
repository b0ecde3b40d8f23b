/**
 * Rules: files and declarations are named in the project's own words.
 *
 * One word has one meaning here, and its synonyms would suggest a difference that does not exist.
 * Only names that we declare are judged: a property may be called what a protocol or a library
 * calls it. Prose is for reviewers.
 */
import { Visitor } from 'oxc-parser';
import type { Examination, Rule } from '../rule.ts';
import type { SourceFile } from '../source.ts';

const FILE_NAME = /^[a-z][A-Za-z0-9]*(?:\.(?:test|config))?\.ts$/;
const EMPTY_WORDS = /^(?:utils?|helpers?|managers?|data|info|misc|common|shared)\./i;
const EMPTY_ENDINGS = /(?:Utils?|Helpers?|Manager|Info)$|^Data$/;
/** `EngineInfo` is our one exception; a `…StateManager` implements the port ethereumjs calls so. */
const EMPTY_ENDINGS_ALLOWED = /^EngineInfo$|.StateManager$/;

/** A synonym, as it appears inside a name, and the word of the project's glossary. */
const SYNONYMS: readonly (readonly [RegExp, string])[] = [
  [/coinbase|miner(?!al)/i, 'beneficiary'],
  [/epoch/i, 'round'],
  [/shard/i, 'partition'],
  [/mutant/i, 'saboteur'],
  [/Evm(?![a-z])/, 'EVM'],
];

/** A name that says nothing hides a second concept. */
export const fileNames: Rule = {
  states: 'a file has a camelCase name that means something',
  counts: 'files of code',
  examine: (file) => {
    if (file.kind === 'text') return { checked: 0, violations: [] };
    const problem = EMPTY_WORDS.test(file.name)
      ? `${file.name} names no concept`
      : FILE_NAME.test(file.name)
        ? null
        : `${file.name} is not camelCase`;
    const violations = problem === null ? [] : [{ path: file.path, line: 1, problem }];
    return { checked: 1, violations };
  },
  bad: [
    { path: 'engine/evm/utils.ts', text: '', says: /names no concept/ },
    { path: 'engine/evm/fee-market.ts', text: '', says: /not camelCase/ },
    { path: 'engine/evm/FeeMarket.ts', text: '', says: /not camelCase/ },
  ],
  good: [{ path: 'engine/evm/feeMarket.test.ts', text: '' }],
};

/** One word, one meaning. */
export const glossary: Rule = {
  states: 'a declared name uses the words of the glossary',
  counts: 'declared names',
  examine: examineNames,
  bad: [
    { path: 'engine/a.ts', text: `const coinbaseFee = 1n;`, says: /say beneficiary/ },
    { path: 'engine/a.ts', text: `function payMiner(fee) {}`, says: /say beneficiary/ },
    { path: 'engine/a.ts', text: `class Shard {}`, says: /say partition/ },
    { path: 'engine/a.ts', text: `type EvmCore = 1;`, says: /say EVM/ },
    { path: 'engine/a.ts', text: `class PoolManager {}`, says: /names no concept/ },
    { path: 'engine/a.ts', text: `function f(epochEnd) {}`, says: /say round/ },
  ],
  good: [
    { path: 'engine/a.ts', text: `const { coinbase } = header; interface EngineInfo {}` },
    { path: 'engine/a.ts', text: `const beneficiary = header.coinbase;` },
  ],
};

function examineNames(file: SourceFile): Examination {
  if (file.kind === 'text') return { checked: 0, violations: [] };
  const declared = declaredNames(file);
  const violations = declared.flatMap(({ name, start }) => {
    const problem = objectionTo(name);
    return problem === null ? [] : [{ path: file.path, line: file.lineAt(start), problem }];
  });
  return { checked: declared.length, violations };
}

function objectionTo(name: string): string | null {
  const synonym = SYNONYMS.find(([pattern]) => pattern.test(name));
  if (synonym !== undefined) return `${name}: say ${synonym[1]}`;
  if (!EMPTY_ENDINGS.test(name) || EMPTY_ENDINGS_ALLOWED.test(name)) return null;
  return /^[A-Z]/.test(name) ? `${name} names no concept` : null;
}

interface Named {
  readonly name: string;
  readonly start: number;
}

/** Functions, classes, types, variables, parameters; names bound by destructuring are not ours. */
function declaredNames(file: SourceFile): readonly Named[] {
  const names: Named[] = [];
  const add = (node: object | null): void => {
    if (node === null || !('name' in node) || !('start' in node)) return;
    const { name, start } = node;
    if (typeof name === 'string' && typeof start === 'number') names.push({ name, start });
  };
  const addFunction = (node: { id: object | null; params: readonly object[] }): void => {
    add(node.id);
    node.params.forEach(add);
  };
  new Visitor({
    FunctionDeclaration: addFunction,
    FunctionExpression: addFunction,
    ArrowFunctionExpression: (node) => node.params.forEach(add),
    ClassDeclaration: ({ id }) => add(id),
    TSInterfaceDeclaration: ({ id }) => add(id),
    TSTypeAliasDeclaration: ({ id }) => add(id),
    VariableDeclarator: ({ id }) => add(id),
  }).visit(file.syntax().program);
  return names;
}
