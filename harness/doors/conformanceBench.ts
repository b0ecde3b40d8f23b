/**
 * One certification as one test.
 *
 * Owns how a certificate ends a test: a failure with all that differs, a skipped test with the
 * reason, or nothing more to say. A test never passes that compared nothing.
 */
import type { TestContext } from 'vitest';
import type { Engine, Fork } from '#engine/api/index.js';
import type { Certificate, Finding } from '../certify/certificate.ts';
import { shellWord } from '../certify/commandLine.ts';
import { corpusCases } from '../certify/corpusCases.ts';
import { executeWatched, SECONDS_PER_BLOCK_MAX, type Trial } from '../certify/watch.ts';
import { knownFailuresOf } from '../cli/foreignEngines.ts';
import { compareResults } from '../compare/index.ts';
import { createOracle } from '../adapters/oracle/index.ts';
import { certifyOpened, type OpenedOptions } from './certifyEngine.ts';
import type { ConformanceOptions } from './conformanceOptions.ts';

/** Fields shown of one block. */
const DIFFERENCES_MAX = 20;

/** Cases that have work for several lanes. */
const FOR_LANES = /^(transfers|hot-spots)\//;

/** What all tests of an engine have in common. */
export interface BenchParts {
  readonly title: string;
  /** As command lines know it; `null` for an object of the user's. */
  readonly name: string | null;
  readonly seed: number;
  readonly options: ConformanceOptions;
  readonly fixtures: string | null;
}

/** What a failed test says; test runners show `expected` and `actual` as a diff. */
export class ConformanceError extends Error {
  override readonly name = 'ConformanceError';
  /** What serial execution says, by field. */
  readonly expected: unknown;
  /** What the engine says, by field. */
  readonly actual: unknown;

  constructor(message: string, fields: Fields | null) {
    super(message);
    this.expected = fields?.expected;
    this.actual = fields?.actual;
    // Where in the kit it was noticed is nobody's question.
    this.stack = `${this.name}: ${message}`;
  }
}

interface Fields {
  readonly expected: Readonly<Record<string, string>>;
  readonly actual: Readonly<Record<string, string>>;
}

interface Shown {
  readonly finding: Finding;
  readonly trial: Trial | null;
}

/** Judges one engine, test by test. */
export class Bench {
  readonly #engine: () => Engine;
  readonly #parts: BenchParts;

  constructor(engine: () => Engine, parts: BenchParts) {
    this.#engine = engine;
    this.#parts = parts;
  }

  /** Judges what `scope` names, and ends the test accordingly. Throws `ConformanceError`. */
  async judge(context: TestContext, scope: OpenedOptions): Promise<void> {
    const { name, seed, options } = this.#parts;
    const engine = this.#engine();
    const { profile, known = [], secondsPerBlockMax } = options;
    const shown: Shown[] = [];
    const builtIn = name === null ? [] : await knownFailuresOf(name);
    const certificate = await certifyOpened(engine, name ?? engine.info.name, {
      claim: 'equivalence',
      seed,
      known: [...known, ...builtIn],
      ...(profile !== undefined && { profile }),
      ...(secondsPerBlockMax !== undefined && { secondsPerBlockMax }),
      ...scope,
      signal: context.signal,
      onFinding: (finding, trial) => shown.push({ finding, trial }),
    });
    const [first] = shown;
    if (first !== undefined) throw await this.#failure(context, first);
    const reason = whySkipped(certificate, scope);
    if (reason === null) return;
    // Who asks for proof is not content without.
    if (scope.claim === 'parallel') throw new ConformanceError(reason, null);
    context.skip(reason);
  }

  /** Asks for proof that the engine runs in parallel, under the newest fork. */
  async prove(context: TestContext, newest: Fork | undefined): Promise<void> {
    if (newest === undefined) return;
    const cases = corpusCases(newest).filter(({ id }) => FOR_LANES.test(id));
    const blocks = (fork: Fork): typeof cases => (fork === newest ? cases : []);
    await this.judge(context, { claim: 'parallel', forks: [newest], blocks });
  }

  async #failure(context: TestContext, { finding, trial }: Shown): Promise<ConformanceError> {
    const { title, name, seed } = this.#parts;
    const test = [title, finding.fork, context.task.name].filter((part) => part !== null);
    const line = `LOCKSTEP_SEED=${String(seed)} npx vitest run -t ${shellWord(test.join(' '))}`;
    const others = name === null ? [] : [`  or:    npx ${finding.replay}`];
    const message = [finding.words, `  again: ${line}`, ...others].join('\n');
    return new ConformanceError(message, trial === null ? null : await this.#fields(trial));
  }

  /** All fields that differ; `null` where the engine has no result, or another one by now. */
  async #fields(trial: Trial): Promise<Fields | null> {
    const watch = {
      secondsMax: this.#parts.options.secondsPerBlockMax ?? SECONDS_PER_BLOCK_MAX,
    };
    const truth = await executeWatched(createOracle(), trial, watch);
    const answer = await executeWatched(this.#engine(), trial, watch);
    if (truth.kind !== 'result' || answer.kind !== 'result') return null;
    const { differences } = compareResults(truth.result, answer.result, DIFFERENCES_MAX);
    if (differences.length === 0) return null;
    return {
      expected: Object.fromEntries(differences.map(({ path, expected }) => [path, expected])),
      actual: Object.fromEntries(differences.map(({ path, actual }) => [path, actual])),
    };
  }
}

/** Why nothing can be said of the engine here; `null` where it agrees. */
function whySkipped(certificate: Certificate, scope: OpenedOptions): string | null {
  const { known, notCovered, compared, verdict, reason } = certificate;
  const [explained] = known;
  if (explained !== undefined) return `known failure (${explained.owner}): ${explained.why}`;
  if (verdict === 'pass' && compared > 0) return null;
  const said = notCovered.find(
    ({ what }) => /^(fork|policy) /.test(what) || what.startsWith(`${scope.only ?? ' '} `),
  );
  return said === undefined ? reason : `${said.what}: ${said.reason}`;
}
