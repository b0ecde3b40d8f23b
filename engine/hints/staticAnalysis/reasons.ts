/**
 * Recipes in words.
 *
 * Owns the short text that explains a hint: what its slot or address was computed from. Written for
 * people and cut where it gets long; nothing reads it back.
 */
import { quantity } from '../../primitives/bytes.ts';
import { unreachable } from '../../primitives/invariant.ts';
import {
  type Content,
  type Expression,
  type MemoryWrite,
  type Region,
  valueOf,
} from './expressions.ts';

const TEXT_MAX = 72;
const DIGITS_MAX = 10;
const LEVELS_MAX = 5;
/** Memory never grows so far. */
const PLACES_END = 2n ** 40n;
const OPERATORS: ReadonlyMap<number, string> = new Map([
  [0x01, '+'],
  [0x02, '*'],
  [0x03, '-'],
  [0x04, '/'],
  [0x16, '&'],
  [0x17, '|'],
  [0x1b, '<<'],
  [0x1c, '>>'],
]);

const described = new WeakMap<Expression, string>();

/** Why a location is expected: which instruction would touch it, and where from it is known. */
export function reasonOf(instruction: string, place: Expression): string {
  const known = described.get(place);
  if (known !== undefined) return `${instruction} ${known}`;
  const whole = inWords(place, 0);
  const text = whole.length > TEXT_MAX ? `${whole.slice(0, TEXT_MAX)}…` : whole;
  described.set(place, text);
  return `${instruction} ${text}`;
}

function inWords(expression: Expression, level: number): string {
  if (level > LEVELS_MAX) return '…';
  const inner = (one: Expression): string => inWords(one, level + 1);
  switch (expression.kind) {
    case 'constant': {
      const digits = quantity(expression.value);
      return digits.length > DIGITS_MAX ? `${digits.slice(0, DIGITS_MAX)}…` : digits;
    }
    case 'environment':
      return expression.name;
    case 'calldata':
      return `calldata[${inner(expression.offset)}]`;
    case 'operation': {
      const [a, b] = expression.operands;
      const operator = OPERATORS.get(expression.opcode);
      if (a === undefined || b === undefined || operator === undefined) return '(…)';
      const isShift = expression.opcode === 0x1b || expression.opcode === 0x1c;
      const [left, right] = isShift ? [b, a] : [a, b];
      return `(${inner(left)} ${operator} ${inner(right)})`;
    }
    case 'load':
      return `memory(${regionInWords(expression.region, level)})`;
    case 'keccak':
      return `keccak(${regionInWords(expression.region, level)})`;
    case 'outcome':
      return expression.of.kind === 'read-slot'
        ? `sload(${inner(expression.of.slot)})`
        : `result of ${expression.of.kind}`;
    case 'unknown':
      return '?';
    default:
      return unreachable(expression);
  }
}

/** In the order of memory, as far as that is known, and not of writing. */
function regionInWords({ writes }: Region, level: number): string {
  const ordered = [...writes].sort((a, b) => Number(placeOf(a) - placeOf(b)));
  return ordered.map(({ content }) => contentInWords(content, level)).join(', ');
}

function placeOf({ offset }: MemoryWrite): bigint {
  const place = valueOf(offset);
  return place !== null && place < PLACES_END ? place : PLACES_END;
}

function contentInWords(content: Content, level: number): string {
  return content.kind === 'word' || content.kind === 'byte'
    ? inWords(content.value, level + 1)
    : content.kind;
}
