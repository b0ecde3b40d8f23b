/**
 * Who makes the partitions of a round.
 *
 * Owns what goes into them: in the first round what hints expect, if there are any, later what
 * transactions really read and wrote when they ran; transactions of one sender always go together,
 * since each needs the nonce that the one before leaves. A plan is made within one step, while all
 * other lanes wait for it.
 */
import { groupsOf } from '../graph/components.ts';
import { type ExpectedAccess, dependencyGraph } from '../graph/dependencies.ts';
import { packed } from '../graph/partitions.ts';
import type { MVMemory } from '../memory/mvMemory.ts';
import { NO_SENDER, type Task } from '../schedulers/contract.ts';
import type { AdmissionTable } from './admissionTable.ts';

/** What a planner looks at. */
export interface PlannerParts {
  readonly memory: MVMemory;
  readonly admission: AdmissionTable;
  /** By TxIndex; `null` where nothing is expected. */
  readonly hints: readonly ExpectedAccess[] | null;
  /** Partitions of a round at most. */
  readonly partitions: number;
}

const NOTHING: ExpectedAccess = { reads: [], writes: [], credits: [], gas: 1 };

/** Makes plans. */
export class Planner {
  readonly #parts: PlannerParts;

  constructor(parts: PlannerParts) {
    this.#parts = parts;
  }

  /** The partitions of a round, the heaviest first. */
  plan({
    round,
    members,
    senders,
  }: Extract<Task, { kind: 'plan' }>): readonly (readonly number[])[] {
    const end = (members.at(-1) ?? -1) + 1;
    const accesses: ExpectedAccess[] = Array.from({ length: end }, () => NOTHING);
    for (const [position, txIndex] of members.entries()) {
      const access = round === 1 ? this.#hinted(txIndex) : this.#observed(txIndex);
      accesses[txIndex] = withSender(access, senders[position] ?? NO_SENDER);
    }
    const gas = accesses.map((access) => access.gas);
    const groups = groupsOf({ graph: dependencyGraph(accesses), members, gas });
    return packed({ groups, gas, count: this.#parts.partitions });
  }

  #hinted(txIndex: number): ExpectedAccess {
    return this.#parts.hints?.[txIndex] ?? NOTHING;
  }

  #observed(txIndex: number): ExpectedAccess {
    const { memory, admission } = this.#parts;
    const gas = 1 + Number(admission.gasUsedOf(txIndex));
    return { ...memory.touchedBy(txIndex), gas };
  }
}

/** A sender's nonce is one more location. Numbers of senders are locations of their own kind. */
function withSender(access: ExpectedAccess, sender: number): ExpectedAccess {
  if (sender === NO_SENDER) {
    return access;
  }
  const location = -sender;
  return {
    ...access,
    reads: [...access.reads, location],
    writes: [...access.writes, location],
  };
}
