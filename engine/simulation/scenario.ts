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

/** Makes a scenario of scripts on `alloc`. */
export async function scriptedScenario(
  scripts: readonly Script[],
  alloc: Alloc,
): Promise<Scenario<bigint>> {
  const body = new ScriptedBody(scripts);
  const state = new CommittedState(alloc);
  const truth: BodyResult<bigint>[] = [];
  for (const txIndex of scripts.keys()) {
    const result = await body.run({ txIndex, fibre: 0, sender: null }, state);
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
    truth,
  };
}
