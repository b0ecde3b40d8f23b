/**
 * How the tests run: TypeScript tests against the compiled code.
 *
 * Tests import the code under test as `#engine/x.js`, which package.json maps to `dist`. Vitest
 * leaves `dist` alone (`external`), so that Node loads it and coverage sees what really ran.
 * Each kind of test is one project: add a line to `projects` to add a kind. `certify` holds an engine
 * to serial execution: `LOCKSTEP_ENGINE=v2 npx vitest run --project certify`. With
 * `LOCKSTEP_TEST_REPORT=<file>` the outcome is written there as JSON too, for the gate to count.
 */
import {
  configDefaults,
  defineConfig,
  type TestProjectInlineConfiguration,
  type ViteUserConfig,
} from 'vitest/config';

/** Tests of an engine that is named when they are run. */
const NAMED = 'doors/named/*.test.ts';

function project(
  name: string,
  pattern: string,
  exclude: readonly string[] = [],
): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      include: [`{engine,harness,generators,properties,fixtures,ci}/**/${pattern}`],
      exclude: [...configDefaults.exclude, ...exclude],
      server: { deps: { external: [/\/dist\//] } },
      pool: 'threads',
      // A limit on tests that hang, not on slow machines: threads of lanes share the cores with
      // tests. Projects do not inherit it from the root.
      testTimeout: 120_000,
      hookTimeout: 120_000,
    },
  };
}

const report = process.env['LOCKSTEP_TEST_REPORT'];

const isEngineNamed = process.env['LOCKSTEP_ENGINE'] !== undefined;
if (!isEngineNamed && process.argv.join(' ').includes('--project certify')) {
  throw new Error(
    'No engine is named: LOCKSTEP_ENGINE=stdio:./my-engine npx vitest run --project certify',
  );
}

const config: ViteUserConfig = defineConfig({
  test: {
    globalSetup: ['ci/build/setup.ts'],
    // Every core: what lanes of one test leave free, another's take.
    maxWorkers: '100%',
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    projects: [
      project('unit', '*.test.ts', [`**/${NAMED}`]),
      ...(isEngineNamed ? [project('certify', NAMED)] : []),
    ],
  },
});
export default config;
