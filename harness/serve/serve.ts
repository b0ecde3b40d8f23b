/**
 * Speaks `lockstep/1` for an engine of ours.
 *
 * Owns the other side of the protocol: one line in, one line out, in order, and an error for every
 * request that cannot be read, so that a harness never waits. Does not open engines.
 */
import type { Readable, Writable } from 'node:stream';
import type {
  BlockInput,
  Engine,
  EngineInfo,
  ExecuteOptions,
  ExecutionResult,
} from '#engine/api/index.js';
import { describeThrown } from '../input/printable.ts';
import { Refusal } from '../input/refusal.ts';
import { Unsupported } from '../input/unsupported.ts';
import { inputPayload } from '../protocol/blockPayload.ts';
import { LineReader } from '../protocol/lineReader.ts';
import { type ErrorKind, LINE_BYTES_MAX, PROTOCOL, type Reply } from '../protocol/messages.ts';
import { idOf, readRequest, type Served } from '../protocol/readRequest.ts';
import { executionPayload } from '../protocol/resultPayload.ts';

/** Who is served, and where. */
export interface ServeOptions {
  /** A fresh instance; another one is opened after `reset`. */
  readonly open: () => Engine | Promise<Engine>;
  readonly input: Readable;
  readonly output: Writable;
  /** Ends the service between two requests. */
  readonly signal?: AbortSignal;
}

/** Serves until the input ends, `bye` comes or the signal says so. */
export async function serve({ open, input, output, signal }: ServeOptions): Promise<void> {
  const desk = new Desk(open, await open(), output);
  const lines = new LineReader(LINE_BYTES_MAX);
  try {
    for await (const chunk of input as AsyncIterable<Buffer>) {
      for (const line of lines.take(chunk)) {
        if (signal?.aborted === true || (await desk.answer(line)) === 'bye') return;
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    await desk.refuse(null, 'bad-request', error.message);
  } finally {
    await desk.close();
  }
}

/** Answers one request after the other. */
class Desk {
  readonly #open: ServeOptions['open'];
  readonly #output: Writable;
  #engine: Engine;

  constructor(open: ServeOptions['open'], engine: Engine, output: Writable) {
    this.#open = open;
    this.#engine = engine;
    this.#output = output;
  }

  /** Answers the request on a line. Resolves with its type, or `null` where it has none. */
  async answer(line: string): Promise<Served['type'] | null> {
    let id: number | null = null;
    let request: Served;
    try {
      const value: unknown = JSON.parse(line);
      id = idOf(value);
      request = readRequest(value, '');
    } catch (error) {
      await this.refuse(id, ...unreadable(error));
      return null;
    }
    try {
      await this.#reply(await this.#obey(request));
      return request.type;
    } catch (error) {
      await this.refuse(id, ...failure(error));
      return null;
    }
  }

  async refuse(id: number | null, kind: ErrorKind, message: string): Promise<void> {
    await this.#reply({ id, type: 'error', error: { kind, message } });
  }

  async close(): Promise<void> {
    await this.#engine.close?.();
  }

  async #obey(request: Served): Promise<Reply> {
    const { id } = request;
    switch (request.type) {
      case 'hello':
        return hello(id, this.#engine.info);
      case 'execute': {
        const [result] = await this.#execute(request);
        if (result === undefined) throw new RangeError('an execution without a block');
        return { id, type: 'result', ...executionPayload(result) };
      }
      case 'execute-sequence': {
        const results = await this.#execute(request);
        return { id, type: 'results', results: results.map(executionPayload) };
      }
      case 'express':
        return { id, type: 'expressed', input: inputPayload(await this.#express(request)) };
      case 'reset':
        await this.close();
        this.#engine = await this.#open();
        return { id, type: 'reset' };
      case 'bye':
        return { id, type: 'bye' };
    }
  }

  /** Each on the state that the last accepted one left. */
  async #execute({ blocks, preState, options }: Work): Promise<readonly ExecutionResult[]> {
    const results: ExecutionResult[] = [];
    let state = preState;
    for (const block of blocks) {
      const result = await this.#engine.execute(block, state, options);
      if (result.status === 'accepted') state = result.postState;
      results.push(result);
    }
    return results;
  }

  async #express({ blocks: [block], preState, options }: Work): Promise<BlockInput> {
    if (this.#engine.express === undefined || block === undefined) {
      throw new Unsupported('every block is executed as it is given');
    }
    return await this.#engine.express({ block, preState }, options);
  }

  async #reply(reply: Reply): Promise<void> {
    await new Promise<void>((taken) => {
      this.#output.write(`${JSON.stringify(reply)}\n`, () => {
        taken();
      });
    });
  }
}

type Work = Extract<Served, { readonly options: ExecuteOptions }>;

function hello(id: number, { name, version, capabilities }: EngineInfo): Reply {
  return {
    id,
    type: 'hello',
    protocol: PROTOCOL,
    engine: { name, version },
    capabilities: { ...capabilities, sequences: true },
  };
}

function unreadable(error: unknown): readonly [ErrorKind, string] {
  if (error instanceof Refusal) return ['bad-request', error.message];
  return [error instanceof SyntaxError ? 'bad-request' : 'failed', describeThrown(error)];
}

/** Of an engine: what it reads of others, and cannot, is no mistake of who asked. */
function failure(error: unknown): readonly [ErrorKind, string] {
  if (error instanceof Unsupported) return ['unsupported', error.message];
  if (!(error instanceof Refusal || error instanceof SyntaxError)) {
    return ['failed', describeThrown(error)];
  }
  return ['failed', `it was answered something that is none: ${error.message}`];
}
