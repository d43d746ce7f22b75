#!/usr/bin/env node
// forge's compiler: the solc of the workspace, which is WebAssembly and needs no download.
const solc = require('solc')

const args = process.argv.slice(2)
if (args.includes('--version')) {
  process.stdout.write(
    `solc, the solidity compiler commandline interface\nVersion: ${solc.version()}\n`,
  )
} else if (args.includes('--standard-json')) {
  process.stdout.write(solc.compile(require('node:fs').readFileSync(0, 'utf8')))
} else {
  process.stderr.write(`solc.cjs: unsupported arguments: ${args.join(' ')}\n`)
  process.exitCode = 2
}
