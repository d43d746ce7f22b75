import * as net from 'node:net'
import {
  type HttpAnswer,
  type HttpFailures,
  HttpPoster,
  MAX_ANSWER_BYTES,
  type PostOptions,
} from './http-post.ts'
import { type PlainAnswer, PlainAnswerReader, UnusualAnswer } from './plain-answer.ts'

/**
 * Posts JSON as `HttpPoster` does, at a third of its CPU, to servers near by that are asked many small
 * questions: kept-alive sockets, one question at a time on each. TLS, and a server whose answers are
 * not plain, are left to `HttpPoster`; a question may so be asked twice and must not mind.
 */
export class PlainHttpPoster {
  readonly #url: string
  readonly #failures: HttpFailures
  readonly #poster: HttpPoster
  readonly #target: Target
  readonly #idle: Line[] = []
  #isPlain: boolean

  constructor(url: string, failures: HttpFailures) {
    const { protocol, hostname, host, port, username, password } = new URL(url)
    const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
    const authorization = `authorization: Basic ${Buffer.from(user).toString('base64')}\r\n`
    this.#url = url
    this.#failures = failures
    this.#poster = new HttpPoster(url, failures)
    this.#isPlain = protocol === 'http:'
    this.#target = {
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || 80),
      fields: `host: ${host}\r\n${username ? authorization : ''}content-type: application/json\r\naccept: application/json\r\n`,
    }
  }

  /** @throws as `HttpPoster.post` does. */
  async post(body: string, options: PostOptions & { path: string }): Promise<HttpAnswer> {
    if (!this.#isPlain) return this.#poster.post(body, options)
    const { method, path, timeoutMs } = options
    const line = this.#idle.pop() ?? new Line(this.#target, this.#idle)
    const head = `POST ${path} HTTP/1.1\r\n${this.#target.fields}content-length: ${Buffer.byteLength(body)}\r\n\r\n`
    try {
      return await line.exchange(head + body, timeoutMs)
    } catch (error) {
      if (error instanceof LineTimeout) {
        throw this.#failures.timedOut(this.#url, method, timeoutMs)
      }
      if (error instanceof AnswerTooLarge) {
        throw this.#failures.badResponse(this.#url, method, `more than ${MAX_ANSWER_BYTES} bytes`)
      }
      if (!(error instanceof UnusualAnswer)) {
        throw this.#failures.unreachable(this.#url, method, error)
      }
      this.#isPlain = false
      return this.#poster.post(body, options)
    }
  }
}

interface Target {
  readonly host: string
  readonly port: number
  /** Header fields of every question. */
  readonly fields: string
}

class LineTimeout extends Error {}
class AnswerTooLarge extends Error {}

interface Asking {
  resolve(answer: HttpAnswer): void
  reject(error: unknown): void
}

/** One connection. It lies among the idle ones whenever it can be asked again. */
class Line {
  readonly #socket: net.Socket
  readonly #idle: Line[]
  readonly #reader = new PlainAnswerReader()
  #asking: Asking | undefined
  #timer: NodeJS.Timeout | undefined

  constructor({ host, port }: Target, idle: Line[]) {
    this.#idle = idle
    this.#socket = net.connect({ host, port, noDelay: true })
    this.#socket.on('data', (part: Buffer) => this.#take(part))
    this.#socket.on('error', (error) => this.#end(error))
    this.#socket.on('close', () => this.#end(new Error('the connection was closed')))
  }

  exchange(request: string, timeoutMs: number): Promise<HttpAnswer> {
    this.#socket.ref()
    this.#timer = setTimeout(() => this.#end(new LineTimeout()), timeoutMs)
    return new Promise((resolve, reject) => {
      this.#asking = { resolve, reject }
      this.#socket.write(request)
    })
  }

  #take(part: Buffer): void {
    try {
      if (this.#asking === undefined) throw new UnusualAnswer('an answer to nothing')
      const answer = this.#reader.take(part)
      if (answer !== undefined) this.#finish(answer, this.#asking)
      else if (this.#reader.bytes > MAX_ANSWER_BYTES) throw new AnswerTooLarge()
    } catch (error) {
      this.#end(error)
    }
  }

  #finish({ isLast, ...answer }: PlainAnswer, { resolve }: Asking): void {
    clearTimeout(this.#timer)
    this.#asking = undefined
    if (isLast) {
      this.#socket.destroy()
    } else {
      // An idle connection keeps no process alive.
      this.#socket.unref()
      this.#idle.push(this)
    }
    resolve(answer)
  }

  #end(error: unknown): void {
    clearTimeout(this.#timer)
    this.#socket.destroy()
    const at = this.#idle.indexOf(this)
    if (at !== -1) this.#idle.splice(at, 1)
    this.#asking?.reject(error)
    this.#asking = undefined
  }
}
