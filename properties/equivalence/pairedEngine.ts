/**
 * Two engines that answer as one as long as they agree.
 *
 * Owns the comparison of every block that passes through, so that whatever drives one engine (the
 * runner of official tests first of all) compares two without knowing it. Does not say who is
 * right.
 */
import type {
  Alloc,
  Block,
  Engine,
  EngineInfo,
  ExecuteOptions,
  ExecutionResult,
} from '#engine/api/index.js';
import { compareResults } from '#harness/compare/index.js';

/** Two engines that returned different results for one block. */
export class DisagreementError extends Error {
  constructor(engine: EngineInfo, words: string) {
    super(`${engine.name} disagrees: ${words}`);
    this.name = 'DisagreementError';
  }
}

/** An engine that executes every block twice. */
export class PairedEngine implements Engine {
  readonly info: EngineInfo;
  readonly #truth: Engine;
  readonly #engine: Engine;
  #blocks = 0;
  #compared = 0;

  /** Answers with what `truth` says, after `engine` has said the same. */
  constructor(truth: Engine, engine: Engine) {
    this.#truth = truth;
    this.#engine = engine;
    this.info = infoOf(truth.info, engine.info);
  }

  /** Blocks on which both agreed. */
  get blocks(): number {
    return this.#blocks;
  }

  /** Fields in which both agreed. */
  get compared(): number {
    return this.#compared;
  }

  /** Executes on both. Rejects with a `DisagreementError` at the first difference. */
  async execute(
    block: Block,
    preState: Alloc,
    options: ExecuteOptions = {},
  ): Promise<ExecutionResult> {
    const expected = await this.#truth.execute(block, preState, options);
    const actual = await this.#engine.execute(block, preState, options);
    const { differences, compared } = compareResults(expected, actual, 1);
    const [first] = differences;
    if (first !== undefined) throw new DisagreementError(this.#engine.info, first.words);
    this.#blocks += 1;
    this.#compared += compared;
    return expected;
  }
}

/** A pair can do what both can. */
function infoOf(truth: EngineInfo, engine: EngineInfo): EngineInfo {
  const [left, right] = [truth.capabilities, engine.capabilities];
  return {
    name: `${truth.name} = ${engine.name}`,
    version: `${truth.version}, ${engine.version}`,
    capabilities: {
      forks: left.forks.filter((fork) => right.forks.includes(fork)),
      policies: left.policies.filter((policy) => right.policies.includes(policy)),
      parallel: false,
      accesses: false,
    },
  };
}
