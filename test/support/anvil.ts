import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

export interface Anvil {
  readonly url: string
  /** Straight to the node, past everything under test. */
  rpc<T = unknown>(method: string, ...params: unknown[]): Promise<T>
  stop(): Promise<void>
}

/** A fresh development node on a free port of the loopback. */
export async function startAnvil(args: readonly string[] = []): Promise<Anvil> {
  const binary = createRequire(import.meta.url).resolve('@foundry-rs/anvil-linux-amd64/bin/anvil')
  const child = spawn(binary, ['--port', '0', ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  const url = await listeningUrl(child.stdout)
  child.stdout.resume()
  return {
    url,
    rpc: <T>(method: string, ...params: unknown[]) => call<T>(url, method, params),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.kill('SIGTERM')
      }),
  }
}

async function listeningUrl(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    const port = /Listening on 127\.0\.0\.1:(\d+)/.exec(line)?.[1]
    if (port) return `http://127.0.0.1:${port}`
  }
  throw new Error('anvil ended before it listened')
}

async function call<T>(url: string, method: string, params: readonly unknown[]): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const { result, error } = (await response.json()) as { result: T; error?: { message: string } }
  if (error) throw new Error(`${method}: ${error.message}`)
  return result
}
