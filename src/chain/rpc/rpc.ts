import type { CapstanError } from '../../primitives/capstan-error.ts'

export interface RequestOptions {
  /** Limit for one attempt, in milliseconds; default 30,000. */
  readonly timeoutMs?: number
  /** `false`: one attempt at one endpoint; the caller decides what a failure means. */
  readonly retry?: boolean
}

/** A question to a node, and how its result is read. The files beside this one have them all. */
export interface RpcCall<T = unknown> {
  readonly method: string
  /** A bigint among them is sent as a quantity. */
  readonly params?: readonly unknown[]
  /**
   * What a result says; undefined where it is no answer to this question, which is then as good as
   * none: another endpoint is asked. Without it any result is taken as it is.
   */
  readonly read?: (result: unknown) => T | undefined
}

/** What one call of a batch came to; `error` is always RPC_ERROR. */
export type RpcAnswer<T = unknown> = { readonly result: T } | { readonly error: CapstanError }

/** What the calls of a batch came to, each in its place. */
export type RpcAnswers<Calls extends readonly RpcCall[]> = {
  -readonly [Place in keyof Calls]: Calls[Place] extends RpcCall<infer T> ? RpcAnswer<T> : never
}

/**
 * A ledger's JSON-RPC (EIP-1474), one endpoint or several behind the same interface.
 * Failures are NETWORK_UNREACHABLE, NETWORK_TIMEOUT, NETWORK_RATE_LIMITED, NETWORK_BAD_RESPONSE
 * (no answer) and RPC_ERROR (the node refused; `details` has rpcCode, rpcMessage and data).
 */
export interface Rpc {
  ask<T>(call: RpcCall<T>, options?: RequestOptions): Promise<T>
  /** The raw body of a successful HTTP answer, for bulk reading: the caller scans it, id 0 and error included. */
  askBytes(call: RpcCall, options?: RequestOptions): Promise<Uint8Array>
  /** Many calls in one HTTP request; answers in the order of `calls`. */
  batch<const Calls extends readonly RpcCall[]>(
    calls: Calls,
    options?: RequestOptions,
  ): Promise<RpcAnswers<Calls>>
  /** What the endpoint says leads nowhere: from now on another one is asked, where there is one. */
  rotate(): void
  readonly urls: readonly string[]
  close(): void
}

/** The result of one call of a batch. @throws RPC_ERROR */
export function resultOf<T>(answer: RpcAnswer<T> | undefined): T {
  if (!answer) throw new TypeError('A batch has fewer answers than calls')
  if ('error' in answer) throw answer.error
  return answer.result
}

type Results<Calls extends readonly RpcCall[]> = {
  -readonly [Place in keyof Calls]: Calls[Place] extends RpcCall<infer T> ? T : never
}

/** Asks several things at once. @throws RPC_ERROR of the first that is refused */
export async function askAll<const Calls extends readonly RpcCall[]>(
  rpc: Pick<Rpc, 'batch'>,
  calls: Calls,
  options?: RequestOptions,
): Promise<Results<Calls>> {
  const answers: readonly RpcAnswer[] = await rpc.batch(calls, options)
  return calls.map((_, index) => resultOf(answers[index])) as Results<Calls>
}
