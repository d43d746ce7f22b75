import * as http from 'node:http'
import * as https from 'node:https'
import type { CapstanError } from './capstan-error.ts'

/** No sane answer is larger; a larger one is cut off before it fills the memory. */
export const MAX_ANSWER_BYTES = 256 * 1024 * 1024

export interface HttpAnswer {
  readonly status: number
  readonly retryAfter: string | undefined
  readonly body: Buffer
}

export interface PostOptions {
  /** Named in errors. */
  readonly method: string
  /** In the place of the URL's own path. */
  readonly path?: string
  /** From the first byte sent to the last received, in milliseconds. */
  readonly timeoutMs: number
}

/** What a ledger's client calls the three ways in which there is no answer; all of kind network. */
export interface HttpFailures {
  unreachable(url: string, method: string, cause: unknown): CapstanError
  timedOut(url: string, method: string, timeoutMs: number): CapstanError
  badResponse(url: string, method: string, reason: string): CapstanError
}

/** Posts JSON to one URL over kept-alive connections. (`fetch` costs about three times the CPU.) */
export class HttpPoster {
  readonly #url: string
  readonly #failures: HttpFailures
  readonly #agent: http.Agent
  readonly #request: typeof http.request
  readonly #target: http.RequestOptions

  constructor(url: string, failures: HttpFailures) {
    const { protocol, hostname, port, pathname, search, username, password } = new URL(url)
    const secure = protocol === 'https:'
    const agentOptions = { keepAlive: true, maxSockets: 32, scheduling: 'lifo' } as const
    this.#url = url
    this.#failures = failures
    this.#agent = secure ? new https.Agent(agentOptions) : new http.Agent(agentOptions)
    this.#request = secure ? https.request : http.request
    this.#target = {
      agent: this.#agent,
      method: 'POST',
      hostname: hostname.replace(/^\[|\]$/g, ''),
      path: pathname + search,
      ...(port && { port }),
      ...(username && { auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}` }),
    }
  }

  /**
   * @throws `unreachable` if there is no connection or it breaks before the answer is whole,
   *   `timedOut`, `badResponse` (answer too large).
   */
  post(body: string, { method, path, timeoutMs }: PostOptions): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const request = this.#request({
        ...this.#target,
        ...(path !== undefined && { path }),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          accept: 'application/json',
        },
      })
      const timer = setTimeout(
        () => fail(this.#failures.timedOut(this.#url, method, timeoutMs)),
        timeoutMs,
      )
      const fail = (error: Error) => {
        clearTimeout(timer)
        reject(error)
        request.destroy()
      }
      const broke = (cause: unknown) => fail(this.#failures.unreachable(this.#url, method, cause))

      request.on('error', broke)
      request.on('response', (response) => {
        const chunks: Buffer[] = []
        let bytes = 0
        response.on('error', broke)
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk)
          bytes += chunk.length
          if (bytes > MAX_ANSWER_BYTES) {
            fail(
              this.#failures.badResponse(this.#url, method, `more than ${MAX_ANSWER_BYTES} bytes`),
            )
          }
        })
        response.on('end', () => {
          clearTimeout(timer)
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: response.headers['retry-after'],
            body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks),
          })
        })
      })
      request.end(body)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}
