import { CapstanError } from '../primitives/capstan-error.ts'
import { type Clock, systemClock } from '../primitives/clock.ts'
import type { HttpAnswer, HttpClient } from '../primitives/http/http-client.ts'
import { proxyFor } from '../primitives/http/proxy-for.ts'
import { UndiciClient } from '../primitives/http/undici-client.ts'
import { printableUrl } from '../primitives/printable-url.ts'
import {
  methodMissing,
  nodeBadResponse,
  nodeRefused,
  nodeTimedOut,
  nodeUnreachable,
  tokenInvalid,
  tokenRefused,
} from './bytomd-errors.ts'
import { type NodeAnswer, readAnswer } from './node-answer.ts'

const DEFAULT_TIMEOUT_MS = 30_000
/** Bounds the memory, times the connections, if a node answers without end. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024
const MAX_ATTEMPTS = 5
const FIRST_PAUSE_MS = 100
/** The node's text for a method that failed before it began, or a block that it does not have. */
const ANY_OTHER_ERROR = 'BTM000'
const BLOCK_COUNT = /^\{\s*"block_count"\s*:\s*([0-9]{1,15})\s*\}$/

const FAILURES = {
  unreachable: nodeUnreachable,
  timedOut: nodeTimedOut,
  badResponse: nodeBadResponse,
}

export interface BytomNodeOptions {
  /** `id:secret`, as create-access-token returns it. */
  readonly accessToken?: string | undefined
  readonly clock?: Clock
  /** Time limit of one attempt, in milliseconds. */
  readonly timeoutMs?: number
}

/**
 * A client of bytomd over HTTP (reference: Bytom, 1). Requests are repeated if the network fails.
 * @throws from every method NETWORK_*, BYTOM_TOKEN_REFUSED, BYTOM_METHOD_MISSING, BYTOM_NODE_REFUSED
 */
export class BytomNode {
  readonly #url: string
  readonly #path: string
  readonly #http: HttpClient
  readonly #clock: Clock
  readonly #timeoutMs: number

  /** @throws BYTOM_TOKEN_INVALID, PROXY_URL_INVALID */
  constructor(url: string, options: BytomNodeOptions = {}) {
    const { accessToken, clock = systemClock, timeoutMs = DEFAULT_TIMEOUT_MS } = options
    this.#url = url
    this.#path = new URL(url).pathname.replace(/\/$/, '')
    this.#http = new UndiciClient(
      {
        url: accessToken ? withToken(url, accessToken) : url,
        failures: FAILURES,
        maxAnswerBytes: MAX_ANSWER_BYTES,
      },
      proxyFor(url, process.env),
    )
    this.#clock = clock
    this.#timeoutMs = timeoutMs
  }

  /** For display: without credentials. */
  get name(): string {
    return printableUrl(this.#url)
  }

  /** Height of the newest block. */
  async height(): Promise<number> {
    const data = await this.#ask('get-block-count', '{}')
    const height = BLOCK_COUNT.exec(data?.toString('latin1') ?? '')?.[1]
    if (height === undefined) throw this.#badResponse('get-block-count', 'it has no block_count')
    return Number(height)
  }

  /**
   * The JSON of the block of the main chain at a height, as the node sent it; undefined if the node
   * has none there.
   */
  async block(height: number): Promise<Buffer | undefined> {
    try {
      const text = await this.#ask('get-block', `{"block_height":${height}}`)
      if (text === undefined) throw this.#badResponse('get-block', 'it has no data')
      return text
    } catch (error) {
      if (isBlockMissing(error)) return undefined
      throw error
    }
  }

  /** The text of `data`; undefined if the answer has none. */
  async #ask(method: string, body: string): Promise<Buffer | undefined> {
    for (let attempt = 1; ; attempt++) {
      try {
        return this.#open(method, await this.#post(method, body))
      } catch (error) {
        if (!isNetworkError(error) || attempt === MAX_ATTEMPTS) throw error
        await this.#clock.sleep(FIRST_PAUSE_MS * 3 ** (attempt - 1))
      }
    }
  }

  #post(method: string, body: string): Promise<HttpAnswer> {
    const path = `${this.#path}/${method}`
    return this.#http.post(body, { method, path, timeoutMs: this.#timeoutMs })
  }

  #open(method: string, { status, body }: HttpAnswer): Buffer | undefined {
    if (status === 401 || status === 403) throw tokenRefused(this.#url)
    if (status >= 300 && status < 400) throw methodMissing(this.#url, method)
    if (status !== 200 && status !== 400) throw this.#badResponse(method, `HTTP ${status}`)
    const answer = this.#read(method, body)
    if (answer.status !== 'success') throw nodeRefused(this.#url, method, answer)
    if (status !== 200) throw this.#badResponse(method, `HTTP ${status}`)
    return answer.data
  }

  #read(method: string, body: Buffer): NodeAnswer {
    try {
      return readAnswer(body)
    } catch (cause) {
      throw nodeBadResponse(this.#url, method, 'not JSON, or cut short', cause)
    }
  }

  #badResponse(method: string, reason: string): CapstanError {
    return nodeBadResponse(this.#url, method, reason)
  }
}

function isNetworkError(error: unknown): boolean {
  return error instanceof CapstanError && error.kind === 'network'
}

function isBlockMissing(error: unknown): boolean {
  return error instanceof CapstanError && error.details.nodeCode === ANY_OTHER_ERROR
}

/** @throws BYTOM_TOKEN_INVALID */
function withToken(url: string, token: string): string {
  const colon = token.indexOf(':')
  if (colon < 1 || colon === token.length - 1) throw tokenInvalid()
  const authenticated = new URL(url)
  authenticated.username = encodeURIComponent(token.slice(0, colon))
  authenticated.password = encodeURIComponent(token.slice(colon + 1))
  return authenticated.href
}
