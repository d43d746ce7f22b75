// Compiles the AssemblyScript kernels. Every src/kernel/<name>.ts becomes
// src/artifacts/<name>-kernel.ts, which exports the WebAssembly module as base64; what kernels
// share lies in folders below src/kernel. The same sources and compiler give the same bytes, so the
// artifacts are committed and a stale one shows as a change.
//
//   node src/scripts/kernel.mjs
//
// A stamp in .cache/ remembers what was compiled from what: nothing changed, nothing loaded.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'

const root = new URL('../..', import.meta.url).pathname
const kernels = join(root, 'src/kernel')
const artifacts = join(root, 'src/artifacts')
const stampFile = join(root, '.cache/kernel.json')

const FLAGS = [
  ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--noAssert'],
  ...['--runtime', 'stub', '--use', 'abort=', '--enable', 'simd'],
]

const names = readdirSync(kernels)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => basename(file, '.ts'))
  .sort()

const stamp = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {}
const sources = digestOfSources()
if (stamp.sources !== sources || names.some((name) => stamp[name] !== digestOfArtifact(name))) {
  const asc = await import('assemblyscript/asc')
  for (const name of names) writeFileSync(artifactOf(name), await compile(asc, name))
  mkdirSync(join(root, '.cache'), { recursive: true })
  const digests = names.map((name) => [name, digestOfArtifact(name)])
  writeFileSync(stampFile, JSON.stringify({ sources, ...Object.fromEntries(digests) }))
}

async function compile(asc, name) {
  let wasm
  const { error, stderr } = await asc.main([`src/kernel/${name}.ts`, '--outFile', name, ...FLAGS], {
    readFile: (file, base) => {
      const path = join(root, base, file)
      return existsSync(path) ? readFileSync(path, 'utf8') : null
    },
    writeFile: (_file, contents) => {
      wasm = contents
    },
    listFiles: (folder, base) => {
      const path = join(root, base, folder)
      return existsSync(path) ? readdirSync(path) : []
    },
  })
  process.stderr.write(stderr.toString())
  if (error) throw error
  return artifact(name, wasm)
}

function artifact(name, wasm) {
  const identifier = `${name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())}Kernel`
  const base64 = Buffer.from(wasm).toString('base64')
  return [
    `// Generated from src/kernel/${name}.ts by src/scripts/kernel.mjs. Do not edit.`,
    '',
    '/** A WebAssembly module, base64. */',
    `export const ${identifier} =`,
    `  '${base64}'`,
    '',
  ].join('\n')
}

/** The compiler's version, this script and every source: what the artifacts are made of. */
function digestOfSources() {
  const hash = createHash('sha256')
  hash.update(createRequire(import.meta.url)('assemblyscript/package.json').version)
  hash.update(readFileSync(new URL(import.meta.url)))
  for (const file of readdirSync(kernels, { recursive: true }).sort()) {
    if (file.endsWith('.ts')) hash.update(`\n${file}\n`).update(readFileSync(join(kernels, file)))
  }
  return hash.digest('hex')
}

function digestOfArtifact(name) {
  const file = artifactOf(name)
  return existsSync(file) && createHash('sha256').update(readFileSync(file)).digest('hex')
}

function artifactOf(name) {
  return join(artifacts, `${name}-kernel.ts`)
}
