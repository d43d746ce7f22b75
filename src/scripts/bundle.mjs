// Bundles src into dist/bundle.cjs: one script, so that Node can keep its compiled code between
// runs (ES modules have no code cache in Node 20), in which a command's module is evaluated only
// when that command is asked for.
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'

const commands = (await readdir('src/commands', { recursive: true }))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replaceAll('\\', '/').replace(/\.ts$/, ''))
  .sort()

const entry = `
export { runCommandLine } from './src/cli/frame/run-command-line.ts'
export const commands = {
${commands
  .map(
    (id) =>
      `  get '${id.replaceAll('/', ':')}'() { return require('./src/commands/${id}.ts').default },`,
  )
  .join('\n')}
}`

// Plugins and a project's own configuration are found at run time and may be ES modules, which
// require() cannot load; main.ts hands in the loader's import.
const importAtRunTime = {
  name: 'import-at-run-time',
  setup({ onLoad }) {
    onLoad(
      { filter: /(@oclif\/core\/lib\/module-loader|cosmiconfig\/dist\/loaders)\.js$/ },
      async ({ path }) => ({
        contents: (await readFile(path, 'utf8')).replace(/\bimport\((?!['"])/g, '__importModule('),
      }),
    )
  },
}

const options = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  charset: 'ascii',
  logLevel: 'warning',
}

await build({
  ...options,
  stdin: { contents: entry, resolveDir: '.', loader: 'ts' },
  outfile: 'dist/bundle.cjs',
  format: 'cjs',
  // Class names are what a stack shows.
  keepNames: true,
  external: [
    // Large, and wanted only to read a node's blocks.
    'undici',
    // Native or wasm files beside their code.
    ...['keytar', 'libsql', 'tiny-secp256k1'],
    // Large, and wanted only where somebody sits at a terminal.
    ...['@inquirer/prompts', 'listr2'],
    // Wanted only for a project's TypeScript; those of cosmiconfig and oclif are never asked.
    ...['jiti', 'typescript', 'ts-node', 'tsx'],
  ],
  supported: { 'dynamic-import': false },
  plugins: [importAtRunTime],
  banner: { js: '(function (module, require, __importModule, __filename, __dirname) {' },
  footer: { js: '})' },
})
const digest = createHash('sha256')
  .update(await readFile('dist/bundle.cjs'))
  .digest('hex')
await build({
  ...options,
  entryPoints: ['src/main.ts'],
  outfile: 'dist/main.js',
  format: 'esm',
  define: { BUNDLE_ID: JSON.stringify(digest.slice(0, 16)) },
})
await writeFile(
  'dist/commands.js',
  "import { loadBundle } from './main.js'\nexport default loadBundle().commands\n",
)
