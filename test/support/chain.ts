import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'

const anvil = createRequire(import.meta.url).resolve('@foundry-rs/anvil-linux-amd64/bin/anvil')

const MAX_CALLS_A_BODY = 1000

export interface TestChainOptions {
  readonly chainId?: number
  /** Rules of the chain; before `london` it has no base fee. */
  readonly hardfork?: string
  /** More arguments of the node, such as `['--no-mining']`. */
  readonly args?: readonly string[]
}

/** A real EVM node of this test's own, on a free port. */
export interface TestChain {
  readonly rpcUrl: string
  readonly chainId: number
  readonly pid: number
  request<T = unknown>(method: string, params?: readonly unknown[]): Promise<T>
  /** Many requests at once, answered in order. */
  batch<T = unknown>(calls: readonly { method: string; params: readonly unknown[] }[]): Promise<T[]>
  stop(): void
}

// A test that dies takes its nodes with it.
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const node of running) node.kill('SIGKILL')
})

/** Starts a node, ready when this returns; it is stopped when the test ends. */
export async function startChain(options: TestChainOptions = {}): Promise<TestChain> {
  // Benchmarks use this file too, outside any test.
  const { onTestFinished } = await import('vitest')
  const chain = await spawnChain(options)
  onTestFinished(() => chain.stop())
  return chain
}

/** The same for a whole file: the caller stops it. */
export async function spawnChain({
  chainId = 31337,
  hardfork = 'prague',
  args = [],
}: TestChainOptions = {}): Promise<TestChain> {
  const node = spawn(
    anvil,
    ['--port', '0', '--chain-id', String(chainId), '--hardfork', hardfork, ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  running.add(node)
  const rpcUrl = await listening(node)
  const post = async (body: unknown) => {
    const answer = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return answer.json()
  }
  return {
    rpcUrl,
    chainId,
    pid: node.pid as number,
    async request(method, params = []) {
      return resultOf(await post({ jsonrpc: '2.0', id: 1, method, params }))
    },
    async batch<T>(calls: readonly { method: string; params: readonly unknown[] }[]) {
      const results: T[] = []
      // The node refuses bodies of more than a few megabytes.
      for (let at = 0; at < calls.length; at += MAX_CALLS_A_BODY) {
        const body = calls
          .slice(at, at + MAX_CALLS_A_BODY)
          .map((call, id) => ({ jsonrpc: '2.0', id, ...call }))
        const answers = (await post(body)) as Answer[]
        answers.sort((a, b) => a.id - b.id)
        results.push(...answers.map((answer) => resultOf<T>(answer)))
      }
      return results
    },
    stop: () => {
      running.delete(node)
      node.kill('SIGKILL')
    },
  }
}

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

function resultOf<T>(answer: unknown): T {
  const { result, error } = answer as Answer
  if (error) throw new Error(error.message)
  return result as T
}

function listening(node: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const look = (chunk: Buffer) => {
      printed += chunk.toString()
      const address = /Listening on (127\.0\.0\.1:\d+)/.exec(printed)
      if (!address) return
      // It prints a line a request for as long as it lives: read, so that its pipe never fills, but not kept.
      node.stdout?.off('data', look).resume()
      resolve(`http://${address[1]}`)
    }
    node.stdout?.on('data', look)
    node.once('exit', (code) => reject(new Error(`the node ended with ${code}: ${printed}`)))
  })
}
