// Runs the contract tests and closes with the plain tally. Exit 1 on any failure, or when none ran.
//
//   node src/scripts/forge-tally.mjs [arguments of forge test]

import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

const forge = createRequire(import.meta.url).resolve('@foundry-rs/forge-linux-amd64/bin/forge')
const { status, stdout } = spawnSync(forge, ['test', '--json', ...process.argv.slice(2)], {
  cwd: new URL('../..', import.meta.url).pathname,
  env: { FOUNDRY_PROFILE: 'ci', ...process.env, FOUNDRY_CONFIG: 'src/contracts/foundry.toml' },
  stdio: ['ignore', 'pipe', 'inherit'],
  encoding: 'utf8',
  maxBuffer: 1 << 28,
})

const tally = { Success: 0, Failure: 0, Skipped: 0 }
for (const [file, suite] of Object.entries(suites(stdout))) {
  for (const [name, result] of Object.entries(suite.test_results)) {
    tally[result.status]++
    if (result.status === 'Failure') console.log(`FAIL ${file} ${name}: ${result.reason}`)
  }
}
const { Success: passed, Failure: failed, Skipped: skipped } = tally
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = status !== 0 || failed > 0 || passed === 0 ? 1 : 0

/** forge prints one JSON object, or words when the tests did not compile. */
function suites(output) {
  try {
    return JSON.parse(output)
  } catch {
    console.log(output)
    return {}
  }
}
