import { type Dispatcher, Pool } from 'undici'
import type { HttpAnswer, HttpFailures, PostOptions } from './http-post.ts'

const MOST_CONNECTIONS = 32
/** A server that answers without end fills the memory no further than this times the connections. */
const MOST_ANSWER_BYTES = 64 * 1024 * 1024

/**
 * Posts JSON as `HttpPoster` does, at less than half of its CPU, to servers near by that are asked very many
 * small questions. (undici takes longer to load than a few questions to `node:http` cost.)
 */
export class HttpPool {
  readonly #url: string
  readonly #failures: HttpFailures
  readonly #pool: Pool
  readonly #headers: Readonly<Record<string, string>>

  constructor(url: string, failures: HttpFailures) {
    const { origin, username, password } = new URL(url)
    const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
    this.#url = url
    this.#failures = failures
    // Each question has a limit of its own, from its first byte to the answer's last.
    this.#pool = new Pool(origin, {
      connections: MOST_CONNECTIONS,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    this.#headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(username && { authorization: `Basic ${Buffer.from(user).toString('base64')}` }),
    }
  }

  /** @throws as `HttpPoster.post` does. */
  post(body: string, options: PostOptions & { readonly path: string }): Promise<HttpAnswer> {
    const { method, path, timeoutMs } = options
    const { timedOut, unreachable, badResponse } = this.#failures
    return new Promise((resolve, reject) => {
      const answer = new Answer({
        done: resolve,
        late: () => reject(timedOut(this.#url, method, timeoutMs)),
        broken: (cause) => reject(unreachable(this.#url, method, cause)),
        tooLarge: () =>
          reject(badResponse(this.#url, method, `more than ${MOST_ANSWER_BYTES} bytes`)),
      })
      answer.limit(timeoutMs)
      this.#pool.dispatch({ path, method: 'POST', headers: this.#headers, body }, answer)
    })
  }
}

interface Endings {
  done(answer: HttpAnswer): void
  late(): void
  broken(cause: unknown): void
  tooLarge(): void
}

/** One answer as it comes in; it ends one way, once. */
class Answer implements Dispatcher.DispatchHandler {
  readonly #endings: Endings
  readonly #chunks: Buffer[] = []
  #controller: Dispatcher.DispatchController | undefined
  #timer: NodeJS.Timeout | undefined
  #hasEnded = false
  #bytes = 0
  #status = 0
  #retryAfter: string | undefined

  constructor(endings: Endings) {
    this.#endings = endings
  }

  limit(timeoutMs: number): void {
    this.#timer = setTimeout(() => this.#stop(() => this.#endings.late()), timeoutMs)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#hasEnded) controller.abort(new Error('too late'))
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status
    const retryAfter = headers['retry-after']
    this.#retryAfter = typeof retryAfter === 'string' ? retryAfter : undefined
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    if (this.#bytes > MOST_ANSWER_BYTES) this.#stop(() => this.#endings.tooLarge())
  }

  onResponseEnd(): void {
    const [first] = this.#chunks
    const body = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks)
    this.#end(() =>
      this.#endings.done({ status: this.#status, retryAfter: this.#retryAfter, body }),
    )
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#end(() => this.#endings.broken(error))
  }

  #stop(ending: () => void): void {
    this.#end(ending)
    this.#controller?.abort(new Error('stopped'))
  }

  #end(ending: () => void): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    clearTimeout(this.#timer)
    ending()
  }
}
