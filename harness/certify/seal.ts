/**
 * A certificate that can be kept, shown and checked.
 *
 * Owns what is written beside the outcome (who made it, by which command, what risk remains) and
 * the digest over all of it: SHA-256 of its canonical JSON (RFC 8785). A digest tells that a file
 * is as it was written; it is no signature, and does not tell by whom.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { rateAtMost } from '../statistics/shares.ts';
import type { Certificate } from './certificate.ts';

/** Name and version of the form. */
export const CERTIFICATE_FORM = 'lockstep-certificate/1';

/** A certificate with all that is needed to make it again. */
export interface SealedCertificate {
  readonly form: typeof CERTIFICATE_FORM;
  readonly harness: { readonly name: 'lockstep'; readonly version: string };
  /** The command line that made it. */
  readonly command: string;
  readonly certificate: Certificate;
  /**
   * With 95 % confidence the share of blocks like those judged on which the engine differs is below
   * this: 3/n for n blocks without a divergence; `null` where there were some, known ones among
   * them, or no blocks.
   */
  readonly residualRisk: number | null;
  /** `sha256:` and 64 hexadecimal digits, over everything above. */
  readonly digest: string;
}

/** Who made a certificate, and how. */
export interface Maker {
  /** Of the harness. */
  readonly version: string;
  readonly command: string;
}

/** Seals a certificate. */
export function seal(certificate: Certificate, { version, command }: Maker): SealedCertificate {
  const content = {
    form: CERTIFICATE_FORM,
    harness: { name: 'lockstep', version },
    command,
    certificate,
    residualRisk: residualRiskOf(certificate),
  } as const;
  return { ...content, digest: digestOf(content) };
}

/** Whether the content is what was sealed. */
export function isIntact(sealed: object): boolean {
  const { digest, ...content }: { readonly digest?: unknown } = sealed;
  try {
    return digest === digestOf(content);
  } catch {
    // Half a character, or nesting without end: without canonical form nothing was ever sealed.
    return false;
  }
}

/** The rule of three: no failure in n independent trials. */
function residualRiskOf({ blocks, divergences, known }: Certificate): number | null {
  // Explained or not, a divergence is a failed trial.
  return blocks === 0 || divergences > 0 || known.length > 0 ? null : rateAtMost(blocks);
}

function digestOf(content: object): string {
  const canonical = canonicalize(content);
  if (canonical === undefined) throw new TypeError('a certificate is an object');
  return `sha256:${createHash('sha256').update(canonical).digest('hex')}`;
}
