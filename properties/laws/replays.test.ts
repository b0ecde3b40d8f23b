/**
 * Law: a failed schedule fails again when its choices are made again: at the same step, in the same
 * words, after the same steps.
 *
 * Failures are those of saboteurs. What is written down of one is a list of lanes; it is enough.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCHEDULER_SABOTEURS } from '#properties/saboteurs/scheduler/index.js';
import { type Kill, LANES, setAll, stalk } from '#properties/saboteurs/scheduler/stalk.js';
import { openTheatre, setStage, type Theatre } from '#properties/saboteurs/scheduler/theatre.js';
import { Workshop } from '#properties/saboteurs/workshop.js';

const TIMEOUT_MS = 120_000;
const FAILURES = 200;
/** Between them, every kind of failure that saboteurs come to. */
const SABOTEURS = ['M2', 'M3', 'M4', 'M5b', 'M6', 'M7', 'M8', 'M13'];
const FAILURES_EACH = FAILURES / SABOTEURS.length;
const SCHEDULES_MAX = 20_000;

let workshop: Workshop;
beforeAll(async () => {
  workshop = await Workshop.open();
});
afterAll(() => workshop.close());

/** What a kill and its repetition must agree on. */
interface Seen {
  readonly kind: string;
  readonly message: string;
  readonly trace: readonly number[];
  readonly digest: string;
}

function seenIn({ failure: { kind, message, trace }, digest }: Kill): Seen {
  return { kind, message, trace, digest };
}

/** Makes the choices of a kill on a stage that nobody has used. */
async function repeat(theatre: Theatre, { set, failure }: Kill): Promise<Seen> {
  const stage = await setStage(theatre, set.block, { lanes: LANES, fibres: set.fibres });
  const trace: number[] = [];
  const picker = theatre.replayPicker(failure.trace);
  try {
    await theatre.walk(stage, { picker, watcher: new theatre.Checks(stage), trace });
  } catch (error) {
    return { ...theatre.failedSchedule(error, trace), digest: stage.block.digest.text };
  }
  return { kind: 'none', message: '', trace, digest: stage.block.digest.text };
}

test(`${FAILURES} failures are replayed`, { timeout: TIMEOUT_MS }, async () => {
  const kinds = new Set<string>();
  let replayed = 0;
  for (const name of SABOTEURS) {
    const saboteur = SCHEDULER_SABOTEURS.find(({ id }) => id.startsWith(`${name}/`));
    const theatre = await openTheatre(workshop, saboteur ?? null);
    const sets = await setAll(theatre);
    for (let count = 0; count < FAILURES_EACH; count += 1) {
      const kill = await stalk(theatre, sets, {
        seed: BigInt(1_000 + count),
        schedulesMax: SCHEDULES_MAX,
      });
      if (kill === null) continue;
      expect(await repeat(theatre, kill)).toEqual(seenIn(kill));
      kinds.add(kill.failure.kind);
      replayed += 1;
    }
  }
  expect(replayed).toBe(FAILURES);
  expect([...kinds].toSorted()).toEqual(['bound', 'effect', 'invariant', 'unfinished']);
});
