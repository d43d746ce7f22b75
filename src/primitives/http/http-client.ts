import { unescape as percentDecoded } from 'node:querystring'
import type { CapstanError } from '../capstan-error.ts'

/** Maximum connections of one client; further requests wait for one. */
export const MAX_CONNECTIONS = 32

export interface HttpAnswer {
  readonly status: number
  readonly retryAfter: string | undefined
  readonly body: Buffer
}

export interface PostOptions {
  /** Named in errors. */
  readonly method: string
  /** Replaces the URL's own path. */
  readonly path?: string
  /** From the first byte sent to the last received, in milliseconds. */
  readonly timeoutMs: number
}

export interface ConnectionFailure {
  /** The system's word for it, such as ECONNREFUSED, else a sentence of the library. */
  readonly reason: string
  /** The proxy in between, as it may be shown. */
  readonly proxy?: string
  readonly cause: unknown
}

/**
 * A ledger's errors for the three ways in which there is no answer; all of kind network.
 * `url` is the target's, credentials included: they show it by `printableUrl`.
 */
export interface HttpFailures {
  unreachable(url: string, method: string, failure: ConnectionFailure): CapstanError
  timedOut(url: string, method: string, timeoutMs: number): CapstanError
  badResponse(url: string, method: string, reason: string): CapstanError
}

export interface HttpTarget {
  /** http or https; a user and password in it are sent as Basic authorization. */
  readonly url: string
  readonly failures: HttpFailures
  /** A larger answer is cut off. */
  readonly maxAnswerBytes: number
}

/** Posts JSON to one server over kept-alive connections. No redirection is followed. */
export interface HttpClient {
  /**
   * @throws `unreachable` if there is no connection or it breaks before the answer is whole,
   *   `timedOut`, `badResponse` (answer too large).
   */
  post(body: string, options: PostOptions): Promise<HttpAnswer>
  /** Aborts pending requests: they fail as `unreachable`. */
  close(): void
}

/** Headers of every request to a URL. Asks for no compression. */
export function headersFor(url: URL): Record<string, string> {
  const authorization = basicAuthorization(url)
  return {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(authorization && { authorization }),
  }
}

/** RFC 7617; undefined if the URL has no user. */
export function basicAuthorization({ username, password }: URL): string | undefined {
  if (!username) return undefined
  const user = `${percentDecoded(username)}:${percentDecoded(password)}`
  return `Basic ${Buffer.from(user).toString('base64')}`
}

/** What `ConnectionFailure` says of an error. */
export function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException
  if (code === undefined) return 'connection failed'
  return code.startsWith('UND_ERR') ? message : code
}
