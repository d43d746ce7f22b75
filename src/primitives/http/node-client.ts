import * as http from 'node:http'
import * as https from 'node:https'
import {
  type HttpAnswer,
  type HttpClient,
  type HttpTarget,
  headersFor,
  MAX_CONNECTIONS,
  type PostOptions,
  reasonOf,
} from './http-client.ts'

/** The client for few requests: `node:http` loads in a twentieth of undici's time. */
export class NodeClient implements HttpClient {
  readonly #target: HttpTarget
  readonly #agent: http.Agent
  readonly #request: typeof http.request
  readonly #options: http.RequestOptions

  constructor(target: HttpTarget) {
    const url = new URL(target.url)
    const { request, Agent } = url.protocol === 'https:' ? https : http
    this.#target = target
    this.#agent = new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS, scheduling: 'lifo' })
    this.#request = request
    this.#options = {
      agent: this.#agent,
      method: 'POST',
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      path: url.pathname + url.search,
      headers: headersFor(url),
      ...(url.port && { port: url.port }),
    }
  }

  post(body: string, { method, path, timeoutMs }: PostOptions): Promise<HttpAnswer> {
    const { url, failures, maxAnswerBytes } = this.#target
    return new Promise((resolve, reject) => {
      const request = this.#request({
        ...this.#options,
        ...(path !== undefined && { path }),
        headers: { ...this.#options.headers, 'content-length': Buffer.byteLength(body) },
      })
      const timer = setTimeout(() => fail(failures.timedOut(url, method, timeoutMs)), timeoutMs)
      const fail = (error: Error) => {
        clearTimeout(timer)
        reject(error)
        request.destroy()
      }
      const broke = (cause: unknown) =>
        fail(failures.unreachable(url, method, { reason: reasonOf(cause), cause }))

      request.on('error', broke)
      request.on('response', (response) => {
        const chunks: Buffer[] = []
        let bytes = 0
        response.on('error', broke)
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk)
          bytes += chunk.length
          if (bytes > maxAnswerBytes) {
            fail(failures.badResponse(url, method, `more than ${maxAnswerBytes} bytes`))
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
    // The agent closes its connections itself, but would open new ones for waiting requests.
    const waiting = Object.values(this.#agent.requests).flatMap((requests) => requests ?? [])
    for (const request of waiting) request.destroy()
    this.#agent.destroy()
  }
}
