import type { CapstanError } from '../../primitives/capstan-error.ts'

export interface RequestOptions {
  /** Limit for one attempt, in milliseconds; default 30,000. */
  readonly timeoutMs?: number
  /** `false`: one attempt at one endpoint; the caller decides what a failure means. */
  readonly retry?: boolean
}

export interface RpcCall {
  readonly method: string
  /** A bigint among them is sent as a quantity. */
  readonly params?: readonly unknown[]
}

/** What one call of a batch came to; `error` is always RPC_ERROR. */
export type RpcAnswer = { readonly result: unknown } | { readonly error: CapstanError }

/**
 * A ledger's JSON-RPC (EIP-1474), one endpoint or several behind the same interface.
 * Failures are NETWORK_UNREACHABLE, NETWORK_TIMEOUT, NETWORK_RATE_LIMITED, NETWORK_BAD_RESPONSE
 * (no answer) and RPC_ERROR (the node refused; `details` has rpcCode, rpcMessage and data).
 */
export interface Rpc {
  request<T = unknown>(
    method: string,
    params?: readonly unknown[],
    options?: RequestOptions,
  ): Promise<T>
  /** The raw body of a successful HTTP answer, for bulk reading: the caller scans it, id 0 and error included. */
  requestBytes(
    method: string,
    params?: readonly unknown[],
    options?: RequestOptions,
  ): Promise<Uint8Array>
  /** Many calls in one HTTP request; answers in the order of `calls`. */
  batch(calls: readonly RpcCall[], options?: RequestOptions): Promise<RpcAnswer[]>
  /** What the endpoint says leads nowhere: from now on another one is asked, where there is one. */
  rotate(): void
  readonly urls: readonly string[]
  close(): void
}
