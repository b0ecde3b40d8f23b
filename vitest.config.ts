import { defineConfig } from 'vitest/config';
export default defineConfig({
  test: {
    globalSetup: ['ci/build.setup.ts'],
    include: ['{engine,harness,generators,properties,fixtures,ci}/**/*.test.ts'],
    server: { deps: { external: [/\/dist\//] } },
    pool: 'threads',
  },
});
