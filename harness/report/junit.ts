/**
 * A run of certification as JUnit XML, which CI systems show test by test.
 *
 * Owns what a test is there: a case under a fork, and each official test that failed. What was not
 * judged is skipped, with the reason; a known failure is skipped too, for it is nobody's surprise,
 * and how many there were is a property of the suite.
 */
import { create } from 'xmlbuilder2';
import type { Certificate, Finding } from '../certify/certificate.ts';
import type { CaseEnd } from '../certify/certifyOptions.ts';
import { printable } from '../input/printable.ts';

/** One `testcase`, in the words of the schema: `@` begins an attribute. */
interface TestCase {
  readonly '@classname': string;
  readonly '@name': string;
  readonly failure?: readonly {
    readonly '@type': string;
    readonly '@message': string;
    readonly '#': string;
  }[];
  readonly skipped?: { readonly '@message': string };
}

/** The report as XML. */
export function junitXML(certificate: Certificate, cases: readonly CaseEnd[]): string {
  const { engine, claim, seconds } = certificate;
  const tests = [
    ...[...cases, ...officialSites(certificate)].map((one) => testOf(certificate, one)),
    verdictTest(certificate),
  ];
  const suite = {
    '@name': `lockstep certify ${printable(engine)} (${claim})`,
    '@tests': tests.length,
    '@failures': tests.filter(({ failure }) => failure !== undefined).length,
    '@skipped': tests.filter(({ skipped }) => skipped !== undefined).length,
    '@time': seconds.toFixed(3),
    properties: {
      property: { '@name': 'knownFailures', '@value': certificate.known.length },
    },
    testcase: tests,
  };
  const document = create(
    { version: '1.0', encoding: 'UTF-8' },
    { testsuites: { testsuite: suite } },
  );
  return `${document.end({ prettyPrint: true })}\n`;
}

/** What a test is about; official tests are under no fork of their own. */
type Site = Pick<Finding, 'caseId' | 'fork'>;

/** Official tests that failed, each once. */
function officialSites({ failures, known }: Certificate): readonly Site[] {
  const ids = [...failures, ...known].flatMap(({ caseId, fork }) => (fork === null ? caseId : []));
  return [...new Set(ids)].map((caseId) => ({ caseId, fork: null }));
}

function testOf(certificate: Certificate, { caseId, fork }: Site): TestCase {
  const name = { '@classname': fork ?? 'official tests', '@name': printable(caseId, 400) };
  const isAbout = (one: Site): boolean => one.caseId === caseId && one.fork === fork;
  const findings = certificate.failures.filter(isAbout);
  if (findings.length > 0) return { ...name, failure: findings.map(failureOf) };
  const known = certificate.known.find(isAbout);
  if (known !== undefined) return { ...name, skipped: skip(`known failure: ${known.why}`) };
  const left = certificate.notCovered.find(({ what }) => what === `${caseId} under ${fork ?? ''}`);
  return left === undefined ? name : { ...name, skipped: skip(left.reason) };
}

/** The verdict itself is a test: nothing else fails where a proof is missing. */
function verdictTest({ verdict, reason }: Certificate): TestCase {
  const name = { '@classname': 'lockstep', '@name': 'verdict' };
  const words = printable(reason, 1_000);
  if (verdict === 'pass') return name;
  return { ...name, failure: [{ '@type': verdict, '@message': words, '#': words }] };
}

function skip(words: string): { readonly '@message': string } {
  return { '@message': printable(words, 400) };
}

function failureOf({ verdict, words, path, expected, actual, replay }: Finding) {
  const message = printable(words, 600);
  const where =
    path === ''
      ? []
      : [
          `at ${printable(path)}`,
          `expected ${printable(expected)}`,
          `actual   ${printable(actual)}`,
        ];
  return {
    '@type': verdict,
    '@message': message,
    '#': [message, ...where, `again: ${replay}`].join('\n'),
  };
}
