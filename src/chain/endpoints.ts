import type { CapstanError } from '../primitives/capstan-error.ts'
import { type Clock, systemClock } from '../primitives/clock.ts'
import { isNetworkError, isRpcError, noEndpoint } from './errors.ts'
import {
  JsonRpcEndpoint,
  type RequestOptions,
  type Rpc,
  type RpcAnswer,
  type RpcCall,
} from './json-rpc.ts'

const MAX_ATTEMPTS = 5
const FIRST_PAUSE_MS = 100
const MAX_PAUSE_MS = 2_000
/** An endpoint that asks for a longer rest than this is not waited for. */
const MAX_RETRY_AFTER_MS = 60_000
/** Providers cap the calls of one batch; 100 is accepted by all that accept batches. */
const MAX_BATCH_CALLS = 100

export interface EndpointsOptions {
  readonly urls: readonly string[]
  /** Named when `urls` is empty. */
  readonly network: string
  readonly timeoutMs?: number
  readonly clock?: Clock
  /** Runs before an endpoint's first request, and again before the first one after it failed. */
  readonly verify?: (endpoint: Rpc) => Promise<void>
}

/** Health of one endpoint. It rests until `restsUntil` (milliseconds since the epoch) after a failure. */
interface Member {
  readonly endpoint: JsonRpcEndpoint
  verification: Promise<void> | undefined
  failures: number
  restsUntil: number
}

/**
 * Several endpoints of one network. A healthy one is kept; when it fails the next one takes over
 * and it rests, for as long as it asked (`Retry-After`) or twice as long as the time before.
 * Only requests that may safely be repeated are.
 */
export class Endpoints implements Rpc {
  readonly urls: readonly string[]
  readonly #members: readonly Member[]
  readonly #options: EndpointsOptions
  readonly #clock: Clock
  #current: Member

  /** @throws RPC_URL_MISSING, RPC_URL_INVALID */
  constructor(options: EndpointsOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.urls = options.urls
    this.#members = options.urls.map((url) => ({
      endpoint: new JsonRpcEndpoint(url),
      verification: undefined,
      failures: 0,
      restsUntil: 0,
    }))
    const [first] = this.#members
    if (!first) throw noEndpoint(options.network)
    this.#current = first
  }

  request<T = unknown>(
    method: string,
    params: readonly unknown[] = [],
    options: RequestOptions = {},
  ): Promise<T> {
    return this.#attempt([method], options, (endpoint, limits) =>
      endpoint.request<T>(method, params, limits),
    )
  }

  requestBytes(
    method: string,
    params: readonly unknown[] = [],
    options: RequestOptions = {},
  ): Promise<Uint8Array> {
    return this.#attempt([method], options, (endpoint, limits) =>
      endpoint.requestBytes(method, params, limits),
    )
  }

  async batch(calls: readonly RpcCall[], options: RequestOptions = {}): Promise<RpcAnswer[]> {
    const answers: RpcAnswer[] = []
    for (let from = 0; from < calls.length; from += MAX_BATCH_CALLS) {
      answers.push(...(await this.#smallBatch(calls.slice(from, from + MAX_BATCH_CALLS), options)))
    }
    return answers
  }

  close(): void {
    for (const { endpoint } of this.#members) endpoint.close()
  }

  /** An endpoint that knows no batches refuses the whole request; then the calls go one by one. */
  async #smallBatch(calls: readonly RpcCall[], options: RequestOptions): Promise<RpcAnswer[]> {
    const methods = calls.map(({ method }) => method)
    const [only] = calls
    if (only && calls.length === 1) return [await this.#single(only, options)]
    try {
      return await this.#attempt(methods, options, (endpoint, limits) =>
        endpoint.batch(calls, limits),
      )
    } catch (error) {
      if (!isRpcError(error)) throw error
      return Promise.all(calls.map((call) => this.#single(call, options)))
    }
  }

  async #single({ method, params }: RpcCall, options: RequestOptions): Promise<RpcAnswer> {
    try {
      return { result: await this.request(method, params, options) }
    } catch (error) {
      if (isRpcError(error)) return { error }
      throw error
    }
  }

  async #attempt<T>(
    methods: readonly string[],
    { retry = true, timeoutMs = this.#options.timeoutMs }: RequestOptions,
    send: (endpoint: Rpc, limits: RequestOptions) => Promise<T>,
  ): Promise<T> {
    const limits = timeoutMs === undefined ? {} : { timeoutMs }
    for (let attempt = 1; ; attempt++) {
      const member = await this.#healthiest()
      let sent = false
      try {
        await this.#verified(member)
        sent = true
        const answer = await send(member.endpoint, limits)
        this.#praise(member)
        return answer
      } catch (error) {
        if (!isNetworkError(error)) throw error
        this.#rest(member, error)
        const harmless = !sent || wasNeverSent(error) || methods.every(mayRepeat)
        if (!retry || !harmless || attempt >= MAX_ATTEMPTS || this.#restsTooLong()) throw error
      }
    }
  }

  /** The current endpoint while it is healthy, else the one whose rest ends first. */
  async #healthiest(): Promise<Member> {
    const now = this.#clock.now()
    if (this.#current.restsUntil > now) {
      this.#current = this.#members.reduce((a, b) => (b.restsUntil < a.restsUntil ? b : a))
    }
    const restMs = this.#current.restsUntil - now
    if (restMs > 0) await this.#clock.sleep(restMs)
    return this.#current
  }

  #verified(member: Member): Promise<void> {
    member.verification ??= this.#options.verify?.(member.endpoint) ?? Promise.resolve()
    return member.verification
  }

  #praise(member: Member): void {
    member.failures = 0
    member.restsUntil = 0
  }

  #rest(member: Member, error: CapstanError): void {
    member.verification = undefined
    const now = this.#clock.now()
    // Of many requests in flight only the first that fails counts.
    if (member.restsUntil > now) return
    const asked = error.details.retryAfterMs
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** member.failures, MAX_PAUSE_MS)
    member.failures++
    member.restsUntil = now + (typeof asked === 'number' ? asked : pause)
  }

  #restsTooLong(): boolean {
    const soonest = Math.min(...this.#members.map(({ restsUntil }) => restsUntil))
    return soonest - this.#clock.now() > MAX_RETRY_AFTER_MS
  }
}

/** Reading changes nothing, and a signed transaction has one effect however often it is sent. */
function mayRepeat(method: string): boolean {
  return /^(?:net_|web3_|debug_trace|eth_(?!sendTransaction|sign|mining|submit|new))/.test(method)
}

/** True when the request cannot have had an effect: there was no connection, or it was turned away. */
export function wasNeverSent(error: CapstanError): boolean {
  const { reason } = error.details
  return (
    error.code === 'NETWORK_RATE_LIMITED' ||
    reason === 'ECONNREFUSED' ||
    reason === 'ENOTFOUND' ||
    reason === 'EAI_AGAIN'
  )
}
