import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Runs capstan with the process's arguments. `binUrl` is the URL of the executable, from which the
 * package is found.
 */
export async function main(binUrl: string): Promise<void> {
  const argv = process.argv.slice(2)
  // Asked for most often by scripts and by people in a hurry: answered before anything is loaded.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v'))
    return printVersion(binUrl)
  // Node 22 and later keep compiled code between runs; Node 20 has no such thing.
  const { enableCompileCache } = (await import('node:module')) as { enableCompileCache?(): void }
  enableCompileCache?.()
  const { runCommandLine } = await import('./cli/run-command-line.ts')
  await runCommandLine(argv, binUrl)
}

function printVersion(binUrl: string): void {
  const root = join(dirname(fileURLToPath(binUrl)), '..')
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  process.stdout.write(
    `${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`,
  )
}
