// Compiles the Solidity contracts. Every contract under src/contracts becomes
// src/artifacts/<kebab-name>.ts, the hostile ones of test/contracts/hostile become
// test/support/artifacts/<kebab-name>.ts. The same sources and compiler give the same bytes, so the
// artifacts are committed and a stale one shows as a change. A contract with a `@custom:name` is
// listed in src/artifacts/catalogue.ts under it, with the command of its `@custom:deployed-by`.
//
//   node src/scripts/contracts.mjs
//
// A stamp in .cache/ remembers what was compiled from what: nothing changed, no compiler loaded.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, posix } from 'node:path'

const root = new URL('../..', import.meta.url).pathname
const stampFile = join(root, '.cache/contracts.json')
const require = createRequire(import.meta.url)

/** Where contracts lie, and where their artifacts go. */
const FOLDERS = {
  'src/contracts': 'src/artifacts',
  'test/contracts/hostile': 'test/support/artifacts',
}
const HEADER = 'by src/scripts/contracts.mjs. Do not edit.'

/** The same as src/contracts/foundry.toml, so that the tests run the bytes that are deployed. */
const SETTINGS = {
  evmVersion: 'paris', // young chains may lack what came later
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  outputSelection: {
    '*': {
      '*': [
        'abi',
        'evm.bytecode.object',
        'evm.deployedBytecode.object',
        'evm.deployedBytecode.immutableReferences',
      ],
    },
  },
}

/** What the optimizer reckons with: a batch runs its loop hundreds of times. */
const RUNS = 1_000_000
/** Folders that would not fit into 24,576 bytes that way. */
const FEWER_RUNS = { 'src/contracts/multisig': 1_000 }

const inputs = [RUNS, ...new Set(Object.values(FEWER_RUNS))].map((runs) => ({
  language: 'Solidity',
  sources: withImports(
    Object.keys(FOLDERS)
      .flatMap(solidityFiles)
      .filter((file) => runsOf(file) === runs),
  ),
  settings: { ...SETTINGS, optimizer: { enabled: true, runs } },
}))
const digest = createHash('sha256')
  .update(require('solc/package.json').version)
  .update(readFileSync(new URL(import.meta.url)))
  .update(JSON.stringify(inputs))
  .digest('hex')

const stamp = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {}
if (stamp.input !== digest || JSON.stringify(stamp.artifacts) !== JSON.stringify(written())) {
  const artifacts = new Map()
  for (const input of inputs) compile(input, artifacts)
  artifacts.set('src/artifacts/catalogue.ts', catalogue(artifacts))
  for (const file of Object.keys(written())) if (!artifacts.has(file)) rmSync(join(root, file))
  for (const [file, text] of artifacts) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, JSON.stringify({ input: digest, artifacts: written() }))
}

function compile(input, artifacts) {
  const solc = require('solc')
  const output = JSON.parse(solc.compile(JSON.stringify(input)))
  const own = (output.errors ?? []).filter((error) => inOurFolders(error.sourceLocation?.file))
  const broken = (output.errors ?? []).filter((error) => error.severity === 'error')
  const faults = new Set([...broken, ...own])
  if (faults.size > 0)
    throw new Error([...faults].map((fault) => fault.formattedMessage).join('\n'))

  for (const [source, contracts] of Object.entries(output.contracts)) {
    if (!inOurFolders(source) || runsOf(source) !== input.settings.optimizer.runs) continue
    for (const [name, contract] of Object.entries(contracts)) {
      if (isLibraryOrInterface(contract)) continue
      const file = artifactOf(source, name)
      if (artifacts.has(file)) throw new Error(`${source}: there are two contracts ${name}`)
      artifacts.set(file, artifact(source, name, contract, solc.version()))
    }
  }
}

/** Interfaces have no code; our libraries are internal, so they leave no ABI and are inlined. */
function isLibraryOrInterface({ abi, evm }) {
  return evm.bytecode.object === '' || abi.length === 0
}

function artifact(source, contractName, { abi, evm }, compiler) {
  // Keyed by ids that grow with the source: Object.values gives the order of declaration.
  const immutables = Object.values(evm.deployedBytecode.immutableReferences ?? {})
  const identifier = contractName[0].toLowerCase() + contractName.slice(1)
  return [
    `// Generated from ${source} ${HEADER}`,
    '',
    `export const ${identifier} = {`,
    `  contractName: '${contractName}',`,
    `  compiler: '${compiler}',`,
    `  abi: ${list(abi)},`,
    `  bytecode: '0x${evm.bytecode.object}',`,
    '  /** Zero where the constructor writes an immutable. */',
    `  deployedBytecode: '0x${evm.deployedBytecode.object}',`,
    '  /** Where each immutable is a word of the deployed bytecode; immutables as declared. */',
    `  immutableReferences: ${list(immutables.map((places) => places.map(({ start }) => start)))},`,
    '} as const',
    '',
  ].join('\n')
}

/** An array with one line an element, so that a diff shows what changed. */
function list(elements) {
  if (elements.length === 0) return '[]'
  return `[\n${elements.map((element) => `    ${JSON.stringify(element)},\n`).join('')}  ]`
}

/** The contracts with a name, in the order of their names. */
function catalogue(artifacts) {
  const entries = solidityFiles('src/contracts').flatMap((source) => {
    const contract = /@custom:name (\S+)(?:\n\/\/\/ @custom:deployed-by ([^\n]+))?\ncontract (\w+)/
    const found = contract.exec(readFileSync(join(root, source), 'utf8'))
    if (!found) return []
    const [, name, deployedBy, contractName] = found
    const file = artifactOf(source, contractName)
    if (!artifacts.has(file)) throw new Error(`${source}: nothing was compiled for ${name}`)
    const module = posix.basename(file)
    const identifier = contractName[0].toLowerCase() + contractName.slice(1)
    const text = [
      `  ${/-/.test(name) ? `'${name}'` : name}: {`,
      `    contractName: '${contractName}',`,
      `    deployedBy: ${deployedBy === undefined ? null : `'${deployedBy}'`},`,
      `    load: async () => (await import('./${module}')).${identifier},`,
      '  },',
    ].join('\n')
    return [{ name, text }]
  })
  return [
    `// Generated from the names in src/contracts ${HEADER}`,
    '',
    '/** What the compiler leaves of a contract. */',
    'export interface ContractArtifact {',
    '  readonly contractName: string',
    '  readonly abi: readonly unknown[]',
    '  /** `0x` hex; the encoded constructor arguments follow it. */',
    '  readonly bytecode: string',
    '  /** `0x` hex, zero where the constructor writes an immutable. */',
    '  readonly deployedBytecode: string',
    '  /** Where each immutable is a word of the deployed bytecode, in bytes. */',
    '  readonly immutableReferences: readonly (readonly number[])[]',
    '}',
    '',
    '/** A contract by the name that commands know it by. Its artifact is loaded when asked for. */',
    'export interface CatalogueEntry {',
    '  readonly contractName: string',
    '  /** The command that deploys it; null for `contract deploy`. */',
    '  readonly deployedBy: string | null',
    '  readonly load: () => Promise<ContractArtifact>',
    '}',
    '',
    'export const CATALOGUE = {',
    ...entries.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ text }) => text),
    '} as const satisfies Readonly<Record<string, CatalogueEntry>>',
    '',
    'export type ContractName = keyof typeof CATALOGUE',
    '',
  ].join('\n')
}

function runsOf(source) {
  const folder = Object.keys(FEWER_RUNS).find((folder) => source.startsWith(`${folder}/`))
  return folder === undefined ? RUNS : FEWER_RUNS[folder]
}

function artifactOf(source, contractName) {
  const [, target] = Object.entries(FOLDERS).find(([folder]) => source.startsWith(`${folder}/`))
  const kebab = contractName.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase()
  return `${target}/${kebab}.ts`
}

/** Digests of the artifacts that are there, by file. */
function written() {
  const found = {}
  for (const folder of Object.values(FOLDERS)) {
    if (!existsSync(join(root, folder))) continue
    for (const name of readdirSync(join(root, folder)).sort()) {
      const text = readFileSync(join(root, folder, name), 'utf8')
      const [header] = text.split('\n', 1)
      if (!header.endsWith(HEADER)) continue
      found[`${folder}/${name}`] = createHash('sha256').update(text).digest('hex')
    }
  }
  return found
}

function solidityFiles(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((file) => file.endsWith('.sol'))
    .map((file) => `${folder}/${file}`)
    .sort()
}

/** The files with all they import, under the names the imports resolve to. */
function withImports(files) {
  const sources = {}
  const pending = [...files]
  for (let file = pending.shift(); file !== undefined; file = pending.shift()) {
    if (file in sources) continue
    const content = readFileSync(pathOf(file), 'utf8')
    sources[file] = { content }
    for (const [, path] of content.matchAll(/^\s*import\s[^;]*?['"]([^'"]+)['"]/gm)) {
      pending.push(path.startsWith('.') ? posix.join(posix.dirname(file), path) : path)
    }
  }
  return Object.fromEntries(Object.entries(sources).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function pathOf(source) {
  return inOurFolders(source) ? join(root, source) : require.resolve(source)
}

function inOurFolders(source) {
  return Object.keys(FOLDERS).some((folder) => source?.startsWith(`${folder}/`))
}
