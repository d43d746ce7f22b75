import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { SenderReport, SenderTask } from './sender.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface Sender {
  readonly process: ChildProcess
  /** What it printed, or null when it was killed. */
  readonly report: Promise<SenderReport | null>
}

/** Compiles sender.ts, which Node 20 cannot run as it is, and returns how to start it. */
export async function compileSender(): Promise<(task: SenderTask) => Sender> {
  const folder = join(ROOT, '.cache', 'test')
  await mkdir(folder, { recursive: true })
  const outfile = join(folder, `sender-${process.pid}.mjs`)
  await build({
    entryPoints: [join(ROOT, 'test/support/sender.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  })
  return (task) => start(outfile, task)
}

function start(file: string, task: SenderTask): Sender {
  const child = spawn(process.execPath, [file, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const report = new Promise<SenderReport | null>((resolve) => {
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('close', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      resolve(text === '' ? null : (JSON.parse(text) as SenderReport))
    })
  })
  return { process: child, report }
}
