/**
 * A certificate as a badge.
 *
 * Owns its words and colours. The claim is always on it: agreement alone must not look like more.
 */
import { makeBadge } from 'badge-maker';
import type { Certificate } from '../certify/certificate.ts';
import type { Verdict } from '../certify/verdict.ts';

const COLORS: Readonly<Record<Verdict, string>> = {
  pass: 'brightgreen',
  inconclusive: 'lightgrey',
  flaky: 'orange',
  fail: 'red',
  crash: 'red',
};

/** The badge as SVG. */
export function badgeSVG({ verdict, claim, profile, known }: Certificate): string {
  const except = known.length === 0 ? '' : `, ${String(known.length)} known`;
  return makeBadge({
    label: `lockstep ${claim}`,
    message: `${verdict} (${profile}${except})`,
    color: COLORS[verdict],
  });
}
