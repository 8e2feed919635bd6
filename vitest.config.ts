import { configDefaults, defineConfig } from 'vitest/config';

/** `.ci/run` names a file in which it wants the counts; people read the terminal. */
const report = process.env['LAYERLEDGER_TEST_REPORT'];

/** These are of the built page in a real browser: one browser for all of them. */
const inBrowser = 'test/web/e2e/**/*.test.ts';

export default defineConfig({
  test: {
    testTimeout: 60_000,
    maxWorkers: '100%',
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    projects: [
      {
        extends: true,
        test: { name: 'code', include: ['test/**/*.test.ts'], exclude: [...configDefaults.exclude, inBrowser] },
      },
      {
        extends: true,
        test: {
          name: 'page',
          include: [inBrowser],
          globalSetup: 'test/web/e2e/setup.ts',
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
