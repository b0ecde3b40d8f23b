/**
 * Failures of an engine that somebody has explained.
 *
 * Owns how long an explanation counts and which findings it covers: divergences of one case, at
 * one field where it names one, until a day. A crash is never known. What is covered is named in
 * the certificate and not held against the engine; what no longer fails is named too, so that lists
 * do not outlive their reasons.
 */
import type { Fork } from '#engine/api/index.js';
import type { Explanation, Finding, KnownFinding, NotCovered } from './certificate.ts';

/** One explained failure. */
export interface KnownFailure extends Explanation {
  /** Of the corpus, or the id of an official test. */
  readonly caseId: string;
  /** Default: under every fork. */
  readonly fork?: Fork;
  /**
   * The first field that differs, as findings name it (`receipts[0].status`), or what that field is
   * part of (`receipts[0]`). Default: any.
   */
  readonly path?: string;
}

/** The list during one run. */
export class KnownFailures {
  readonly #failures: readonly KnownFailure[];
  readonly #today: string;
  readonly #shown = new Set<KnownFailure>();
  /** By case, fork and path. */
  readonly #findings = new Map<string, KnownFinding>();
  readonly #judged = new Set<KnownFailure>();

  constructor(failures: readonly KnownFailure[], now: Date) {
    this.#failures = failures;
    this.#today = now.toISOString().slice(0, 10);
  }

  /** Whether the finding is known; it is then kept here. */
  covers(finding: Pick<Finding, 'kind' | 'caseId' | 'fork' | 'path' | 'words'>): boolean {
    if (finding.kind !== 'divergence' && finding.kind !== 'official') return false;
    const covering = this.#failures.filter(
      (known) =>
        known.expires >= this.#today &&
        isAbout(known, finding) &&
        (known.path === undefined || isWithin(finding.path, known.path)),
    );
    const [failure] = covering;
    if (failure === undefined) return false;
    // Where two explain the same, both have their reason still.
    for (const one of covering) this.#shown.add(one);
    const { caseId, fork, path, words } = finding;
    const { why, owner, link, expires } = failure;
    const found = { caseId, fork, path, words, why, owner, link, expires };
    const key = JSON.stringify([caseId, fork, path]);
    if (!this.#findings.has(key)) this.#findings.set(key, found);
    return true;
  }

  /** Hears that a case has been judged, whatever came of it. */
  judged(site: Pick<Finding, 'caseId' | 'fork'>): void {
    for (const failure of this.#failures) if (isAbout(failure, site)) this.#judged.add(failure);
  }

  /** Those that were seen, each once for a case, a fork and a field. */
  get findings(): readonly KnownFinding[] {
    return [...this.#findings.values()];
  }

  /** Entries that have no reason any more. */
  get outlived(): readonly NotCovered[] {
    return this.#failures.flatMap((failure) => {
      const { caseId, fork, path } = failure;
      const under = fork === undefined ? '' : ` under ${fork}`;
      const what = `known failure ${caseId}${under}${path === undefined ? '' : ` at ${path}`}`;
      if (failure.expires < this.#today) {
        return [{ what, reason: `expired on ${failure.expires}, and counts again` }];
      }
      if (!this.#judged.has(failure) || this.#shown.has(failure)) return [];
      return [{ what, reason: 'did not show: take it off the list' }];
    });
  }
}

function isAbout(known: KnownFailure, { caseId, fork }: Pick<Finding, 'caseId' | 'fork'>): boolean {
  return known.caseId === caseId && (known.fork === undefined || known.fork === fork);
}

/** Whether `path` is `outer` or a part of it: `receipts[0].logs` is one of `receipts[0]`. */
function isWithin(path: string, outer: string): boolean {
  return path === outer || (path.startsWith(outer) && /^[.[]/.test(path.slice(outer.length)));
}
