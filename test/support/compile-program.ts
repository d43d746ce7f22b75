import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { projectRoot } from './capstan.ts'

/** Compiles a TypeScript program of the tests, which Node 20 cannot run as it is; gives its path. */
export async function compileProgram(source: string): Promise<string> {
  const name = basename(source, '.ts')
  const outfile = join(projectRoot, '.cache', 'test', `${name}-${process.pid}.mjs`)
  await build({
    entryPoints: [join(projectRoot, source)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['libsql', 'keytar', 'tiny-secp256k1', 'ethers'],
    logLevel: 'error',
  })
  return outfile
}
