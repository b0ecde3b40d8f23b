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
import { dealt, packed } from '../graph/partitions.ts';
import { ranksOf } from '../graph/ranks.ts';
import type { MVMemory } from '../memory/mvMemory.ts';
import { NO_SENDER, type Report, type Task } from '../schedulers/contract.ts';
import type { AdmissionTable } from './admissionTable.ts';

/** What a planner looks at. */
export interface PlannerParts {
  readonly memory: MVMemory;
  readonly admission: AdmissionTable;
  /** By TxIndex; `null` where nothing is expected. */
  readonly hints: readonly ExpectedAccess[] | null;
  /** Partitions of a round at most. */
  readonly partitions: number;
  /** Whether the scheduler goes by priority, and lets readers wait for what is expected. */
  readonly isRanked: boolean;
}

/** What a plan says; see the report of it. */
export type Plan = Pick<Extract<Report, { kind: 'planned' }>, 'partitions' | 'order' | 'after'>;

const NOTHING: ExpectedAccess = { reads: [], writes: [], credits: [], gas: 1 };

/** Makes plans. */
export class Planner {
  readonly #parts: PlannerParts;

  constructor(parts: PlannerParts) {
    this.#parts = parts;
  }

  /** The partitions of a round, the heaviest first. */
  plan({ round, members, senders }: Extract<Task, { kind: 'plan' }>): Plan {
    const end = (members.at(-1) ?? -1) + 1;
    const accesses: ExpectedAccess[] = Array.from({ length: end }, () => NOTHING);
    for (const [position, txIndex] of members.entries()) {
      const access = round === 1 ? this.#hinted(txIndex) : this.#observed(txIndex);
      accesses[txIndex] = withSender(access, senders[position] ?? NO_SENDER);
    }
    const gas = accesses.map((access) => access.gas);
    const graph = dependencyGraph(accesses);
    const count = this.#parts.partitions;
    if (!this.#parts.isRanked) {
      return { partitions: packed({ groups: groupsOf({ graph, members, gas }), gas, count }) };
    }
    const capacity = gas.reduce((sum, one) => sum + one, 0) / count;
    const groups = groupsOf({ graph, members, gas, capacity });
    this.#expect(members);
    const isTold = this.#isTold();
    return {
      partitions: isTold ? packed({ groups, gas, count }) : dealt({ groups, count }),
      order: isTold ? byUrgency(members, ranksOf(graph, gas), gas) : members,
      after: this.#predecessors(members),
    };
  }

  /** Whether anybody expects anything of any transaction. */
  #isTold(): boolean {
    return (this.#parts.hints ?? []).some(
      ({ reads, writes, credits }) => reads.length + writes.length + credits.length > 0,
    );
  }

  /** Of each transaction the nearest lower one whose outcome it cannot wait for while it runs. */
  #predecessors(members: readonly number[]): readonly number[] {
    const graph = dependencyGraph(
      members.map((txIndex) => {
        const { reads = [], writes = [] } = this.#parts.hints?.[txIndex]?.rigid ?? {};
        return { reads, writes, credits: [], gas: 1 };
      }),
    );
    return graph.map((dependencies) => dependencies.at(-1)?.on ?? -1);
  }

  /** Marks where transactions are expected to write, so that whoever reads there waits. */
  #expect(members: readonly number[]): void {
    for (const txIndex of members) {
      for (const place of this.#parts.hints?.[txIndex]?.expected ?? []) {
        this.#parts.memory.expect(txIndex, place);
      }
    }
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

/** Who has most waiting behind it comes first; of equals the lower. */
function byUrgency(
  members: readonly number[],
  ranks: readonly number[],
  gas: readonly number[],
): readonly number[] {
  const behind = (txIndex: number): number => (ranks[txIndex] ?? 0) - (gas[txIndex] ?? 0);
  return members.toSorted((left, right) => behind(right) - behind(left) || left - right);
}
