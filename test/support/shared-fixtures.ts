import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './capstan.ts'

const folder = join(projectRoot, '..', 'shared', 'fixtures')

/**
 * Data captured from real nodes, kept beside the project and too large to be in it. A clone without
 * it skips the tests that need it, visibly (`describe.skipIf(sharedFixturesMissing)`); CI, which has
 * it, fails instead.
 */
export const sharedFixturesMissing = !existsSync(folder) && process.env.CI !== 'true'

/** The path of a shared fixture. */
export function sharedFixture(...path: string[]): string {
  return join(folder, ...path)
}
