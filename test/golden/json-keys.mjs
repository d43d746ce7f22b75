// Adds to json-keys.json what tests have noted: CAPSTAN_NOTE_JSON=1 npx vitest …, then this. Whoever
// wants to see what is not used any more deletes the file first and notes the whole suite.

import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

const notes = new URL('../../.cache/json-keys/', import.meta.url)
const golden = new URL('json-keys.json', import.meta.url)

const before = existsSync(golden) ? JSON.parse(readFileSync(golden, 'utf8')) : {}
const seen = new Map(
  Object.entries(before).map(([command, { always, sometimes }]) => [
    command,
    [always, [...always, ...sometimes]],
  ]),
)
for (const file of readdirSync(notes)) {
  for (const line of readFileSync(new URL(file, notes), 'utf8').trim().split('\n')) {
    const { command, keys } = JSON.parse(line)
    const results = seen.get(command) ?? []
    results.push(keys)
    seen.set(command, results)
  }
}

const promises = [...seen].sort().map(([command, results]) => {
  const all = [...new Set(results.flat())].sort()
  const isAlways = (key) => results.every((keys) => keys.includes(key))
  const always = all.filter((key) => !key.includes('[]') && isAlways(key))
  return [command, { always, sometimes: all.filter((key) => !always.includes(key)) }]
})
writeFileSync(golden, `${JSON.stringify(Object.fromEntries(promises), null, 2)}\n`)
rmSync(notes, { recursive: true })
