// Bundles src into dist: one file a command and shared chunks, so that a command loads only itself.
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

const commands = (await readdir('src/commands', { recursive: true }))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join('src/commands', name))

// CommonJS dependencies inside the ESM bundle expect these names.
const commonJsNames = [
  "import{createRequire as __cr}from'node:module'",
  "import{fileURLToPath as __fp}from'node:url'",
  "import{dirname as __dn}from'node:path'",
  'const require=__cr(import.meta.url)',
  'const __filename=__fp(import.meta.url)',
  'const __dirname=__dn(__filename)',
].join(';')

await rm('dist', { recursive: true, force: true })
await build({
  entryPoints: ['src/main.ts', ...commands],
  outbase: 'src',
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  legalComments: 'none',
  // Native or wasm files beside their code, and compilers that a project may or may not bring.
  external: ['keytar', 'libsql', 'tiny-secp256k1', 'typescript', 'ts-node', 'tsx'],
  banner: { js: `${commonJsNames};` },
  logLevel: 'warning',
})
