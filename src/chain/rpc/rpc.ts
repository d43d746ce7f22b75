import type { CapstanError } from '../../primitives/capstan-error.ts'

export interface RequestOptions {
  /** Time limit of one attempt, in milliseconds; default 30,000. */
  readonly timeoutMs?: number
  /** `false`: one attempt at one endpoint; the caller handles the failure. */
  readonly retry?: boolean
}

/** A request to a node, and the reader of its result. The files beside this one have all of them. */
export interface RpcCall<T = unknown> {
  readonly method: string
  /** A bigint among them is sent as a quantity. */
  readonly params?: readonly unknown[]
  /**
   * Reads a result; undefined if it does not answer the request, which then counts as a failure of
   * the endpoint. Without a reader any result is returned as it is.
   */
  readonly read?: (result: unknown) => T | undefined
}

/** The answer to one call of a batch; `error` is always RPC_ERROR. */
export type RpcAnswer<T = unknown> = { readonly result: T } | { readonly error: CapstanError }

/** The answers to the calls of a batch, in order. */
export type RpcAnswers<Calls extends readonly RpcCall[]> = {
  -readonly [Place in keyof Calls]: Calls[Place] extends RpcCall<infer T> ? RpcAnswer<T> : never
}

/**
 * The JSON-RPC of a chain (EIP-1474): one endpoint, or several behind the same interface.
 * Failures are NETWORK_UNREACHABLE, NETWORK_TIMEOUT, NETWORK_RATE_LIMITED, NETWORK_BAD_RESPONSE
 * (no answer) and RPC_ERROR (the node refused; `details` has rpcCode, rpcMessage and data).
 */
export interface Rpc {
  ask<T>(call: RpcCall<T>, options?: RequestOptions): Promise<T>
  /** The raw body of a successful HTTP answer, for bulk reading: the caller checks id 0 and errors. */
  askBytes(call: RpcCall, options?: RequestOptions): Promise<Uint8Array>
  /** Many calls in one HTTP request; answers in the order of `calls`. */
  batch<const Calls extends readonly RpcCall[]>(
    calls: Calls,
    options?: RequestOptions,
  ): Promise<RpcAnswers<Calls>>
  /** The endpoint's answers do not help: from now on another one is asked, if there is one. */
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

/** Makes several requests at once. @throws RPC_ERROR of the first that is refused */
export async function askAll<const Calls extends readonly RpcCall[]>(
  rpc: Pick<Rpc, 'batch'>,
  calls: Calls,
  options?: RequestOptions,
): Promise<Results<Calls>> {
  const answers: readonly RpcAnswer[] = await rpc.batch(calls, options)
  return calls.map((_, index) => resultOf(answers[index])) as Results<Calls>
}
