import * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

/** One request for a block; `n` counts those for this height from 1. */
export interface AskedBlock {
  readonly height: number
  readonly n: number
}

export type BlockFault =
  /** The connection breaks before the answer. */
  | { readonly kind: 'drop' }
  /** Half of the answer, as if it were all. */
  | { readonly kind: 'truncate' }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'status'; readonly status: number }
  /** No such block. */
  | { readonly kind: 'missing' }
  /** This text as the block. */
  | { readonly kind: 'block'; readonly text: string }

export interface BytomNodeServer {
  readonly url: string
  /** What is served, by height; may be replaced at any time. */
  blocks: readonly string[]
  /** Requests for blocks so far. */
  readonly asked: readonly AskedBlock[]
  /** Most requests that were answered at the same time. */
  readonly mostInFlight: number
}

export interface BytomNodeOptions {
  readonly fault?: (asked: AskedBlock) => BlockFault | undefined
  /** `id:secret`; requests without it are turned away. */
  readonly accessToken?: string
}

/**
 * An HTTP server that answers as bytomd 1.1.0 does (reference: Bytom, 1.1 and 1.4), from blocks as
 * they were captured or made. It ends with the test.
 */
export async function startBytomNode(
  blocks: readonly string[],
  options: BytomNodeOptions = {},
): Promise<BytomNodeServer> {
  const node = new Node(blocks, options)
  const server = http.createServer((request, response) => void node.serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  node.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return node
}

class Node implements BytomNodeServer {
  url = ''
  blocks: readonly string[]
  readonly asked: AskedBlock[] = []
  mostInFlight = 0
  #inFlight = 0
  readonly #options: BytomNodeOptions

  constructor(blocks: readonly string[], options: BytomNodeOptions) {
    this.blocks = blocks
    this.#options = options
  }

  async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    this.mostInFlight = Math.max(this.mostInFlight, ++this.#inFlight)
    try {
      await this.#answer(request, response)
    } finally {
      this.#inFlight--
    }
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = await text(request)
    const { accessToken } = this.#options
    const wanted = `Basic ${Buffer.from(accessToken ?? '').toString('base64')}`
    if (accessToken !== undefined && request.headers.authorization !== wanted) {
      send(response, 401, failure('BTM860', 'Request could not be authenticated'))
      return
    }
    switch (request.url) {
      case '/get-block-count':
        send(response, 200, success(`{"block_count":${this.blocks.length - 1}}`))
        return
      case '/get-block':
        await this.#block(body, response)
        return
      default:
        response.writeHead(301, { location: '/error' }).end()
    }
  }

  async #block(body: string, response: http.ServerResponse): Promise<void> {
    // A number in quotes is a wrong type to bytomd.
    const height = /^\{"block_height":([0-9]+)\}$/.exec(body)?.[1]
    if (height === undefined) {
      send(response, 400, failure('BTM002', 'Invalid request body', 'detail'))
      return
    }
    const asked = { height: Number(height), n: this.#count(Number(height)) + 1 }
    this.asked.push(asked)
    const fault = this.#options.fault?.(asked)
    if (fault?.kind === 'delay') await sleep(fault.ms)
    if (fault?.kind === 'drop') {
      response.destroy()
      return
    }
    if (fault?.kind === 'status') {
      send(response, fault.status, 'sorry')
      return
    }
    const block = fault?.kind === 'block' ? fault.text : this.blocks[asked.height]
    if (block === undefined || fault?.kind === 'missing') {
      send(response, 200, failure('BTM000', "can't find block in given height", 'error_detail'))
      return
    }
    const answer = success(block)
    send(response, 200, fault?.kind === 'truncate' ? answer.slice(0, answer.length / 2) : answer)
  }

  #count(height: number): number {
    return this.asked.filter((earlier) => earlier.height === height).length
  }
}

function success(data: string): string {
  return `{"status":"success","data":${data}}\n`
}

function failure(code: string, detail: string, key = 'error_detail'): string {
  return JSON.stringify({ status: 'fail', code, msg: 'Bytom API Error', [key]: detail })
}

function send(response: http.ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)
}

async function text(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
