import { readFile } from 'node:fs/promises'
import { lazilyCompiled } from './lazily.mjs'

const root = `${process.cwd()}/`

/** What the bundle changes in packages, so that a short command need not wait for it. */
const CHANGES = [
  {
    // Most of it is for its own manifest, plugins and help.
    modules: /@oclif\/core\/lib\/.*\.js$/,
    change: lazilyCompiled,
    isOptional: true,
  },
  {
    // Opens stdout as a stream, which no command writes to; `run-oclif.ts` does the same for oclif.
    modules: /@oclif\/core\/lib\/command\.js$/,
    change: (code) => code.replace(/^process\.stdout\.on\('error', .*?^\}\);$/ms, ''),
  },
  {
    // What is found at run time may be an ES module, which require() cannot load on every Node; the
    // script loader hands in its own import.
    modules: /@oclif\/core\/lib\/module-loader\.js$|cosmiconfig\/dist\/loaders\.js$/,
    change: (code) => code.replace(/\bimport\((?!['"])/g, '__importModule('),
  },
  {
    // Has Node write a diagnostic report to find its binary, which may be installed below it.
    modules: /\/libsql\/index\.js$/,
    change: (code) =>
      code.replace(/^const \{.*\} = require\("(@neon-rs\/load|detect-libc)"\);$/gm, '').replace(
        /^function requireNative\(\) \{.*?^\}/ms,
        `function requireNative() {
          const { libsqlBinary } = require('${root}src/database/libsql-binary.ts')
          const { createRequire } = require('node:module')
          return createRequire(__packageFolder('libsql') + '/index.js')(libsqlBinary())
        }`,
      ),
  },
  {
    // Looks for its wasm beside itself; it stays where it is installed.
    modules: /\/tiny-secp256k1\/lib\/wasm_path\.js$/,
    change: () => `
      export const path = (name) => __packageFolder('tiny-secp256k1') + '/lib/' + name`,
  },
]

/** Makes these changes, and fails where a package is no longer as it was. */
export const leanPackages = {
  name: 'lean packages',
  setup({ onLoad, onResolve }) {
    // Commands import oclif by its index, which loads all of it.
    onResolve({ filter: /^@oclif\/core$/ }, ({ importer }) =>
      importer.startsWith(`${root}src/`)
        ? { path: `${root}src/cli/frame/lean-oclif.ts` }
        : undefined,
    )
    const filter = new RegExp(CHANGES.map(({ modules }) => modules.source).join('|'))
    onLoad({ filter }, async ({ path }) => {
      let contents = await readFile(path, 'utf8')
      for (const { modules, change, isOptional } of CHANGES) {
        if (!modules.test(path)) continue
        const changed = change(contents)
        if (changed === contents && !isOptional) throw new Error(`${path} is not as expected`)
        contents = changed
      }
      return { contents }
    })
  },
}
