/**
 * Rules: functions of at most 60 lines and at most three positional parameters.
 *
 * Test files are free in length, since a `describe` is a table of contents and not a function.
 * Where someone else dictates the parameters (an `override`, a class that `implements`, a function
 * stored under a declared type, a callback written in place) they are not counted.
 */
import { Visitor } from 'oxc-parser';
import type { Examination, Rule, Violation } from '../rule.ts';
import type { SourceFile } from '../source.ts';

const LINES_MAX = 60;
const PARAMETERS_MAX = 3;

/** Interfaces that describe a package which has no types of its own. */
const DICTATED: readonly string[] = ['engine/evm/kzg.ts'];

interface Span {
  readonly start: number;
  readonly end: number;
}

/** A function longer than 60 lines does two things. */
export const functionLength: Rule = {
  states: `a function has at most ${LINES_MAX} lines`,
  counts: 'functions',
  examine: examineLength,
  bad: [
    {
      path: 'ci/long.ts',
      text: `function f() {\n${'  g();\n'.repeat(LINES_MAX - 1)}}`,
      says: /61 lines/,
    },
    {
      path: 'ci/long.ts',
      text: `class C {\n  run = () => {\n${'    g();\n'.repeat(LINES_MAX - 1)}  };\n}`,
      says: /61 lines/,
    },
  ],
  good: [{ path: 'ci/short.ts', text: `function f() {\n${'  g();\n'.repeat(LINES_MAX - 2)}}` }],
};

/** Four values in a row are an object that has no name yet. */
export const parameters: Rule = {
  states: `a function has at most ${PARAMETERS_MAX} positional parameters`,
  counts: 'declared functions and methods',
  examine: examineParameters,
  bad: [
    { path: 'ci/wide.ts', text: 'function f(a, b, c, d) {}', says: /4 positional parameters/ },
    { path: 'ci/wide.ts', text: 'const f = (a, b, c, d) => a;', says: /4 positional parameters/ },
    { path: 'ci/wide.ts', text: 'class C { m(a, b, c, d) {} }', says: /4 positional parameters/ },
    {
      path: 'ci/wide.ts',
      text: 'interface I { m(a: A, b: A, c: A, d: A): A }',
      says: /4 positional parameters/,
    },
  ],
  good: [
    {
      path: 'ci/wide.ts',
      text: 'class C extends B { override m(a, b, c, d) {} }\nfunction g(a, b, c) {}',
    },
    { path: 'ci/wide.ts', text: 'class C implements I { m(a, b, c, d) {} }\nfunction g() {}' },
    { path: 'ci/wide.ts', text: 'const f: Recover = (a, b, c, d) => a;\nfunction g() {}' },
  ],
};

function examineLength(file: SourceFile): Examination {
  if (file.kind !== 'source') return { checked: 0, violations: [] };
  const spans: Span[] = [];
  new Visitor({
    FunctionDeclaration: (node) => void spans.push(node),
    FunctionExpression: (node) => void spans.push(node),
    ArrowFunctionExpression: (node) => void spans.push(node),
  }).visit(file.syntax().program);
  const violations = spans.flatMap(({ start, end }): Violation[] => {
    const line = file.lineAt(start);
    const length = file.lineAt(end) - line + 1;
    return length <= LINES_MAX ? [] : [{ path: file.path, line, problem: `${length} lines` }];
  });
  return { checked: spans.length, violations };
}

function examineParameters(file: SourceFile): Examination {
  if (file.kind === 'text') return { checked: 0, violations: [] };
  const declared: { readonly start: number; readonly params: readonly object[] }[] = [];
  new Visitor({
    FunctionDeclaration: (node) => void declared.push(node),
    ClassDeclaration: (node) => {
      if ((node.implements ?? []).length > 0) return;
      for (const member of node.body.body) {
        if (member.type === 'MethodDefinition' && !member.override) declared.push(member.value);
      }
    },
    TSMethodSignature: (node) => {
      if (!DICTATED.includes(file.path)) declared.push(node);
    },
    VariableDeclarator: ({ id, init }) => {
      if (id.type !== 'Identifier' || (id.typeAnnotation ?? null) !== null) return;
      if (init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression') {
        declared.push(init);
      }
    },
  }).visit(file.syntax().program);
  const violations = declared
    .filter(({ params }) => params.length > PARAMETERS_MAX)
    .map(({ start, params }) => ({
      path: file.path,
      line: file.lineAt(start),
      problem: `${params.length} positional parameters: name them in an options object`,
    }));
  return { checked: declared.length, violations };
}
