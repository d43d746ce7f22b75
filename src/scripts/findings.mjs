// Runs the findings, all of them or those named, and closes with how many still hold.
// Exit 1 where one has changed, ran for longer than it may, or none was run.
//
//   node src/scripts/findings.mjs [name…]

import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'

const LIMIT_SECONDS = 90
const folder = new URL('../../findings/', import.meta.url).pathname
const all = readdirSync(folder)
  .filter((file) => file.endsWith('.sh') && file !== 'lib.sh')
  .map((file) => file.slice(0, -'.sh'.length))

const named = process.argv.slice(2)
const unknown = named.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  console.error(`No finding ${unknown.join(', ')}. There are: ${all.join(', ')}`)
  process.exit(2)
}

const tally = { hold: 0, changed: 0 }
for (const name of named.length > 0 ? named : all) {
  const start = performance.now()
  const { holds, output } = await run(name)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`${holds ? 'holds  ' : 'CHANGED'} ${name} ${seconds} s`)
  if (!holds || named.length > 0) console.log(output)
  tally[holds ? 'hold' : 'changed']++
}
console.log(`${tally.hold} hold, ${tally.changed} changed`)
process.exitCode = tally.changed > 0 || tally.hold === 0 ? 1 : 0

/** In a process group of its own, so that all it started can be told to end, and its folder goes. */
function run(name) {
  const child = spawn('bash', [`${folder}${name}.sh`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))

  const end = () => process.kill(-child.pid, 'SIGTERM')
  const timer = setTimeout(() => {
    output += `It ran for ${LIMIT_SECONDS} seconds.\n`
    end()
  }, LIMIT_SECONDS * 1000)
  const interrupted = () => {
    end()
    process.exitCode = 130
    child.on('close', () => process.exit())
  }
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer)
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
      resolve({ holds: code === 0, output })
    })
  })
}
