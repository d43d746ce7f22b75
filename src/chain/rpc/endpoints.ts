import type { CapstanError } from '../../primitives/capstan-error.ts'
import { type Clock, systemClock } from '../../primitives/clock.ts'
import type { Story } from '../../primitives/story.ts'
import {
  isChainIdMismatch,
  isNetworkError,
  isRpcError,
  isTimeout,
  noEndpoint,
} from '../chain-errors.ts'
import { headNumber } from './blocks.ts'
import { servedChainId } from './chain-id.ts'
import { EndpointMember } from './endpoint-member.ts'
import type { RequestOptions, Rpc, RpcAnswer, RpcAnswers, RpcCall } from './rpc.ts'

const MAX_ATTEMPTS = 5
/** How often a request may time out before it fails. */
const MAX_TIMEOUTS = 2
/** An endpoint that asks for a longer rest is not waited for. */
const MAX_REST_MS = 60_000
/** Providers limit the calls of one batch; all that accept batches accept 100. */
const MAX_BATCH_CALLS = 100
/** Healthy endpoints differ by a block or two. */
const MAX_LAG_BLOCKS = 2
const HEIGHT_TIMEOUT_MS = 2_000

export interface EndpointsOptions {
  readonly urls: readonly string[]
  /** Network name for the error if `urls` is empty. */
  readonly network: string
  /** Each endpoint is checked for it, and stays unused if it serves another. */
  readonly chainId?: bigint
  readonly timeoutMs?: number
  readonly clock?: Clock
  /** Is told of an endpoint that stays unused. */
  readonly story?: Pick<Story, 'warn'>
}

/**
 * Several endpoints of one network. A healthy one is kept; when it fails, it rests and the next one
 * takes over. Only requests that are safe to repeat are repeated.
 */
export class Endpoints implements Rpc {
  readonly urls: readonly string[]
  readonly #members: readonly EndpointMember[]
  readonly #options: EndpointsOptions
  readonly #clock: Clock
  #current: EndpointMember

  /** @throws RPC_URL_MISSING, RPC_URL_INVALID, PROXY_URL_INVALID */
  constructor(options: EndpointsOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.urls = options.urls
    this.#members = options.urls.map((url) => new EndpointMember(url, options.chainId))
    const [first] = this.#members
    if (!first) throw noEndpoint(options.network)
    this.#current = first
  }

  ask<T>(call: RpcCall<T>, options: RequestOptions = {}): Promise<T> {
    return this.#attempt([call], options, async (member, limits) => {
      const result = await member.endpoint.ask(call, limits)
      if (tellsChainId(call)) member.assertChainId(result)
      return result
    })
  }

  askBytes(call: RpcCall, options: RequestOptions = {}): Promise<Uint8Array> {
    return this.#attempt([call], options, ({ endpoint }, limits) => endpoint.askBytes(call, limits))
  }

  async batch<const Calls extends readonly RpcCall[]>(
    calls: Calls,
    options: RequestOptions = {},
  ): Promise<RpcAnswers<Calls>> {
    const answers: RpcAnswer[] = []
    for (let from = 0; from < calls.length; from += MAX_BATCH_CALLS) {
      answers.push(...(await this.#smallBatch(calls.slice(from, from + MAX_BATCH_CALLS), options)))
    }
    return answers as RpcAnswers<Calls>
  }

  rotate(): void {
    const at = this.#members.indexOf(this.#current)
    const others = [...this.#members.slice(at + 1), ...this.#members.slice(0, at)]
    const now = this.#clock.now()
    const ready = others.find(({ isExcluded, restsUntil }) => !isExcluded && restsUntil <= now)
    this.#current = ready ?? this.#current
  }

  /** Starts with the first endpoint that is not behind the others. */
  async preferFreshest(): Promise<void> {
    const heights = await Promise.all(this.#members.map((member) => this.#heightOf(member)))
    const enough = Math.max(...heights) - MAX_LAG_BLOCKS
    const fresh = this.#members.find((_, index) => (heights[index] as number) >= enough)
    this.#current = fresh ?? this.#current
  }

  close(): void {
    for (const { endpoint } of this.#members) endpoint.close()
  }

  /** An endpoint without batches refuses the whole request; then the calls go one by one. */
  async #smallBatch(calls: readonly RpcCall[], options: RequestOptions): Promise<RpcAnswer[]> {
    const [only] = calls
    if (only && calls.length === 1) return [await this.#single(only, options)]
    try {
      return await this.#attempt(calls, options, async (member, limits) => {
        const answers = await member.endpoint.batch(calls, limits)
        for (const [index, answer] of answers.entries()) {
          const isTold = tellsChainId(calls[index]) && 'result' in answer
          if (isTold) member.assertChainId(answer.result)
        }
        return answers
      })
    } catch (error) {
      if (!isRpcError(error)) throw error
      return Promise.all(calls.map((call) => this.#single(call, options)))
    }
  }

  async #single(call: RpcCall, options: RequestOptions): Promise<RpcAnswer> {
    try {
      return { result: await this.ask(call, options) }
    } catch (error) {
      if (isRpcError(error)) return { error }
      throw error
    }
  }

  async #attempt<T>(
    calls: readonly RpcCall[],
    { retry = true, timeoutMs = this.#options.timeoutMs }: RequestOptions,
    send: (member: EndpointMember, limits: RequestOptions) => Promise<T>,
  ): Promise<T> {
    const limits = timeoutMs === undefined ? {} : { timeoutMs }
    const maxRestMs = retry ? MAX_REST_MS : Math.min(timeoutMs ?? MAX_REST_MS, MAX_REST_MS)
    const maxTimeouts = Math.max(MAX_TIMEOUTS, this.#members.length)
    for (let attempt = 1, timeouts = 0; ; attempt++) {
      const member = await this.#healthiest(maxRestMs)
      let sent = false
      try {
        await member.proved(limits)
        sent = true
        const answer = await send(member, limits)
        member.praise()
        return answer
      } catch (error) {
        this.#blame(member, error)
        if (isChainIdMismatch(error)) continue
        if (isTimeout(error)) timeouts++
        const harmless = !sent || wasNeverSent(error) || calls.every(mayRepeat)
        const enough = attempt >= MAX_ATTEMPTS || timeouts >= maxTimeouts
        if (!retry || !harmless || enough) throw error
      }
    }
  }

  /** The current endpoint while it is healthy, else the one whose rest ends first. */
  async #healthiest(maxRestMs: number): Promise<EndpointMember> {
    const usable = this.#members.filter(({ isExcluded }) => !isExcluded)
    const [first] = usable
    if (!first) throw this.#current.trouble
    const now = this.#clock.now()
    if (this.#current.isExcluded || this.#current.restsUntil > now) {
      this.#current = usable.reduce((a, b) => (b.restsUntil < a.restsUntil ? b : a), first)
    }
    const restMs = this.#current.restsUntil - now
    if (restMs > maxRestMs) throw this.#current.trouble
    if (restMs > 0) await this.#clock.sleep(restMs)
    return this.#current
  }

  /**
   * Notes the failure of a member. One that serves another chain stays unused, if others are left.
   * @throws errors that are not the endpoint's fault, and the mismatch of the last endpoint
   */
  #blame(member: EndpointMember, error: unknown): asserts error is CapstanError {
    if (isNetworkError(error)) return member.rest(this.#clock.now(), error)
    if (!isChainIdMismatch(error)) throw error
    const wasKnown = member.isExcluded
    member.exclude(error)
    if (this.#members.every(({ isExcluded }) => isExcluded)) throw error
    if (!wasKnown) this.#options.story?.warn(`${error.message} It is not used.`)
  }

  /** -1 if it does not say. */
  async #heightOf(member: EndpointMember): Promise<number> {
    const limits = { timeoutMs: HEIGHT_TIMEOUT_MS }
    try {
      await member.proved(limits)
      return await member.endpoint.ask(headNumber, limits)
    } catch (error) {
      this.#blame(member, error)
      return -1
    }
  }
}

function tellsChainId(call: RpcCall | undefined): boolean {
  return call?.method === servedChainId.method
}

/** Reads change nothing, and a signed transaction takes effect once however often it is sent. */
function mayRepeat({ method }: RpcCall): boolean {
  return /^(?:net_|web3_|debug_trace|eth_(?!sendTransaction|sign|mining|submit|new))/.test(method)
}

/** True if the request cannot have had an effect: no connection was made, or it was turned away. */
export function wasNeverSent(error: CapstanError): boolean {
  const { reason } = error.details
  return (
    error.code === 'NETWORK_RATE_LIMITED' ||
    reason === 'ECONNREFUSED' ||
    reason === 'ENOTFOUND' ||
    reason === 'EAI_AGAIN'
  )
}
