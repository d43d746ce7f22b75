// Runs the benchmarks, each in a process of its own:
//
//   node test/bench/run.mjs [name…]
//
// test/bench/<name>.bench.ts is bundled as the product is and run; it measures goals by `measure`
// of test/bench/measure.ts. Every goal becomes a line, all of them .cache/bench/<name>.json. Goals
// are ratios within one run, or limits of memory. Exit 1 when one is missed.

import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'

const benches = new URL('./', import.meta.url).pathname
const cache = new URL('../../.cache/bench/', import.meta.url).pathname

const all = readdirSync(benches)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))
const names = process.argv.length > 2 ? process.argv.slice(2) : all

mkdirSync(cache, { recursive: true })
for (const name of names) {
  const bundle = `${cache}${name}.mjs`
  await build({
    entryPoints: [`${benches}${name}.bench.ts`],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  })
  const { status, stdout } = spawnSync(process.execPath, [bundle], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  if (status !== 0) {
    console.error(`${name}: the benchmark ended with ${status}`)
    process.exitCode = 1
    continue
  }
  const goals = JSON.parse(stdout)
  writeFileSync(`${cache}${name}.json`, `${JSON.stringify(goals, null, 2)}\n`)
  for (const goal of goals) {
    if (!goal.reached) process.exitCode = 1
    console.log(`${name}: ${describe(goal)}`)
  }
}

function describe({ what, figure, unit, atLeast, atMost, reached, detail }) {
  const limit = atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`
  const shown = figure >= 100 ? figure.toFixed(0) : figure.toPrecision(3)
  return `${what}: ${shown} ${unit} (goal ${limit}) ${reached ? 'reached' : 'MISSED'}; ${detail}`
}
