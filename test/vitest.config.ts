import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import SlowFirst from './support/slow-first.ts'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    pool: 'forks',
    // More than cores: tests of real nodes and processes mostly wait.
    maxWorkers: 2 * availableParallelism(),
    testTimeout: 120_000,
    hookTimeout: 120_000,
    disableConsoleIntercept: true,
    sequence: { sequencer: SlowFirst },
    globalSetup: './test/support/memory-disk.ts',
    reporters: ['default', './test/support/tally-reporter.ts'],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/artifacts/**', 'src/kernel/**'],
      reporter: ['text-summary', 'lcov'],
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['test/{golden,properties,unit}/**/*.test.ts'],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'live', include: ['test/{adapters,e2e}/**/*.test.ts'] } },
    ],
  },
})
