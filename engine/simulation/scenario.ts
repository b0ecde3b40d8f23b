/**
 * A scenario: a block as simulation sees it, with what it must come to.
 *
 * Owns what is fixed whatever the schedule: transactions as bodies, the state they begin with, and
 * the truth, which running them in order gives. Scripts make scenarios here; blocks of real
 * transactions are made into one in `engines/`.
 */
import type { Alloc, InvalidTransactionPolicy } from '../api/index.ts';
import type { BlockGas } from '../evm/admission.ts';
import type { BodyResult, TransactionBody } from '../lanes/body.ts';
import type { BaseCode } from '../lanes/laneReader.ts';
import { type Script, ScriptedBody } from '../lanes/scriptedBody.ts';
import type { BaseState } from '../memory/resolve.ts';
import { CommittedState } from '../state/committedState.ts';
import type { GasMeter } from './trie/readTrie.ts';

/** A block to schedule. */
export interface Scenario<Outcome> {
  readonly txCount: number;
  readonly body: TransactionBody<Outcome>;
  /** The state that transactions begin with; not changed. */
  readonly base: BaseState & BaseCode;
  /** What the block may use in all. */
  readonly max: BlockGas;
  readonly policy: InvalidTransactionPolicy;
  /** How far a running body is, where that is known. */
  readonly meter: GasMeter | null;
  /** What each transaction comes to in index order, up to one that ends the block. */
  readonly truth: readonly BodyResult<Outcome>[];
}

/** A block of scripts. */
export interface ScriptedScenario extends Scenario<bigint> {
  /** What each script comes to on the state before the block, as if it were the first. */
  readonly alone: readonly BodyResult<bigint>[];
}

/** Makes a scenario of scripts on `alloc`. */
export async function scriptedScenario(
  scripts: readonly Script[],
  alloc: Alloc,
): Promise<ScriptedScenario> {
  const body = new ScriptedBody(scripts);
  const [before, state] = [new CommittedState(alloc), new CommittedState(alloc)];
  const alone: BodyResult<bigint>[] = [];
  const truth: BodyResult<bigint>[] = [];
  for (const txIndex of scripts.keys()) {
    const start = { txIndex, fibre: 0, sender: null };
    alone.push(await body.run(start, before));
    const result = await body.run(start, state);
    state.apply(result.writes);
    truth.push(result);
  }
  return {
    txCount: scripts.length,
    body,
    base: new CommittedState(alloc),
    max: { gas: 0n, blobGas: 0n },
    policy: 'reject-block',
    meter: null,
    alone,
    truth,
  };
}
