import { defineConfig } from 'vitest/config';

/** `.ci/run` names a file in which it wants the counts; people read the terminal. */
const report = process.env['LAYERLEDGER_TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
  },
});
