/**
 * Two certificates side by side.
 *
 * Owns what matters between two runs: the verdict, what it is about, how much was judged and what
 * was left out. Time and measurements of parallelism differ from run to run and are not compared.
 * In what the later one says less is `weaker.ts`'s.
 */
import type { Certificate } from './certificate.ts';
import type { SealedCertificate } from './seal.ts';
import { worst } from './verdict.ts';
import { knownSite, weakerIn } from './weaker.ts';

/** One difference. */
export interface CertificateChange {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** What has become of a certificate. */
export interface CertificateComparison {
  /** Whether the later verdict is worse than the earlier one. */
  readonly isWorse: boolean;
  /** In what the later one says less, whatever its verdict; sentences without a full stop. */
  readonly weaker: readonly string[];
  readonly changes: readonly CertificateChange[];
}

/** Compares an earlier certificate with a later one. */
export function compareCertificates(
  before: SealedCertificate,
  after: SealedCertificate,
): CertificateComparison {
  const [first, second] = [factsOf(before), factsOf(after)];
  const changes: CertificateChange[] = [];
  for (const what of new Set([...first.keys(), ...second.keys()])) {
    const [old, young] = [first.get(what) ?? NOTHING, second.get(what) ?? NOTHING];
    if (old !== young) changes.push({ what, before: old, after: young });
  }
  const verdicts = [before.certificate.verdict, after.certificate.verdict] as const;
  return {
    isWorse: verdicts[0] !== verdicts[1] && worst(verdicts) === verdicts[1],
    weaker: weakerIn(before.certificate, after.certificate),
    changes,
  };
}

const NOTHING = 'nothing';

function factsOf({ harness, certificate }: SealedCertificate): ReadonlyMap<string, string> {
  const facts = new Map<string, string>([['harness', harness.version]]);
  for (const name of SCALARS) facts.set(name, String(certificate[name]));
  for (const name of LISTS) facts.set(name, certificate[name].join(', '));
  for (const { caseId, fork, path } of certificate.failures) {
    facts.set(`failure ${caseId} ${fork ?? ''}`.trim(), path === '' ? 'there' : path);
  }
  for (const one of certificate.known) facts.set(`known failure ${knownSite(one)}`, 'there');
  for (const { name, judged, notExpressible } of certificate.families) {
    facts.set(`cases of ${name}`, `${String(judged)}, ${String(notExpressible)} declined`);
  }
  const { official } = certificate;
  if (official !== null) {
    const { passed, failed, skipped } = official;
    facts.set(
      'official tests',
      `${String(passed)}, ${String(failed)} failed, ${String(skipped)} skipped`,
    );
  }
  for (const { what, reason } of certificate.notCovered) {
    facts.set(`not judged: ${what}`, reason);
  }
  return facts;
}

const SCALARS = [
  'engine',
  'engineVersion',
  'claim',
  'profile',
  'verdict',
  'blocks',
  'compared',
  'schedules',
  'laneRuns',
  'casesDigest',
  'divergences',
  'findings',
  'seed',
] as const satisfies readonly (keyof Certificate)[];

const LISTS = ['oracleLevels', 'forks'] as const;
