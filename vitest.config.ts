// How the tests run: real engines, one process per file, nothing mocked.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    globalSetup: ['test/kit/engines.ts', 'test/kit/assembled.ts'],
    // A busy machine is no failure: what is waited for may take far longer than is usual. These are ends, no promises.
    testTimeout: 400_000,
    hookTimeout: 400_000,
    expect: { poll: { timeout: 60_000 } },
    pool: 'forks',
    maxWorkers: 2,
  },
});
