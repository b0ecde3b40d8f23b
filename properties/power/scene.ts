/**
 * One block put to one accused: what all laws look at.
 *
 * Owns the truth, which serial execution of the honest engine gives, and what the accused says of
 * the block under each schedule; each is worked out once, when first asked for.
 */
import type {
  Block,
  Engine,
  ExecutionResult,
  InvalidTransactionPolicy,
  Schedule,
} from '#engine/api/index.js';
import type { EVMScenario } from '#engine/engines/evmScenario.js';
import { seedAt } from '#engine/primitives/prng.js';
import type { SampledFailure } from '#engine/simulation/sampler.js';
import type { BlockSpec } from '#generators/adversarial/blockSpec.js';
import { type MaterialBlock, materialise } from '#generators/adversarial/materialise.js';
import type { Accused } from './accused.ts';
import { schedulesFor } from './builds.ts';

/** What a scene is made of. */
export interface SceneParts {
  readonly accused: Accused;
  readonly spec: BlockSpec;
  /** One that may come after it, under the same rules. */
  readonly next: () => BlockSpec;
  /** A number that all choices of laws come from. */
  readonly number: number;
  /** The honest serial engine. */
  readonly serial: Engine;
}

/** Schedules of a block whose every step is checked. */
const CHECKED_SCHEDULES = 2;
const SALTS = 0x7fff_ffff;
/** Lanes, and what each may keep waiting: few enough that all of it can be taken. */
const STAGES = [
  { lanes: 3, fibres: 2 },
  { lanes: 2, fibres: 1 },
] as const;

/** A block before an accused. */
export class Scene {
  readonly accused: Accused;
  readonly spec: BlockSpec;
  readonly next: () => BlockSpec;
  readonly number: number;
  readonly serial: Engine;
  readonly material: MaterialBlock;
  readonly #runs = new Map<Schedule | null, Promise<ExecutionResult>>();
  readonly #honestRuns = new Map<Schedule | null, Promise<ExecutionResult>>();
  #truth: Promise<ExecutionResult> | null = null;
  #scenario: Promise<EVMScenario> | null = null;
  #failure: Promise<SampledFailure | null> | null = null;

  constructor({ accused, spec, next, number, serial }: SceneParts) {
    this.accused = accused;
    this.spec = spec;
    this.next = next;
    this.number = number;
    this.serial = serial;
    this.material = materialise(spec);
  }

  get block(): Block {
    return this.material.block;
  }

  /** The schedules that the block is put to. */
  get schedules(): readonly (Schedule | null)[] {
    return schedulesFor(this.accused.charge.build, this.number);
  }

  /** What becomes of an invalid transaction: in half of all scenes the others go on. */
  get policy(): InvalidTransactionPolicy {
    return this.draw('policy', 2) === 0 ? 'reject-block' : 'skip';
  }

  /** A number that the scene's number and `what` decide, from 0, below `end`. */
  draw(what: string, end: number): number {
    const salt = Buffer.from(what).reduce((sum, byte) => (31 * sum + byte) % SALTS, 0);
    return seedAt(BigInt(salt), this.number) % end;
  }

  /** What serial execution of the honest engine says, with what each transaction came by. */
  truth(): Promise<ExecutionResult> {
    this.#truth ??= this.on(this.serial, null, true);
    return this.#truth;
  }

  /** What the accused says. */
  run(schedule: Schedule | null): Promise<ExecutionResult> {
    const known = this.#runs.get(schedule) ?? this.on(this.accused.engine, schedule, true);
    this.#runs.set(schedule, known);
    return known;
  }

  /** What the honest engine says, set up as the accused is. */
  async honestRun(schedule: Schedule | null): Promise<ExecutionResult> {
    const honest = await this.accused.honest();
    const known = this.#honestRuns.get(schedule) ?? this.on(honest, schedule);
    this.#honestRuns.set(schedule, known);
    return known;
  }

  /** What an engine says of the block now. */
  on(engine: Engine, schedule: Schedule | null = null, accesses = false): Promise<ExecutionResult> {
    const { block, preState } = this.material;
    return engine.execute(block, preState, {
      invalidTransactions: this.policy,
      ...(schedule === null ? {} : { schedule }),
      ...(accesses && { accesses }),
    });
  }

  /** The block's transactions as bodies, from the inside of the accused. */
  scenario(): Promise<EVMScenario> {
    const { block, preState } = this.material;
    this.#scenario ??= this.accused
      .theatre()
      .then(({ evmScenario }) => evmScenario(block, preState));
    return this.#scenario;
  }

  /** How a schedule fails whose every step is checked; `null` if none does. */
  failure(): Promise<SampledFailure | null> {
    this.#failure ??= this.#sampled();
    return this.#failure;
  }

  async #sampled(): Promise<SampledFailure | null> {
    const { accused, number } = this;
    const { charge, scheduler } = accused;
    const [{ Stage, sample }, scenario] = await Promise.all([accused.theatre(), this.scenario()]);
    const suspends = charge.build === 'block-stm-suspending' || scheduler === 'asynchronous';
    const { lanes, fibres } = STAGES[number % STAGES.length] ?? STAGES[0];
    const hints = charge.build.endsWith('-hinted') ? await scenario.told('all') : null;
    const { defect } = charge;
    const size = { lanes, fibres: suspends ? fibres : 0 };
    const stage = await Stage.open(scenario, { ...size, scheduler, hints, defect });
    const { failures } = await sample(stage, {
      seed: BigInt(number),
      schedules: CHECKED_SCHEDULES,
      stopsAtFailure: true,
    });
    return failures[0] ?? null;
  }
}
