/**
 * Any engine, as tests: `LOCKSTEP_ENGINE=v2 npx vitest run --project certify`.
 *
 * `LOCKSTEP_FORK=Prague,Osaka` and `LOCKSTEP_PROFILE=standard` say how much of it.
 */
import { PROFILES } from '#harness/certify/certificate.js';
import { checkEngineName } from '#harness/cli/engines.js';
import { describeConformance } from '#harness/doors/vitest.js';
import { FORKS } from '#harness/input/vocabulary.js';

const {
  LOCKSTEP_ENGINE: engine = '',
  LOCKSTEP_FORK: forks,
  LOCKSTEP_PROFILE: profile,
} = process.env;
checkEngineName(engine);

function wordOf<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw new RangeError(`${name} must be of ${words.join(', ')}, not "${text}"`);
}

describeConformance(engine, {
  ...(forks !== undefined && {
    forks: forks.split(',').map((fork) => wordOf('LOCKSTEP_FORK', fork, FORKS)),
  }),
  ...(profile !== undefined && { profile: wordOf('LOCKSTEP_PROFILE', profile, PROFILES) }),
});
