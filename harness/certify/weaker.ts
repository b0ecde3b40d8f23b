/**
 * In what a later certificate says less than an earlier one.
 *
 * Owns the reasons besides the verdict: less is claimed, of something else, on less, or with more
 * set aside. A pass that is bought with one of them is none that a gate should let through. Does
 * not say whether the verdict is worse.
 */
import { counted } from '../report/words.ts';
import { type Certificate, CLAIMS, type KnownFinding, PROFILES } from './certificate.ts';

/** Sentences without a full stop; none where the later one says as much, or more. */
export function weakerIn(before: Certificate, after: Certificate): readonly string[] {
  return [
    ...loweredChoices(before, after),
    ...fewerCounts(before, after),
    ...fewerCases(before, after),
    ...goneParts(before, after),
    ...newlyKnown(before, after),
  ];
}

/** Where a known failure is, in words. */
export function knownSite({ caseId, fork, path }: Omit<KnownFinding, 'words'>): string {
  const under = fork === null ? '' : ` under ${fork}`;
  return `${caseId}${under}${path === '' ? '' : ` at ${path}`}`;
}

function loweredChoices(before: Certificate, after: Certificate): readonly string[] {
  const reasons: string[] = [];
  if (before.engine !== after.engine) {
    reasons.push(`another engine is judged: ${after.engine}, before ${before.engine}`);
  }
  // Claims begin with the greatest, profiles with the smallest.
  if (CLAIMS.indexOf(after.claim) > CLAIMS.indexOf(before.claim)) {
    reasons.push(`the claim is lowered from ${before.claim} to ${after.claim}`);
  }
  if (PROFILES.indexOf(after.profile) < PROFILES.indexOf(before.profile)) {
    reasons.push(`the profile is lowered from ${before.profile} to ${after.profile}`);
  }
  const [old, young] = [before, after].map(({ official }) => official?.samplePercent ?? 0);
  if (old !== undefined && young !== undefined && young < old) {
    reasons.push(
      `the sample of official tests is lowered from ${String(old)} to ${String(young)} %`,
    );
  }
  return reasons;
}

const COUNTS: readonly {
  readonly what: string;
  readonly of: (certificate: Certificate) => number;
}[] = [
  { what: 'blocks are judged', of: ({ blocks }) => blocks },
  { what: 'fields are compared', of: ({ compared }) => compared },
  { what: 'executions under schedules are judged', of: ({ schedules }) => schedules },
  { what: 'executions on numbers of lanes are judged', of: ({ laneRuns }) => laneRuns },
  {
    what: 'official tests are judged',
    of: ({ official }) => (official === null ? 0 : official.passed + official.failed),
  },
];

/** Another seed draws other blocks and tests, with more or less in them; not half as much. */
const CHANCE = 0.5;

function fewerCounts(before: Certificate, after: Certificate): readonly string[] {
  const share = before.seed === after.seed ? 1 : CHANCE;
  return COUNTS.flatMap(({ what, of }) => {
    const [old, young] = [of(before), of(after)];
    return young < share * old ? [fewer(what, old, young)] : [];
  });
}

/** Cases are the same under every seed but for what is in those that are drawn. */
function fewerCases(before: Certificate, after: Certificate): readonly string[] {
  const judgedNow = new Map(after.families.map(({ name, judged }) => [name, judged]));
  return before.families.flatMap(({ name, judged }) => {
    const now = judgedNow.get(name) ?? 0;
    if (now >= judged) return [];
    if (now === 0) return [`no case of ${name} is judged any more`];
    return [fewer(`cases of ${name} are judged`, judged, now)];
  });
}

function fewer(what: string, before: number, after: number): string {
  return `fewer ${what}: ${String(after)}, before ${String(before)}`;
}

function goneParts(before: Certificate, after: Certificate): readonly string[] {
  const forks = before.forks.filter((fork) => !after.forks.includes(fork));
  const levels = before.oracleLevels.filter((level) => !after.oracleLevels.includes(level));
  const unsaid = fieldsUnsaid(after).filter((what) => !fieldsUnsaid(before).includes(what));
  return [
    ...(forks.length === 0 ? [] : [`nothing is judged under ${forks.join(', ')} any more`]),
    ...levels.map((level) => `oracle level ${String(level)} does not judge any more`),
    ...unsaid.map((what) => `the ${what} is not compared everywhere any more`),
  ];
}

/** Parts of results that the engine leaves unsaid: `field stateRoot`. */
function fieldsUnsaid({ notCovered }: Certificate): readonly string[] {
  return notCovered.map(({ what }) => what).filter((what) => what.startsWith('field '));
}

function newlyKnown(before: Certificate, after: Certificate): readonly string[] {
  const sites = new Set(before.known.map(knownSite));
  const fresh = after.known.map(knownSite).filter((site) => !sites.has(site));
  if (fresh.length === 0) return [];
  return [
    `${counted(fresh.length, 'failure')} newly on the list of known ones: ${fresh.join('; ')}`,
  ];
}
