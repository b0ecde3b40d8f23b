/**
 * What a sealed certificate must look like.
 *
 * Owns the check of its shape. The digest has no key: whoever writes a file can make one that fits,
 * so that what follows from a fitting digest is only that nothing was changed since. Fields that a
 * later version adds are left alone, at every depth. What the numbers mean is not looked at.
 */
import { z } from 'zod';
import { CLAIMS, PROFILES } from '../certify/certificate.ts';
import { CERTIFICATE_FORM, type SealedCertificate } from '../certify/seal.ts';
import { VERDICTS } from '../certify/verdict.ts';
import { describeValue, printable } from './printable.ts';
import { Refusal } from './refusal.ts';
import { FORKS, POLICIES } from './vocabulary.ts';

const text = z.string();
const count = z.int().nonnegative();
const amount = z.number().nonnegative();
const fork = z.enum(FORKS);
const verdict = z.enum(VERDICTS);

const FINDING = z.looseObject({
  kind: z.enum(['divergence', 'flaky', 'crash', 'expectation', 'dispute', 'official']),
  verdict,
  caseId: text,
  fork: fork.nullable(),
  policy: z.enum(POLICIES),
  block: count,
  path: text,
  words: text,
  expected: text,
  actual: text,
  rate: z.looseObject({ wrong: count, runs: count, low: amount, high: amount }).exactOptional(),
  replay: text,
});

const KNOWN = z.looseObject({
  caseId: text,
  fork: fork.nullable(),
  path: text,
  words: text,
  why: text,
  owner: text,
  link: text,
  expires: text,
});

const PROOF = z.looseObject({
  kinds: z.array(z.enum(['overlap', 'timing'])).nonempty(),
  lanes: count,
  processorsBusy: amount,
  processorsBusySerial: amount,
  speedup: amount,
  speedupOverChain: amount,
  rounds: count,
  parallelBlocks: count,
  conflictBlocks: count,
  fallbacks: count,
  executions: count,
  aborts: count,
  suspensions: count,
});

const OFFICIAL = z.looseObject({
  samplePercent: amount,
  total: count,
  passed: count,
  failed: count,
  skipped: count,
});

const POWER = z.looseObject({
  broken: z.enum(['executor', 'parallel']),
  askedBy: z.enum(['once', 'schedules', 'threads']),
  engines: count,
  found: count,
  shareAtLeast: amount,
});

const CERTIFICATE = z.looseObject({
  engine: text,
  engineVersion: text,
  claim: z.enum(CLAIMS),
  profile: z.enum(PROFILES),
  verdict,
  reason: text,
  compared: count,
  blocks: count,
  schedules: count,
  laneRuns: count,
  divergences: count,
  findings: count,
  failures: z.array(FINDING),
  known: z.array(KNOWN),
  parallelProof: PROOF.nullable(),
  oracleLevels: z.array(z.literal([0, 1, 2, 3])),
  families: z.array(z.looseObject({ name: text, judged: count, notExpressible: count })),
  casesDigest: text,
  forks: z.array(fork),
  notCovered: z.array(z.looseObject({ what: text, reason: text })),
  official: OFFICIAL.nullable(),
  power: z.array(POWER),
  seed: z.number(),
  seconds: amount,
  interrupted: z.boolean(),
});

const SEALED: z.ZodType<SealedCertificate> = z.looseObject({
  form: z.literal(CERTIFICATE_FORM),
  harness: z.looseObject({ name: z.literal('lockstep'), version: text }),
  command: text,
  certificate: CERTIFICATE,
  residualRisk: amount.nullable(),
  digest: text,
});

/** Reads what nobody has checked. Throws `Refusal`, which names the first place that is wrong. */
export function readSealed(content: unknown): SealedCertificate {
  const read = SEALED.safeParse(content, { error: problemOf });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Refusal({
    place: placeOf(issue?.path ?? []),
    problem: issue?.message ?? 'is no certificate',
    remedy: 'make it again with its command',
  });
}

function problemOf(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined) return 'is missing';
  const is = `is ${describeValue(issue.input)}`;
  return issue.code === 'invalid_value' ? `${is}, which is not known` : `${is}, which cannot be`;
}

/** `certificate.failures[0].kind`. */
function placeOf(path: readonly PropertyKey[]): string {
  const steps = path.map((step) =>
    typeof step === 'number' ? `[${String(step)}]` : `.${printable(String(step), 80)}`,
  );
  return steps.join('').replace(/^\./, '');
}
