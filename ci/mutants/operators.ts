/**
 * Mutation operators: small changes of compiled code, one at a time.
 *
 * Owns what is changed into what. Saboteurs are mistakes that somebody has made; these are all the
 * small ones that could be made, most of which no human would think of.
 */
import { parseSync } from 'oxc-parser';

/** One change of one file. Positions are in UTF-16 units. */
export interface Mutation {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** Name of the operator. */
  readonly operator: string;
}

/** What stands in place of an operator of two sides. */
const SWAPS: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
  '+': '-',
  '-': '+',
};

/** A node of the tree, as far as it is looked at. */
interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** All mutations of a module. Throws a `SyntaxError` where it cannot be read. */
export function mutationsOf(path: string, source: string): readonly Mutation[] {
  const { program, errors } = parseSync(path, source);
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(`${path}: ${error.message}`);
  const found: Mutation[] = [];
  visit(program, (node) => {
    found.push(...mutationsAt(node, source));
  });
  return found;
}

function mutationsAt(node: SyntaxNode, source: string): readonly Mutation[] {
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
      return swapped(node, source);
    case 'UnaryExpression':
      return source[node.start] === '!'
        ? [{ start: node.start, end: node.start + 1, replacement: '', operator: 'negation' }]
        : [];
    case 'Literal':
      return literal(node, source);
    case 'IfStatement': {
      const test = childOf(node, 'test');
      if (test?.type !== 'CallExpression') return [];
      return [{ start: test.start, end: test.start, replacement: '!', operator: 'condition' }];
    }
    case 'ExpressionStatement': {
      const call = childOf(node, 'expression');
      if (call?.type !== 'CallExpression') return [];
      return [{ start: node.start, end: node.end, replacement: ';', operator: 'call left out' }];
    }
    default:
      return [];
  }
}

function swapped(node: SyntaxNode, source: string): readonly Mutation[] {
  const [left, right] = [childOf(node, 'left'), childOf(node, 'right')];
  if (left === null || right === null) return [];
  const between = source.slice(left.end, right.start);
  const operator = /[<>=!&|+-]+/.exec(between);
  const replacement = operator === null ? undefined : SWAPS[operator[0]];
  if (operator === null || replacement === undefined) return [];
  const start = left.end + operator.index;
  return [{ start, end: start + operator[0].length, replacement, operator: operator[0] }];
}

function literal({ start, end }: SyntaxNode, source: string): readonly Mutation[] {
  const text = source.slice(start, end);
  if (text === 'true' || text === 'false') {
    return [{ start, end, replacement: String(text === 'false'), operator: 'truth' }];
  }
  const number = /^(\d+)(n?)$/.exec(text);
  if (number === null) return [];
  const [, digits = '0', suffix = ''] = number;
  return [{ start, end, replacement: `${BigInt(digits) + 1n}${suffix}`, operator: 'number' }];
}

function childOf(node: SyntaxNode, name: string): SyntaxNode | null {
  const value: unknown = new Map<string, unknown>(Object.entries(node)).get(name);
  return isNode(value) ? value : null;
}

function isNode(value: unknown): value is SyntaxNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    'start' in value &&
    typeof value.start === 'number'
  );
}

/** Every node, outermost first. */
function visit(value: unknown, hear: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, hear);
    return;
  }
  if (!isNode(value)) return;
  hear(value);
  for (const child of Object.values(value)) visit(child, hear);
}
