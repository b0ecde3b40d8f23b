/**
 * One schedule in virtual time: the lane whose clock is earliest goes next.
 *
 * Owns the clocks. A lane's clock says when its next step takes place: what the step needs (the
 * body up to a read and the read, the rest of the body and publishing, checking facts) lies before
 * it, so that a read shows what is published when it completes. A step at a scheduler takes place
 * on arrival and lasts until it is served; arrivals are in order of time, so nobody overtakes.
 * Everything before the first ask (senders, opening calls) takes no time.
 */
import type { Input, Need } from '../../lanes/exchange.ts';
import { Checks } from '../checks.ts';
import type { Server } from '../../schedulers/contract.ts';
import type { Stage } from '../stage.ts';
import type { Step } from '../virtualLanes.ts';
import { ticksOf } from './costModel.ts';
import { ColdPlaces, type Prices } from './prices.ts';
import { SingleServer } from './singleServer.ts';
import { TimeSheet } from './timeSheet.ts';

/** What a run in virtual time is made of. */
export interface VirtualRunParts<Outcome> {
  /** At its beginning. */
  readonly stage: Stage<Outcome>;
  readonly prices: Prices;
  /** Called now and then, with how many transactions are final; may reject to end the run. */
  readonly pause?: (finalEnd: number) => Promise<void>;
}

const STEPS_BETWEEN_PAUSES = 20_000;

/** Runs a block to its end. Rejects with `ScheduleFailure` or with what a broken engine throws. */
export async function runInVirtualTime<Outcome>(
  parts: VirtualRunParts<Outcome>,
): Promise<TimeSheet> {
  const { stage, pause } = parts;
  const { lanes, block } = stage;
  const { txCount } = stage.scenario;
  const clocks = new LaneClocks(parts);
  const checks = new Checks(stage);
  checks.begin();
  for (let steps = 1; block.scheduler.finalEnd < txCount; steps += 1) {
    const lane = clocks.earliest();
    if (lane === null) {
      checks.end();
      break;
    }
    const going = lanes.step(lane);
    const step = going instanceof Promise ? await going : going;
    checks.after(step);
    clocks.after(step);
    if (steps % STEPS_BETWEEN_PAUSES === 0) {
      await pause?.(block.scheduler.finalEnd);
    }
  }
  return clocks.close();
}

/** What a lane does until its next step, in ticks; work is bodies, reads and publishing. */
interface Stretch {
  readonly work: number;
  readonly check: number;
}

const NOTHING: Stretch = { work: 0, check: 0 };

/** The clocks of all lanes. */
class LaneClocks<Outcome> {
  readonly #parts: VirtualRunParts<Outcome>;
  readonly #sheet: TimeSheet;
  readonly #servers = new Map<Server, SingleServer>();
  readonly #cold = new ColdPlaces();
  /** By lane: when its next step takes place, and how long it has been at work just before. */
  readonly #clocks: Float64Array;
  readonly #busyBefore: Float64Array;
  /** By lane and fibre: how much of the body is done. */
  readonly #done: Float64Array;

  constructor(parts: VirtualRunParts<Outcome>) {
    const { scenario, options } = parts.stage;
    this.#parts = parts;
    this.#sheet = new TimeSheet(scenario.txCount);
    this.#clocks = new Float64Array(options.lanes);
    this.#busyBefore = new Float64Array(options.lanes);
    this.#done = new Float64Array(options.lanes * (options.fibres + 1));
  }

  /** The lane that goes next, the lowest of those that are equal; `null` when none can. */
  earliest(): number | null {
    const { lanes } = this.#parts.stage;
    let best: number | null = null;
    let bestAt = Infinity;
    for (let lane = 0; lane < this.#clocks.length; lane += 1) {
      const at = this.#clocks[lane] ?? Infinity;
      if (at < bestAt && lanes.canGo(lane)) {
        best = lane;
        bestAt = at;
      }
    }
    return best;
  }

  /** Moves the lane's clock to its next step. */
  after(step: Step): void {
    const { lane, need, woken } = step;
    const now = this.#clocks[lane] ?? 0;
    const places = isRead(need) ? [] : this.#parts.stage.block.scheduler.served;
    const end = this.#serve(places, now);
    this.#sheet.served(places);
    this.#note(lane, need, end.at);
    this.#wake(woken, end.at);
    const { work, check } = this.#stretch(lane);
    this.#sheet.work += work;
    this.#sheet.busy += end.served + work + check;
    this.#busyBefore[lane] = end.served + work + check;
    this.#clocks[lane] = end.at + work + check;
  }

  /** The sheet, without what lanes were still about when the last transaction became final. */
  close(): TimeSheet {
    const { makespan } = this.#sheet;
    for (let lane = 0; lane < this.#clocks.length; lane += 1) {
      const beyond = Math.max(0, (this.#clocks[lane] ?? 0) - makespan);
      this.#sheet.busy -= Math.min(beyond, this.#busyBefore[lane] ?? 0);
    }
    this.#sheet.mainBusy = this.#servers.get('main')?.busy ?? 0;
    return this.#sheet;
  }

  #serve(
    places: readonly Server[],
    arrival: number,
  ): { readonly at: number; readonly served: number } {
    const { model } = this.#parts.prices;
    let at = arrival;
    let served = 0;
    for (const place of places) {
      const duration = ticksOf(place === 'main' ? model.mainScheduler : model.subScheduler);
      const server = this.#servers.get(place) ?? new SingleServer(duration);
      this.#servers.set(place, server);
      at = server.serve(at);
      served += duration;
    }
    return { at, served };
  }

  #note(lane: number, need: Need, at: number): void {
    switch (need.kind) {
      case 'body':
        this.#done[this.#fibreAt(lane, need.fibre)] = 0;
        this.#sheet.started(need.txIndex, at);
        return;
      case 'resume':
        this.#sheet.resumes += 1;
        return;
      case 'park':
        this.#sheet.parks += 1;
        return;
      case 'reported':
        this.#sheet.suspensions += need.report.kind === 'suspended' ? 1 : 0;
        this.#sheet.validations += need.report.kind === 'validated' ? 1 : 0;
        this.#sheet.final(this.#parts.stage.block.scheduler.finalEnd, at);
        return;
      default:
        return;
    }
  }

  /** Whoever is woken goes on when the waker was done, not before. */
  #wake(lanes: readonly number[], at: number): void {
    for (const lane of lanes) {
      this.#clocks[lane] = Math.max(this.#clocks[lane] ?? 0, at);
      this.#busyBefore[lane] = 0;
    }
  }

  #stretch(lane: number): Stretch {
    const { stage, prices } = this.#parts;
    const { stands } = stage.block;
    switch (stands.counterOf(lane)) {
      case 'running':
        return { work: this.#workUntil(lane, stage.lanes.inputOf(lane)), check: 0 };
      case 'validating': {
        const facts = stage.lanes.leafOf(stands.txIndexOf(lane))?.input.reads.length ?? 0;
        return { work: 0, check: prices.recheck(facts) };
      }
      default:
        return NOTHING;
    }
  }

  /** The body up to where it is, and what the input takes. */
  #workUntil(lane: number, input: Input): number {
    const { stage, prices } = this.#parts;
    const { stands } = stage.block;
    const isEnd = input.kind === 'finished';
    const place = { txIndex: stands.txIndexOf(lane), gas: stage.lanes.gasOf(lane), isEnd };
    const until = prices.bodyUntil(place);
    const at = this.#fibreAt(lane, stands.fibreOf(lane));
    const body = until - (this.#done[at] ?? 0);
    this.#done[at] = until;
    switch (input.kind) {
      case 'read-account':
      case 'read-slot':
      case 'read-code':
        return body + prices.read(this.#cold.isFirst(input));
      case 'finished':
        return body + prices.publish(input.writes.length);
      default:
        return body;
    }
  }

  #fibreAt(lane: number, fibre: number): number {
    return lane * (this.#parts.stage.options.fibres + 1) + fibre;
  }
}

function isRead({ kind }: Need): boolean {
  return kind === 'account' || kind === 'slot' || kind === 'code';
}
