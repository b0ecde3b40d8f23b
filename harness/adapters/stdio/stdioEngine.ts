/**
 * An engine in a process of its own: `stdio:<command>`, over `lockstep/1`.
 *
 * Owns the conversation: who it is, one block or several at a time, and a new process where the
 * last one died. Each death is told once, to whoever asks next. Does not judge answers.
 */
import type {
  Alloc,
  Block,
  BlockInput,
  Engine,
  EngineInfo,
  ExecuteOptions,
  ExecutionResult,
} from '#engine/api/index.js';
import { InputError } from '#fixtures/input/inputError.js';
import type { Reader } from '../../input/fields.ts';
import { printable } from '../../input/printable.ts';
import { Refusal } from '../../input/refusal.ts';
import { Unsupported } from '../../input/unsupported.ts';
import { envPayload, inputPayload, statePayload, txPayload } from '../../protocol/blockPayload.ts';
import { type OptionsPayload, PROTOCOL } from '../../protocol/messages.ts';
import {
  readEnvelope,
  readError,
  readExpressed,
  readHello,
  readResults,
} from '../../protocol/readReply.ts';
import { type Asked, readExecution } from '../../protocol/readResult.ts';
import { type CommandWords, commandWords } from './commandWords.ts';
import { EngineProcess, type Question, type Upbringing } from './engineProcess.ts';
import { type Environment, PROCESS_LIMITS, type ProcessLimits } from './limits.ts';
import { ScratchFolder } from './scratchFolder.ts';

/** How a foreign engine is opened. */
export interface StdioOptions {
  /** Of Lockstep, for the engine's logs. */
  readonly version: string;
  readonly limits?: Partial<ProcessLimits>;
  /** Variables besides those that every engine sees. Default: none. */
  readonly environment?: Environment;
}

/** A program that speaks the protocol. */
export interface Program {
  readonly words: CommandWords;
  /** As the command line spells the engine, for messages. */
  readonly name: string;
  /** What to do where it cannot be started. */
  readonly remedy: string;
}

/**
 * Starts the command and shakes hands with it. Throws `InputError` when it cannot be started, does
 * not speak the protocol or is not ready in time.
 */
export async function openStdioEngine(command: string, options: StdioOptions): Promise<Engine> {
  const remedy = 'start it by hand and send it a hello; harness/PROTOCOL.md shows one';
  const program = { words: commandWords(command), name: `stdio:${command}`, remedy };
  return await openProgram(program, options);
}

/** The same for a program that is known already. */
export async function openProgram(program: Program, options: StdioOptions): Promise<Engine> {
  const host = new StdioHost(program.words, options);
  try {
    return stdioEngine(host, await host.open());
  } catch (error) {
    await host.end();
    throw new InputError({
      file: printable(program.name),
      field: '',
      problem: error instanceof Error ? error.message : 'cannot be started',
      remedy: program.remedy,
      cause: error,
    });
  }
}

function stdioEngine(host: StdioHost, info: EngineInfo): Engine {
  const { capabilities } = info;
  return {
    info,
    execute: async (block, preState, options) => await host.execute(block, preState, options),
    ready: async () => {
      await host.ready();
    },
    ...(capabilities.sequences === true && {
      executeSequence: async (
        blocks: readonly Block[],
        preState: Alloc,
        options?: ExecuteOptions,
      ) => await host.executeSequence(blocks, preState, options),
    }),
    ...(capabilities.expresses === true && {
      express: async (input: BlockInput, options?: ExecuteOptions) =>
        await host.express(input, options),
    }),
    close: async () => {
      await host.end();
    },
  };
}

/** The engine over all its lives. */
class StdioHost {
  readonly #words: CommandWords;
  readonly #hello: Question;
  readonly #upbringing: Upbringing;
  readonly #scratch = new ScratchFolder();
  #process: EngineProcess | null = null;
  #info: EngineInfo | null = null;

  constructor(words: CommandWords, { version, limits: given, environment = {} }: StdioOptions) {
    const limits = { ...PROCESS_LIMITS, ...given };
    this.#words = words;
    this.#upbringing = { limits, environment: { TMPDIR: this.#scratch.path, ...environment } };
    this.#hello = {
      type: 'hello',
      protocol: PROTOCOL,
      harness: { name: 'lockstep', version },
      limits: { lineBytes: limits.lineBytes },
    };
  }

  /** Starts the first process. Resolves with who it is; rejects with words for a message. */
  async open(): Promise<EngineInfo> {
    const { info } = await this.#start();
    return info;
  }

  /** Starts a process where none runs. Rejects with an untold death, or where none starts. */
  async ready(): Promise<void> {
    await this.#living();
  }

  async execute(
    block: Block,
    alloc: Alloc,
    { signal, ...options }: ExecuteOptions = {},
  ): Promise<ExecutionResult> {
    const input = inputPayload({ block, preState: alloc });
    const question = { type: 'execute', state: statePayload(block), input, options } as const;
    const reply = checked(await this.#ask(question, signal), 'result');
    return understood(readExecution(askedOf(block, options)), reply);
  }

  async express(
    { block, preState }: BlockInput,
    { signal, ...options }: ExecuteOptions = {},
  ): Promise<BlockInput> {
    const input = inputPayload({ block, preState });
    const question = { type: 'express', state: statePayload(block), input, options } as const;
    const reply = checked(await this.#ask(question, signal), 'expressed');
    return understood(readExpressed({ block, preState }), reply);
  }

  async executeSequence(
    blocks: readonly Block[],
    alloc: Alloc,
    { signal, ...options }: ExecuteOptions = {},
  ): Promise<readonly ExecutionResult[]> {
    const [first] = blocks;
    if (first === undefined) return [];
    const reply = await this.#ask(
      {
        type: 'execute-sequence',
        state: statePayload(first),
        alloc,
        blocks: blocks.map((block) => ({
          env: envPayload(block),
          txs: block.transactions.map(txPayload),
        })),
        options,
      },
      signal,
    );
    const asked = blocks.map((block) => askedOf(block, options));
    return understood(readResults(asked), checked(reply, 'results'));
  }

  async end(): Promise<void> {
    await this.#process?.end();
    this.#scratch.remove();
  }

  async #ask(question: Question, signal: AbortSignal | undefined): Promise<unknown> {
    return await (await this.#living()).ask(question, signal);
  }

  /** The process that runs. One that died with nobody waiting has its death told first. */
  async #living(): Promise<EngineProcess> {
    const last = this.#process;
    if (last !== null && (await last.isThere())) return last;
    const death = last?.takeDeath() ?? null;
    if (death !== null) throw new Error(death);
    return (await this.#start()).started;
  }

  /** Starts a process and asks who it is. Rejects with words for a message. */
  async #start(): Promise<{ readonly started: EngineProcess; readonly info: EngineInfo }> {
    const started = new EngineProcess(this.#words, this.#upbringing);
    this.#process = started;
    const { startMilliseconds } = this.#upbringing.limits;
    const seconds = startMilliseconds / 1_000;
    const patience = AbortSignal.timeout(startMilliseconds);
    try {
      const reply = await started.ask(this.#hello, patience);
      const info = understood(readHello, checked(reply, 'hello'));
      this.#info ??= info;
      const change = changeOf(this.#info, info);
      if (change === null) return { started, info };
      throw new Error(`is another one after it was started again: ${change}`);
    } catch (error) {
      await started.end();
      if (!patience.aborted) throw error;
      throw new Error(`did not answer hello within ${String(seconds)} seconds`, { cause: error });
    }
  }
}

/** The first thing that an engine says otherwise of itself, or `null`. */
function changeOf(before: EngineInfo, after: EngineInfo): string | null {
  const [was, is] = [before, after].map(({ name, version, capabilities }) => {
    const said = Object.entries({ name, version, ...capabilities });
    return new Map(said.map(([what, value]) => [what, JSON.stringify(value)]));
  });
  for (const name of new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])) {
    const [old, young] = [was?.get(name) ?? 'nothing', is?.get(name) ?? 'nothing'];
    if (old !== young) return `its ${name} was ${printable(old)}, and is ${printable(young)}`;
  }
  return null;
}

function askedOf({ fork, transactions }: Block, options: OptionsPayload): Asked {
  const policy = options.invalidTransactions ?? 'reject-block';
  return { fork, policy, txCount: transactions.length };
}

/** The reply, if it is of that type. Throws words for a message. */
function checked(reply: unknown, wanted: string): unknown {
  const { type } = readEnvelope(reply, '');
  if (type === wanted) return reply;
  if (type !== 'error') throw new Error(`replied with ${type} where ${wanted} was asked for`);
  const { kind, message } = understood(readError, reply);
  if (kind === 'unsupported') throw new Unsupported(printable(message));
  throw new Error(`replied with the error ${kind}: ${printable(message)}`);
}

function understood<T>(read: Reader<T>, reply: unknown): T {
  try {
    return read(reply, '');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Error(`answered something that is none: ${error.message}; ${error.remedy}`, {
      cause: error,
    });
  }
}
