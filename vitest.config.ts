// How the tests run: real engines, one process per file, nothing mocked.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    globalSetup: ['test/kit/engines.ts', 'test/kit/assembled.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A busy machine is no failure: what is waited for may take longer than the second that is usual.
    expect: { poll: { timeout: 20_000 } },
    pool: 'forks',
    maxWorkers: 2,
  },
});
