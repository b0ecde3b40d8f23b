/**
 * JSON-RPC 2.0 as a node answers it.
 *
 * Owns the envelope and the limits of an answer over HTTP. What a result means is the asker's.
 */
import { fieldsOf, text, count, asIs, type Reader } from '../../input/fields.ts';
import { printable } from '../../input/printable.ts';

const ANSWER_BYTES_MAX = 64 * 1024 * 1024;
const MESSAGE_MAX = 1 << 16;
const SECONDS_MAX = 60;

/** A node said no. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** JSON-RPC 2.0: the node has no such method. */
export const METHOD_NOT_FOUND: number = -32_601;

/** The text of a request. */
export function requestText(id: number, method: string, params: readonly unknown[]): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

/** The result in an answer. Throws `RpcError` for an error, `Refusal` for what is neither. */
export function resultOf(answer: unknown, method: string): unknown {
  const from = fieldsOf(answer, method);
  if (!from.has('error')) return from.required('result', asIs);
  throw from.required('error', readError);
}

const readError: Reader<RpcError> = (value, place) => {
  const from = fieldsOf(value, place);
  const code = from.required('code', readCode);
  return new RpcError(code, printable(from.required('message', text(MESSAGE_MAX))));
};

/** Codes are negative. */
const readCode: Reader<number> = (value, place) =>
  typeof value === 'number' && value < 0 ? -count(-value, place) : count(value, place);

/** Asks over HTTP. Rejects with `RpcError`, or any error where there is no answer in time. */
export class HttpRpc {
  readonly #url: string;
  readonly #headers: () => Promise<Readonly<Record<string, string>>>;
  #nextId = 1;

  /** `headers` are made for each request; default: none besides the type of its body. */
  constructor(url: string, headers: () => Promise<Readonly<Record<string, string>>> = noHeaders) {
    this.#url = url;
    this.#headers = headers;
  }

  async ask(method: string, ...params: readonly unknown[]): Promise<unknown> {
    const id = this.#nextId;
    this.#nextId += 1;
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { ...(await this.#headers()), 'content-type': 'application/json' },
      body: requestText(id, method, params),
      signal: AbortSignal.timeout(SECONDS_MAX * 1_000),
    });
    const answer: unknown = JSON.parse(await limited(response));
    return resultOf(answer, method);
  }
}

const noHeaders = (): Promise<Readonly<Record<string, string>>> => Promise.resolve({});

async function limited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > ANSWER_BYTES_MAX) throw new Error('the node answered with more than 64 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
