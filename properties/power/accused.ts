/**
 * An engine that is examined, broken or honest.
 *
 * Owns what is opened of one copy of the compiled engine: the engine itself, siblings of it that
 * are set up a little otherwise, and its inside. All are opened when first asked for, and closed
 * together.
 */
import type { Engine } from '#engine/api/index.js';
import type { SchedulerKind } from '#engine/schedulers/kinds.js';
import { setAll, type Set } from '../saboteurs/scheduler/stalk.ts';
import { loadTheatre, type Theatre } from '../saboteurs/scheduler/theatre.ts';
import { ENGINE_FOLDER } from '../saboteurs/workshop.ts';
import { type BuildOptions, openBuild } from './builds.ts';

/** Who is accused. */
export interface Charge extends Pick<BuildOptions, 'build' | 'defect'> {
  /** A copy of the compiled engine. */
  readonly folder: string;
}

/** What is otherwise with a sibling. */
export type Change = Pick<BuildOptions, 'lanes' | 'hints'>;

/** An inside and what is set on its stages. */
export interface Company {
  readonly theatre: Theatre;
  readonly sets: readonly Set[];
}

/** An engine under examination. Close it. */
export class Accused {
  readonly charge: Charge;
  readonly engine: Engine;
  readonly #siblings = new Map<string, Engine>();
  readonly #casts = new Map<'accused' | 'honest', Promise<Company>>();
  #honest: Promise<Engine> | null = null;
  #theatre: Promise<Theatre> | null = null;

  private constructor(charge: Charge, engine: Engine) {
    this.charge = charge;
    this.engine = engine;
  }

  /** Opens the engine. */
  static async open(charge: Charge): Promise<Accused> {
    return new Accused(charge, await openBuild(charge.folder, charge));
  }

  /** Which scheduler it has; that of `block-stm` where it has none. */
  get scheduler(): SchedulerKind {
    const { build } = this.charge;
    if (build.startsWith('v2')) return 'asynchronous';
    return build.startsWith('v1') ? 'multi-round' : 'block-stm';
  }

  /** The same engine with other lanes or hints. */
  async sibling(change: Change): Promise<Engine> {
    const key = JSON.stringify(change);
    const known = this.#siblings.get(key);
    if (known !== undefined) return known;
    const engine = await openBuild(this.charge.folder, { ...this.charge, ...change });
    this.#siblings.set(key, engine);
    return engine;
  }

  /** The honest engine in use, set up in the same way. */
  honest(): Promise<Engine> {
    const { build } = this.charge;
    this.#honest ??= openBuild(ENGINE_FOLDER, { build, defect: null });
    return this.#honest;
  }

  /** Its inside. */
  theatre(): Promise<Theatre> {
    this.#theatre ??= loadTheatre(this.charge.folder);
    return this.#theatre;
  }

  /** Blocks of scripts, set on stages of its inside, or of the honest engine's. */
  cast(who: 'accused' | 'honest'): Promise<Company> {
    const known = this.#casts.get(who);
    if (known !== undefined) return known;
    const { scheduler } = this;
    const isHonest = who === 'honest';
    const made = (isHonest ? loadTheatre(ENGINE_FOLDER) : this.theatre()).then(async (theatre) => {
      const defect = isHonest ? null : this.charge.defect;
      return { theatre, sets: await setAll(theatre, { scheduler, defect }) };
    });
    this.#casts.set(who, made);
    return made;
  }

  /** Closes the engine and its siblings. */
  async close(): Promise<void> {
    const honest = this.#honest === null ? [] : [await this.#honest];
    const all = [this.engine, ...this.#siblings.values(), ...honest];
    for (const engine of all) await engine.close?.();
  }
}
