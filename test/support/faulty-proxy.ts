import * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** One JSON-RPC call on its way; `n` counts calls of this method from 1. */
export interface ProxiedCall {
  readonly method: string
  readonly params: readonly unknown[]
  readonly n: number
}

/**
 * What happens to a call. The first group strikes the whole HTTP request it came in, the second
 * only the call itself, also within a batch.
 */
export type Fault =
  /** The connection breaks before the node sees anything. */
  | { readonly kind: 'drop' }
  /** The node does it, and the answer is lost. */
  | { readonly kind: 'loseAnswer' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** Something happens to the chain first; the call itself passes. */
  | { readonly kind: 'meanwhile'; readonly act: () => Promise<unknown> }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** Half of the answer, as if it were all. */
  | { readonly kind: 'truncate' }
  /** Half of the answer, then the connection breaks. */
  | { readonly kind: 'cut' }
  /** The connection stays open, and nothing comes. */
  | { readonly kind: 'hang' }
  /** This instead of the answer, with status 200: an error page, bytes nobody can read. */
  | { readonly kind: 'body'; readonly body: string | Uint8Array; readonly type?: string }
  /** A list for a single call, one answer for a list. */
  | { readonly kind: 'otherShape' }
  // --- calls
  | { readonly kind: 'wrongId' }
  /** The node never sees it. */
  | { readonly kind: 'answer'; readonly result: unknown }
  | {
      readonly kind: 'error'
      readonly code: number
      readonly message: string
      readonly data?: string
    }
  /** The node does it, and the proxy says this. */
  | { readonly kind: 'errorAfter'; readonly code: number; readonly message: string }
  | { readonly kind: 'rewrite'; readonly result: (result: unknown) => unknown }

export type FaultRule = (call: ProxiedCall) => Fault | undefined

export interface FaultyProxy {
  readonly url: string
  /** Every call that arrived, in order. */
  readonly calls: readonly ProxiedCall[]
  /** Replaces the rule; undefined passes everything. */
  setRule(rule: FaultRule | undefined): void
  close(): Promise<void>
}

interface WireCall {
  readonly id: unknown
  readonly method: string
  readonly params?: readonly unknown[]
}

/** An HTTP JSON-RPC proxy in front of `target` that misbehaves as the rule says. */
export async function startFaultyProxy(target: string, rule?: FaultRule): Promise<FaultyProxy> {
  const injector = new FaultInjector(target, rule)
  const server = http.createServer((request, response) => void injector.serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: injector.calls,
    setRule: (next) => {
      injector.rule = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

class FaultInjector {
  readonly calls: ProxiedCall[] = []
  rule: FaultRule | undefined
  readonly #target: string
  readonly #counts = new Map<string, number>()

  constructor(target: string, rule: FaultRule | undefined) {
    this.#target = target
    this.rule = rule
  }

  async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    try {
      const body: unknown = JSON.parse(await text(request))
      const isBatch = Array.isArray(body)
      const calls = (isBatch ? body : [body]) as WireCall[]
      const faults = calls.map((call) => this.#judge(call))
      if (await struckBefore(faults, response)) return
      const answers = await this.#answers(calls, faults)
      const isList = isBatch !== faults.some((fault) => fault?.kind === 'otherShape')
      finish(JSON.stringify(isList ? answers : answers[0]), faults, response)
    } catch {
      response.destroy()
    }
  }

  #judge({ method, params = [] }: WireCall): Fault | undefined {
    const n = (this.#counts.get(method) ?? 0) + 1
    this.#counts.set(method, n)
    const call = { method, params, n }
    this.calls.push(call)
    return this.rule?.(call)
  }

  async #answers(calls: readonly WireCall[], faults: readonly (Fault | undefined)[]) {
    const passed = calls.filter((_, index) => !isInvented(faults[index]))
    const real = new Map((await this.#forward(passed)).map((answer) => [answer.id, answer]))
    return calls.map((call, index) => spoiled(call, real.get(call.id), faults[index]))
  }

  async #forward(calls: readonly WireCall[]): Promise<{ id: unknown; result?: unknown }[]> {
    if (calls.length === 0) return []
    const answer = await fetch(this.#target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(calls),
    })
    return (await answer.json()) as { id: unknown; result?: unknown }[]
  }
}

function isInvented(fault: Fault | undefined): boolean {
  return fault?.kind === 'answer' || fault?.kind === 'error'
}

/** Strikes that come before the node sees the request. True when there is nothing left to do. */
async function struckBefore(
  faults: readonly (Fault | undefined)[],
  response: http.ServerResponse,
): Promise<boolean> {
  for (const fault of faults) {
    if (fault?.kind === 'delay') await sleep(fault.ms)
    if (fault?.kind === 'meanwhile') await fault.act()
    if (fault?.kind === 'hang') return true
    if (fault?.kind === 'drop') {
      response.destroy()
      return true
    }
    if (fault?.kind === 'body') {
      response.writeHead(200, { 'content-type': fault.type ?? 'text/html' }).end(fault.body)
      return true
    }
    if (fault?.kind === 'status') {
      const headers = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }
      response.writeHead(fault.status, headers).end('sorry')
      return true
    }
  }
  return false
}

function spoiled(call: WireCall, real: object | undefined, fault: Fault | undefined): object {
  const head = { jsonrpc: '2.0', id: call.id }
  switch (fault?.kind) {
    case 'answer':
      return { ...head, result: fault.result }
    case 'error':
      return { ...head, error: { code: fault.code, message: fault.message, data: fault.data } }
    case 'errorAfter':
      return { ...head, error: { code: fault.code, message: fault.message } }
    case 'wrongId':
      return { ...real, id: 4_000_000 }
    case 'rewrite':
      return { ...head, result: fault.result((real as { result: unknown }).result) }
    default:
      return real ?? head
  }
}

/** Sends the answer, or as much of it as the fault lets through. */
function finish(
  answer: string,
  faults: readonly (Fault | undefined)[],
  response: http.ServerResponse,
): void {
  const kinds = new Set(faults.map((fault) => fault?.kind))
  const half = answer.slice(0, answer.length >> 1)
  if (kinds.has('loseAnswer')) response.destroy()
  else if (kinds.has('truncate')) response.writeHead(200).end(half)
  else if (kinds.has('cut')) {
    response.writeHead(200, { 'content-length': answer.length })
    response.write(half, () => response.destroy())
  } else response.writeHead(200, { 'content-type': 'application/json' }).end(answer)
}

async function text(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
