// Bundles src into CommonJS scripts, whose compiled code Node can keep between runs (ES modules have
// no code cache in Node 20): one script a folder of src, one a package, and dist/main.cjs, which
// reads a script, and evaluates a module of it, when it is first asked for.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { build } from 'esbuild'
import { lazily } from './lazily.mjs'
import { leanPackages } from './lean-packages.mjs'
import { scriptOf, scriptsOf } from './scripts-of.mjs'

const { version } = JSON.parse(await readFile('package.json', 'utf8'))
const root = `${process.cwd()}/`

const commandFiles = (await readdir('src/commands', { recursive: true }))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `src/commands/${name.replaceAll('\\', '/')}`)
  .sort()

const options = {
  bundle: true,
  write: false,
  metafile: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  charset: 'ascii',
  logLevel: 'warning',
}

const scriptOptions = {
  ...options,
  external: [
    // Large, and wanted only to read a node's blocks.
    'undici',
    // A native file beside its code.
    'keytar',
    // Large, and wanted only where somebody sits at a terminal.
    ...['@inquirer/prompts', '@oclif/plugin-not-found', 'listr2'],
    // Wanted only for a project's TypeScript; those of cosmiconfig and oclif are never asked.
    ...['jiti', 'typescript', 'ts-node', 'tsx'],
  ],
  supported: { 'dynamic-import': false },
  banner: {
    js: '(function (module, require, __packageFolder, __importModule, __filename, __dirname) {',
  },
  footer: { js: '})' },
  plugins: [leanPackages],
}

/**
 * Code that gives the named modules by path, and evaluates none before it is looked at. esbuild
 * makes a getter of each thing that an ES module exports; plain properties are quicker to read, and
 * no module of ours changes what it has exported.
 */
const modules = (paths, inputs = {}) => {
  const getters = [...paths].sort().map((path) => {
    const isEsModule = inputs[path]?.format === 'esm'
    return `get '${path}'() { return ${isEsModule ? 'plain' : ''}(require('./${path}')) }`
  })
  const plain =
    "const plain = (module) => Object.defineProperty({ ...module }, '__esModule', { value: true })"
  return { contents: `${plain}\nmodule.exports = {${getters.join(',\n')}}`, resolveDir: '.' }
}

const entries = [
  'src/cli/frame/run-command-line.ts',
  'src/cli/frame/unknown-command.ts',
  ...commandFiles,
]
const { metafile } = await build({ ...scriptOptions, stdin: modules(entries), outfile: 'all.cjs' })
const scripts = scriptsOf(metafile.inputs)

/** Modules of other scripts are required at run time. */
const elsewhere = (script) => ({
  name: 'elsewhere',
  setup: ({ onResolve }) =>
    onResolve({ filter: /./ }, ({ path, importer }) => {
      const imports = metafile.inputs[importer.slice(root.length)]?.imports ?? []
      const found = imports.find(({ original, external }) => original === path && !external)?.path
      if (found === undefined || scriptOf(found) === script) return undefined
      return { path: `#${scriptOf(found)}#${found}`, external: true, sideEffects: false }
    }),
})

const outputs = await Promise.all(
  [...scripts].map(([script, paths]) =>
    build({
      ...scriptOptions,
      stdin: modules(paths, metafile.inputs),
      outfile: `dist/scripts/${script}.cjs`,
      plugins: [elsewhere(script), ...scriptOptions.plugins],
    }),
  ),
)
const files = outputs
  .flatMap(({ outputFiles }) => outputFiles)
  .map(({ path, text }) => ({ path, contents: lazily(text) }))
const digest = createHash('sha256')
for (const { path, contents } of files)
  digest.update(`${path.slice(root.length)}\n`).update(contents)
const BUILD = {
  id: digest.digest('hex').slice(0, 16),
  version,
  commandIds: commandFiles.map((path) =>
    path.slice('src/commands/'.length, -3).replaceAll('/', ':'),
  ),
}
const main = await build({
  ...options,
  entryPoints: ['src/entry/main.ts'],
  outfile: 'dist/main.cjs',
  define: { BUILD: JSON.stringify(BUILD) },
})

// The id stands for all else: where it is the same, so is every script, and whoever runs one now is
// left in peace. Otherwise nothing of an earlier build stays, least of all its help.
const [{ text }] = main.outputFiles
const isSame = (await readFile('dist/main.cjs', 'utf8').catch(() => '')) === text
if (!isSame) {
  await rm('dist', { recursive: true, force: true })
  for (const { path, contents } of [...files, ...main.outputFiles]) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, contents)
  }
}
