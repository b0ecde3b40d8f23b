/**
 * What a run of certification has found so far.
 *
 * Owns the counters, the findings and what was left out, and turns them into a certificate at any
 * moment, finished or interrupted. Does not execute anything.
 */
import { createHash } from 'node:crypto';
import type { Alloc, Block, Fork, Stats, UnstatedPart } from '#engine/api/index.js';
import type { CorpusCase } from '#fixtures/corpus/case.js';
import type {
  Certificate,
  Claim,
  FamilyCount,
  Finding,
  FindingKind,
  NotCovered,
  OfficialSummary,
  OracleLevel,
  Profile,
} from './certificate.ts';
import { counted } from '../report/words.ts';
import type { KnownFailures } from './knownFailures.ts';
import { MEASURED } from './power/measured.ts';
import { type AskedBy, powerOf } from './power/powerRow.ts';
import { ParallelClaim } from './proof/parallelClaim.ts';
import { type Verdict, worst } from './verdict.ts';

/** Findings kept in full; the rest is counted. */
export const FINDINGS_KEPT_MAX = 50;

/** Findings that say that a result is not serial truth. */
const DIVERGENCES: ReadonlySet<FindingKind> = new Set(['divergence', 'flaky', 'official']);

/** What a certificate says of the run as it was asked for. */
export interface RunFacts {
  readonly engine: string;
  readonly engineVersion: string;
  readonly isParallelEngine: boolean;
  /** How it is asked, for what is known of the power of that. */
  readonly askedBys: readonly AskedBy[];
  readonly claim: Claim;
  readonly profile: Profile;
  readonly seed: number;
  /** Failures that were explained before. */
  readonly known: KnownFailures;
}

/** Why a run ended before it was complete. */
export type EarlyEnd =
  { readonly kind: 'interrupted' } | { readonly kind: 'gave-up'; readonly reason: string };

/** A block that was executed and compared, under each of its schedules. */
export interface ComparedBlock {
  readonly caseId: string;
  readonly fork: Fork;
  readonly trial: { readonly block: Block; readonly preState: Alloc };
  /** Number of fields. */
  readonly compared: number;
  /** Parts that the engine leaves unsaid. */
  readonly unstated: ReadonlySet<UnstatedPart>;
  readonly levels: readonly OracleLevel[];
  /** Runs under a schedule that was asked for. */
  readonly schedules: number;
  /** Runs on a number of lanes that was asked for. */
  readonly laneRuns: number;
  /** One for each run. */
  readonly stats: readonly Stats[];
}

/** What the official tests add. */
export interface OfficialPass {
  readonly summary: OfficialSummary;
  readonly blocks: number;
  readonly schedules: number;
}

const NO_CASES = { judged: 0, notExpressible: 0 };

/** Counters of one run. */
export class Tally {
  /** What speaks for and against the claim `parallel`. */
  readonly parallel: ParallelClaim = new ParallelClaim();
  readonly #facts: RunFacts;
  readonly #failures: Finding[] = [];
  readonly #verdicts = new Set<Verdict>();
  readonly #levels = new Set<OracleLevel>();
  readonly #forks = new Set<Fork>();
  /** Cases in which transactions can meet. */
  readonly #shared = { judged: 0, declined: 0 };
  /** Blocks that are too small for the engine's parallel path, and could not be filled. */
  #small = 0;
  /** Cases that were judged under some fork. */
  readonly #cases = new Set<string>();
  readonly #families = new Map<string, Omit<FamilyCount, 'name'>>();
  /** Of the blocks judged. */
  readonly #digest = createHash('sha256');
  readonly #notCovered = new Map<string, NotCovered>();
  /** Blocks in which a part is left unsaid. */
  readonly #unstated = new Map<UnstatedPart, number>();
  #official: OfficialSummary | null = null;
  #compared = 0;
  #blocks = 0;
  #schedules = 0;
  #laneRuns = 0;
  #divergences = 0;
  #findings = 0;
  #crashes = 0;
  #end: EarlyEnd | null = null;

  constructor(facts: RunFacts) {
    this.#facts = facts;
  }

  addBlock({ caseId, fork, compared, unstated, levels, trial, ...runs }: ComparedBlock): void {
    const { block, preState } = trial;
    this.#digest.update(JSON.stringify([caseId, fork, block, preState]));
    this.#blocks += 1;
    this.#compared += compared;
    this.#schedules += runs.schedules;
    this.#laneRuns += runs.laneRuns;
    this.#forks.add(fork);
    this.#facts.known.judged({ caseId, fork });
    for (const level of levels) this.#levels.add(level);
    for (const part of unstated) {
      this.#unstated.set(part, (this.#unstated.get(part) ?? 0) + 1);
    }
  }

  /** A case was come to; `isJudged` unless there was no way to give it to the engine. */
  addCase({ id: caseId, blocks }: CorpusCase, isJudged: boolean): void {
    const isShared = blocks.some(({ block }) => block.transactions.length >= 2);
    if (isShared && isJudged) this.#shared.judged += 1;
    if (isShared && !isJudged) this.#shared.declined += 1;
    const [name = caseId] = caseId.split('/');
    if (isJudged) this.#cases.add(caseId);
    const { judged, notExpressible } = this.#families.get(name) ?? NO_CASES;
    this.#families.set(name, {
      judged: judged + (isJudged ? 1 : 0),
      notExpressible: notExpressible + (isJudged ? 0 : 1),
    });
  }

  /** A block in which transactions can meet is below what the engine executes in parallel. */
  addSmall(): void {
    this.#small += 1;
  }

  /** Whether it counts: one that was explained before does not. */
  addFinding(finding: Finding): boolean {
    if (this.#facts.known.covers(finding)) return false;
    this.#findings += 1;
    this.#verdicts.add(finding.verdict);
    if (DIVERGENCES.has(finding.kind)) this.#divergences += 1;
    if (finding.kind === 'crash') this.#crashes += 1;
    const isFirstOfVerdict = !this.#failures.some(({ verdict }) => verdict === finding.verdict);
    // However many came before: the finding that decides the verdict is there to be read.
    if (this.#failures.length < FINDINGS_KEPT_MAX || isFirstOfVerdict) this.#failures.push(finding);
    return true;
  }

  /** Official tests ran; each that passed agrees with official roots, block by block. */
  addOfficial({ summary, blocks, schedules }: OfficialPass): void {
    this.#official = summary;
    this.#blocks += blocks;
    this.#schedules += schedules;
    if (summary.passed + summary.failed > 0) this.#levels.add(3);
  }

  /** Names something that is not judged; the verdict says how much that matters. */
  leaveOut(left: NotCovered, verdict: Verdict = 'pass'): void {
    this.#notCovered.set(`${left.what}: ${left.reason}`, left);
    this.#verdicts.add(verdict);
  }

  /** The run ends here, before it is complete. */
  end(end: EarlyEnd): void {
    this.#end ??= end;
  }

  /** The run ends here because it has no sense to go on. */
  giveUp(reason: string): void {
    this.end({ kind: 'gave-up', reason: `the run was given up: ${reason}` });
  }

  get hasEnded(): boolean {
    return this.#end !== null;
  }

  get findingCount(): number {
    return this.#findings;
  }

  get crashCount(): number {
    return this.#crashes;
  }

  certificate(seconds: number): Certificate {
    const { isParallelEngine, askedBys, known, ...facts } = this.#facts;
    const { verdict, reason } = this.#judge(isParallelEngine);
    return {
      ...facts,
      verdict,
      reason,
      compared: this.#compared,
      blocks: this.#blocks,
      schedules: this.#schedules,
      laneRuns: this.#laneRuns,
      divergences: this.#divergences,
      findings: this.#findings,
      failures: this.#failures,
      known: known.findings,
      parallelProof: this.#facts.claim === 'parallel' ? this.parallel.proof : null,
      oracleLevels: [...this.#levels].sort((a, b) => a - b),
      families: [...this.#families].map(([name, counts]) => ({ name, ...counts })),
      // A copy: a certificate can be had at any moment.
      casesDigest: `sha256:${this.#digest.copy().digest('hex')}`,
      forks: [...this.#forks],
      notCovered: [...this.#notCovered.values(), ...this.#unsaid(), ...known.outlived],
      official: this.#official,
      power: powerOf(MEASURED, askedBys, this.#cases),
      seed: facts.seed,
      seconds,
      interrupted: this.#end?.kind === 'interrupted',
    };
  }

  /** A pass would say little of an engine that is given hardly anything in which it can fail. */
  #vacuity(): readonly string[] {
    const { judged, declined } = this.#shared;
    if (declined <= judged) return [];
    const all = counted(judged + declined, 'case');
    return [`of ${all} of two or more transactions only ${String(judged)} could be given to it`];
  }

  /** How much could not be given to the engine, for the end of a sentence. */
  #declinedWords(): string {
    const families = [...this.#families.values()];
    const declined = families.reduce((sum, { notExpressible }) => sum + notExpressible, 0);
    const all = families.reduce((sum, { judged }) => sum + judged, declined);
    if (declined === 0) return '';
    return `; ${String(declined)} of ${counted(all, 'case')} could not be given to it`;
  }

  /** Parts that were not compared since the engine does not state them. */
  #unsaid(): readonly NotCovered[] {
    const reason = `no room for fillers, and the engine executes them in order`;
    const small =
      this.#small === 0
        ? []
        : [{ what: `the parallel path on ${counted(this.#small, 'small block')}`, reason }];
    const parts = [...this.#unstated].map(([part, blocks]) => ({
      what: `field ${part}`,
      reason: `the engine does not state it (${counted(blocks, 'block')})`,
    }));
    return [...small, ...parts];
  }

  #judge(isParallelEngine: boolean): { readonly verdict: Verdict; readonly reason: string } {
    const doubts = this.#doubts(isParallelEngine);
    const found = worst(this.#verdicts);
    const verdict = doubts.length === 0 ? found : worst([found, 'inconclusive']);
    if (this.#findings > 0) {
      const words = this.#foundWords(found);
      return { verdict, reason: [words, ...doubts].join('; ') };
    }
    if (doubts.length > 0) return { verdict, reason: doubts.join('; ') };
    if (verdict !== 'pass') {
      const lefts = [...this.#notCovered.values()].map(({ what, reason }) => `${what}: ${reason}`);
      return { verdict, reason: lefts.join('; ') };
    }
    const proved = this.#facts.claim === 'parallel' ? ', and the engine runs in parallel' : '';
    const known = this.#facts.known.findings.length;
    const except = known === 0 ? '' : ` but ${counted(known, 'known failure')}`;
    const declined = this.#declinedWords();
    const reason = `everything compared agrees with serial truth${except}${proved}${declined}`;
    return { verdict, reason };
  }

  /** The finding that decides the verdict, and the first one where that is another. */
  #foundWords(verdict: Verdict): string {
    const [first] = this.#failures;
    const deciding = this.#failures.find((finding) => finding.verdict === verdict);
    if (first === undefined || deciding === undefined) return 'something went wrong';
    const words = describe(deciding);
    if (this.#findings === 1) return words;
    const count = `${String(this.#findings)} findings`;
    return deciding === first
      ? `${words} (the first of ${count})`
      : `${words} (one of ${count}, the first: ${describe(first)})`;
  }

  /** Reasons why even perfect agreement is no pass. */
  #doubts(isParallelEngine: boolean): readonly string[] {
    const doubts: string[] = [];
    const agreement = 'to certify agreement alone, add --claim equivalence';
    if (this.#end?.kind === 'interrupted') doubts.push('the run was interrupted');
    if (this.#end?.kind === 'gave-up') doubts.push(this.#end.reason);
    if (this.#compared === 0) doubts.push('nothing was compared');
    else doubts.push(...this.#vacuity());
    // What has gone wrong already weighs more than a proof that was therefore not tried.
    if (this.#facts.claim !== 'parallel' || this.#findings > 0) return doubts;
    const doubt = isParallelEngine
      ? this.parallel.doubt
      : `${this.#facts.engine} has no parallel path, and cannot run in parallel`;
    if (doubt !== null) doubts.push(`${doubt}; ${agreement}`);
    return doubts;
  }
}

function describe({ caseId, fork, words }: Finding): string {
  return `${caseId}${fork === null ? '' : ` under ${fork}`}: ${words}`;
}
