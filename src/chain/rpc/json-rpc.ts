import type { HttpAnswer, HttpClient } from '../../primitives/http/http-client.ts'
import { openHttpClient } from '../../primitives/http/open-http-client.ts'
import {
  badResponse,
  endpointUrlInvalid,
  type RpcErrorObject,
  rateLimited,
  rpcError,
  timedOut,
  unreachable,
} from '../chain-errors.ts'
import { toQuantity } from './quantity.ts'
import type { RequestOptions, Rpc, RpcAnswer, RpcAnswers, RpcCall } from './rpc.ts'

const DEFAULT_TIMEOUT_MS = 30_000
/** The logs of thousands of blocks are smaller. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024
const FAILURES = { unreachable, timedOut, badResponse }

interface Envelope {
  readonly id?: unknown
  readonly result?: unknown
  readonly error?: RpcErrorObject
}

/**
 * One endpoint, with one attempt per request.
 * @throws RPC_URL_INVALID, PROXY_URL_INVALID
 */
export class JsonRpcEndpoint implements Rpc {
  readonly urls: readonly [string]
  readonly #http: HttpClient
  #lastId = 0

  constructor(url: string) {
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) throw endpointUrlInvalid(url)
    this.urls = [url]
    this.#http = openHttpClient({
      url,
      failures: FAILURES,
      maxAnswerBytes: MAX_ANSWER_BYTES,
    })
  }

  get url(): string {
    return this.urls[0]
  }

  async ask<T>(call: RpcCall<T>, options: RequestOptions = {}): Promise<T> {
    const { method } = call
    const id = ++this.#lastId
    const answer = await this.#post(encode(id, call), method, options)
    const envelope = this.#parse(answer, method)
    const { result } = this.#open(envelope as Envelope, id, call)
    this.#assertStatus(answer, method)
    return result
  }

  async askBytes(call: RpcCall, options: RequestOptions = {}): Promise<Uint8Array> {
    const answer = await this.#post(encode(0, call), call.method, options)
    if (answer.status !== 200) {
      this.#open(this.#parse(answer, call.method) as Envelope, 0, call)
      this.#assertStatus(answer, call.method)
    }
    return answer.body
  }

  async batch<const Calls extends readonly RpcCall[]>(
    calls: Calls,
    options: RequestOptions = {},
  ): Promise<RpcAnswers<Calls>> {
    if (calls.length === 0) return [] as RpcAnswers<Calls>
    const method = `a batch of ${calls.length} × ${calls[0]?.method}`
    const firstId = this.#lastId + 1
    this.#lastId += calls.length
    const body = `[${calls.map((call, index) => encode(firstId + index, call)).join(',')}]`
    const answer = await this.#post(body, method, options)
    const envelopes = this.#parse(answer, method)
    if (!Array.isArray(envelopes)) {
      this.#open(envelopes as Envelope, null, { method })
      throw badResponse(this.url, method, 'one answer instead of a list')
    }
    this.#assertStatus(answer, method)
    const byId = new Map((envelopes as Envelope[]).map((envelope) => [envelope?.id, envelope]))
    return calls.map((call, index): RpcAnswer => {
      const envelope = byId.get(firstId + index)
      if (!envelope) throw badResponse(this.url, method, `no answer with id ${firstId + index}`)
      if (envelope.error && !isRateLimit(envelope.error)) {
        return { error: rpcError(this.url, call.method, envelope.error) }
      }
      return this.#open(envelope, firstId + index, call)
    }) as RpcAnswers<Calls>
  }

  /** There is no other endpoint. */
  rotate(): void {}

  close(): void {
    this.#http.close()
  }

  async #post(body: string, method: string, { timeoutMs = DEFAULT_TIMEOUT_MS }: RequestOptions) {
    const answer = await this.#http.post(body, { method, timeoutMs })
    if (answer.status === 429) {
      throw rateLimited(this.url, method, retryAfterMs(answer.retryAfter))
    }
    if (answer.status >= 500) this.#assertStatus(answer, method)
    return answer
  }

  #assertStatus({ status }: HttpAnswer, method: string): void {
    if (status < 200 || status > 299) throw badResponse(this.url, method, `HTTP ${status}`)
  }

  #parse({ status, body }: HttpAnswer, method: string): unknown {
    try {
      return JSON.parse(body.toString('utf8'))
    } catch (cause) {
      const reason = status === 200 ? 'not JSON, or cut short' : `HTTP ${status}`
      throw badResponse(this.url, method, reason, cause)
    }
  }

  /** Nodes answer `id: null` only if they could not read the request at all. */
  #open<T>(
    envelope: Envelope,
    id: number | null,
    { method, read = asItIs }: RpcCall<T>,
  ): { result: T } {
    if (typeof envelope !== 'object' || envelope === null) {
      throw badResponse(this.url, method, 'not a JSON-RPC answer')
    }
    if (envelope.error && (envelope.id === id || envelope.id == null || id === null)) {
      if (isRateLimit(envelope.error)) throw rateLimited(this.url, method, null)
      throw rpcError(this.url, method, envelope.error)
    }
    if (envelope.id !== id) {
      throw badResponse(this.url, method, `id ${JSON.stringify(envelope.id)} instead of ${id}`)
    }
    if (envelope.result === undefined) throw badResponse(this.url, method, 'no result')
    const result = read(envelope.result)
    if (result === undefined) throw badResponse(this.url, method, 'not what was asked for')
    return { result }
  }
}

function encode(id: number, { method, params = [] }: RpcCall): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params }, (_key, value) =>
    typeof value === 'bigint' ? toQuantity(value) : value,
  )
}

function asItIs<T>(result: unknown): T {
  return result as T
}

/** Some providers answer HTTP 200 with an error object that means 429. (-32005 alone also means "too many results".) */
function isRateLimit({ code, message = '' }: RpcErrorObject): boolean {
  return code === 429 || (code !== 3 && /rate.?limit|too many requests/i.test(message))
}

/** `Retry-After` is seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfterMs(header: string | undefined): number | null {
  if (header === undefined) return null
  if (/^\d+$/.test(header)) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now())
}
