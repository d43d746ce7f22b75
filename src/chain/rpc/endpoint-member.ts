import type { CapstanError } from '../../primitives/capstan-error.ts'
import { assertChainId, assertSameChain } from './chain-id.ts'
import { JsonRpcEndpoint } from './json-rpc.ts'
import type { RequestOptions } from './rpc.ts'

const FIRST_PAUSE_MS = 100
const MAX_PAUSE_MS = 2_000

/** One of several endpoints, and its health. Times are milliseconds since the epoch. */
export class EndpointMember {
  readonly endpoint: JsonRpcEndpoint
  readonly #chainId: bigint | undefined
  #proof: Promise<void> | undefined
  #failures = 0
  #restsUntil = 0
  #trouble: CapstanError | undefined
  #isExcluded = false

  /**
   * @param chainId of the chain it must serve; undefined for any chain.
   * @throws RPC_URL_INVALID
   */
  constructor(url: string, chainId: bigint | undefined) {
    this.endpoint = new JsonRpcEndpoint(url)
    this.#chainId = chainId
  }

  /** When it may be asked again; in the past if it is healthy. */
  get restsUntil(): number {
    return this.#restsUntil
  }

  /** Its last failure. */
  get trouble(): CapstanError | undefined {
    return this.#trouble
  }

  /** It serves another chain and is not used again. */
  get isExcluded(): boolean {
    return this.#isExcluded
  }

  /**
   * Asks for the chain id before the first request, and before the first one after a failure.
   * @throws CHAIN_ID_MISMATCH, NETWORK_UNREACHABLE and its kin
   */
  proved({ timeoutMs }: RequestOptions): Promise<void> {
    if (this.#chainId === undefined) return Promise.resolve()
    this.#proof ??= assertChainId(this.endpoint, this.#chainId, timeoutMs)
    return this.#proof
  }

  /** Checks a chain id that it answered. @throws CHAIN_ID_MISMATCH */
  assertChainId(answer: unknown): void {
    if (this.#chainId !== undefined) assertSameChain(this.endpoint, this.#chainId, answer)
  }

  praise(): void {
    this.#failures = 0
    this.#restsUntil = 0
  }

  /** Rests for as long as it asked (`Retry-After`), or twice as long as the last time. */
  rest(now: number, trouble: CapstanError): void {
    this.#proof = undefined
    this.#trouble = trouble
    // Of many requests in flight only the first that fails counts.
    if (this.#restsUntil > now) return
    const asked = trouble.details.retryAfterMs
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures, MAX_PAUSE_MS)
    this.#failures++
    this.#restsUntil = now + (typeof asked === 'number' ? asked : pause)
  }

  exclude(trouble: CapstanError): void {
    this.#trouble = trouble
    this.#isExcluded = true
  }
}
