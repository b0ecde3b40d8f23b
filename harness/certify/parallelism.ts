/**
 * The proof of parallelism as part of a certification.
 *
 * Owns when it is worth measuring, and why a simulation is never measured: its lanes share one
 * thread, so that no clock can show two of them at once, and its own time is not comparable with
 * any clock's.
 */
import type { Fork } from '#engine/api/index.js';
import type { CertifyOptions } from './certifyOptions.ts';
import { lockstepLine } from './commandLine.ts';
import type { Court } from './court.ts';
import { PROCESS_METER, proveParallelism } from './proof/prove.ts';
import type { Tally } from './tally.ts';

/** The run that the proof belongs to. */
export interface ProvingRun {
  readonly court: Court;
  readonly tally: Tally;
  readonly engineName: string;
  readonly seed: number;
  readonly options: Pick<
    CertifyOptions,
    'claim' | 'schedules' | 'meter' | 'settingWords' | 'onProgress' | 'onFinding'
  >;
}

const SIMULATED =
  'in simulation all lanes share one thread, and no clock can show two of them at once;' +
  ' to prove it, certify on threads, without --simulate and --runtime simulation';

/** Measures, where the claim needs it and nothing speaks against it yet, and tells the tally. */
export async function settleParallelClaim(run: ProvingRun, fork: Fork): Promise<void> {
  const { court, tally, options, seed } = run;
  const { claim = 'parallel', schedules, meter = PROCESS_METER, onProgress } = options;
  const { engine, judges, watch } = court;
  // The last judge is the least independent one, and the fastest.
  const judge = judges.at(-1);
  if (claim !== 'parallel' || !engine.info.capabilities.parallel || judge === undefined) return;
  if (tally.hasEnded || tally.findingCount > 0 || !tally.parallel.isOpen) return;
  if (schedules?.asConfigured === false) {
    tally.parallel.settle({ kind: 'missing', reason: SIMULATED });
    return;
  }
  const outcome = await proveParallelism({
    ...{ engine, judge: judge.engine, watch, fork, seed, meter },
    onRound: (done) => {
      const phase = 'proof of parallelism';
      onProgress?.({ phase, done, total: null, current: `round ${String(done)}` });
    },
  });
  tally.parallel.settle(outcome);
  if (outcome.kind === 'interrupted') tally.end({ kind: 'interrupted' });
  if (outcome.kind === 'broken') addBroken(run, fork, outcome);
}

/** What goes wrong while it is measured is a finding like any other. */
function addBroken(
  { engineName, seed, tally, options }: ProvingRun,
  fork: Fork,
  { verdict, words }: { readonly verdict: 'fail' | 'crash'; readonly words: string },
): void {
  const line = ['certify', engineName, '--fork', fork, '--seed', String(seed)];
  const finding = {
    kind: verdict === 'fail' ? 'divergence' : 'crash',
    verdict,
    caseId: 'proof of parallelism',
    fork,
    policy: 'reject-block',
    block: 0,
    path: '',
    words,
    expected: '',
    actual: '',
    replay: lockstepLine([...line, ...(options.settingWords ?? [])]),
  } as const;
  tally.addFinding(finding);
  options.onFinding?.(finding, null);
}
