import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** Closes a run with one plain line, counted from the test cases; what failed to load counts as failed. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, errors: ReadonlyArray<SerializedError>): void {
    let passed = 0
    let skipped = 0
    let failed = errors.length
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed++
        else if (state === 'skipped') skipped++
        else failed++
      }
      failed += module.errors().length
    }
    // On exit, so that it stands below vitest's own summary and the coverage table.
    process.on('exit', () => {
      process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`)
    })
  }
}
