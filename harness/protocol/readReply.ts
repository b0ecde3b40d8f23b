/**
 * Reads what an engine writes on its stdout.
 *
 * Owns which replies there are and that each answers one request; what a result means is
 * `readResult`'s.
 */
import type { BlockInput, EngineInfo, ExecutionResult } from '#engine/api/index.js';
import { readCapabilities, readIdentity } from '../input/engineReply.ts';
import {
  asIs,
  count,
  fieldsOf,
  join,
  listOf,
  nullable,
  oneOf,
  type Reader,
  text,
} from '../input/fields.ts';
import { ERROR_KINDS, type ErrorKind, PROTOCOL } from './messages.ts';
import { inputPayload } from './blockPayload.ts';
import { refuseOther } from './nearest.ts';
import { readInput } from './readInput.ts';
import { type Asked, readExecution } from './readResult.ts';

const MESSAGE_MAX = 1 << 16;
const TYPES = ['hello', 'result', 'results', 'expressed', 'reset', 'bye', 'error'] as const;

/** The part of a reply that says what it answers; the rest waits for whoever asked. */
export interface Envelope {
  /** `null`: an error about a request whose id could not be read. */
  readonly id: number | null;
  readonly type: (typeof TYPES)[number];
}

/** Why an engine did not do what it was asked. */
export interface ErrorReply {
  readonly kind: ErrorKind;
  readonly message: string;
}

/** Reads id and type. Throws `Refusal`. */
export const readEnvelope: Reader<Envelope> = (value, place) => {
  const from = fieldsOf(value, place);
  return { type: from.required('type', oneOf(TYPES)), id: from.required('id', nullable(count)) };
};

/** Reads who the engine is. Throws `Refusal`. */
export const readHello: Reader<EngineInfo> = (value, place) => {
  const from = fieldsOf(value, place);
  from.required('protocol', oneOf([PROTOCOL]));
  const who = from.required('engine', readIdentity);
  return { ...who, capabilities: from.required('capabilities', readCapabilities) };
};

/** Reads the results of a sequence, one for each block. Throws `Refusal`. */
export function readResults(asked: readonly Asked[]): Reader<readonly ExecutionResult[]> {
  return (value, place) => {
    const from = fieldsOf(value, place);
    const items = from.required('results', listOf(asIs, asked.length));
    return asked.map((block, index) => {
      const at = `${join(place, 'results')}[${String(index)}]`;
      return readExecution(block)(items[index], at);
    });
  };
}

/** Reads the nearest block that the engine can be given. Throws `Refusal`. */
export function readExpressed(asked: BlockInput): Reader<BlockInput> {
  return (value, place) => {
    const read = readInput(asked.block);
    const nearest = fieldsOf(value, place).required('input', read);
    // Read like the other, so that both are spelled alike.
    refuseOther(read(inputPayload(asked), ''), nearest, join(place, 'input'));
    return nearest;
  };
}

/** Reads why. Throws `Refusal`. */
export const readError: Reader<ErrorReply> = (value, place) =>
  fieldsOf(value, place).required('error', (error, at) => {
    const from = fieldsOf(error, at);
    return {
      kind: from.required('kind', oneOf(ERROR_KINDS)),
      message: from.required('message', text(MESSAGE_MAX)),
    };
  });
