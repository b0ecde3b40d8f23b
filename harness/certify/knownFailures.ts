/**
 * Failures of an engine that somebody has explained.
 *
 * Owns how long an explanation counts and which findings it covers: divergences of one case, until
 * a day. A crash is never known. What is covered is named in the certificate and not held against
 * the engine; what no longer fails is named too, so that lists do not outlive their reasons.
 */
import type { Fork } from '#engine/api/index.js';
import type { Explanation, Finding, KnownFinding, NotCovered } from './certificate.ts';

/** One explained failure. */
export interface KnownFailure extends Explanation {
  /** Of the corpus, or the id of an official test. */
  readonly caseId: string;
  /** Default: under every fork. */
  readonly fork?: Fork;
}

/** The list during one run. */
export class KnownFailures {
  readonly #failures: readonly KnownFailure[];
  readonly #today: string;
  readonly #seen = new Map<KnownFailure, KnownFinding>();
  readonly #judged = new Set<KnownFailure>();

  constructor(failures: readonly KnownFailure[], now: Date) {
    this.#failures = failures;
    this.#today = now.toISOString().slice(0, 10);
  }

  /** Whether the finding is known; it is then kept here. */
  covers(finding: Pick<Finding, 'kind' | 'caseId' | 'fork' | 'path' | 'words'>): boolean {
    if (finding.kind !== 'divergence' && finding.kind !== 'official') return false;
    const failure = this.#failures.find(
      (known) => isAbout(known, finding) && known.expires >= this.#today,
    );
    if (failure === undefined) return false;
    const { caseId, fork, path, words } = finding;
    const { why, owner, link, expires } = failure;
    this.#seen.set(failure, { caseId, fork, path, words, why, owner, link, expires });
    return true;
  }

  /** Hears that a case has been judged, whatever came of it. */
  judged(site: Pick<Finding, 'caseId' | 'fork'>): void {
    for (const failure of this.#failures) if (isAbout(failure, site)) this.#judged.add(failure);
  }

  /** Those that were seen. */
  get findings(): readonly KnownFinding[] {
    return [...this.#seen.values()];
  }

  /** Entries that have no reason any more. */
  get outlived(): readonly NotCovered[] {
    return this.#failures.flatMap((failure) => {
      const what = `known failure ${failure.caseId}`;
      if (failure.expires < this.#today) {
        return [{ what, reason: `expired on ${failure.expires}, and counts again` }];
      }
      if (!this.#judged.has(failure) || this.#seen.has(failure)) return [];
      return [{ what, reason: 'did not show: take it off the list' }];
    });
  }
}

function isAbout(known: KnownFailure, { caseId, fork }: Pick<Finding, 'caseId' | 'fork'>): boolean {
  return known.caseId === caseId && (known.fork === undefined || known.fork === fork);
}
