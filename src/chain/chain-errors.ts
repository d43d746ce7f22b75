import { CapstanError } from '../primitives/capstan-error.ts'
import type { ConnectionFailure } from '../primitives/http/http-client.ts'
import { printableUrl } from '../primitives/printable-url.ts'

export function endpointUrlInvalid(url: string): CapstanError {
  return new CapstanError({
    code: 'RPC_URL_INVALID',
    kind: 'usage',
    message: `The RPC URL ${printableUrl(url)} is not an http or https URL.`,
    suggestions: ['--rpc-url http://127.0.0.1:8545'],
  })
}

export function noEndpoint(network: string): CapstanError {
  return new CapstanError({
    code: 'RPC_URL_MISSING',
    kind: 'usage',
    message: `Network ${network} has no RPC endpoint.`,
    details: { network },
    suggestions: [`capstan network add ${network} --rpc-url URL`, '--rpc-url URL'],
  })
}

/** No answer: the connection could not be made, or broke. */
export function unreachable(
  url: string,
  method: string,
  { reason, proxy, cause }: ConnectionFailure,
): CapstanError {
  const through = proxy === undefined ? '' : `, through the proxy ${proxy}`
  return new CapstanError({
    code: 'NETWORK_UNREACHABLE',
    kind: 'network',
    message: `The endpoint ${printableUrl(url)} did not answer ${method}: ${reason}${through}.`,
    details: { url: printableUrl(url), method, reason, ...(proxy && { proxy }) },
    suggestions: ['capstan network ping', 'Use another endpoint: --rpc-url URL'],
    cause,
  })
}

export function timedOut(url: string, method: string, timeoutMs: number): CapstanError {
  return new CapstanError({
    code: 'NETWORK_TIMEOUT',
    kind: 'network',
    message: `The endpoint ${printableUrl(url)} did not answer ${method} within ${timeoutMs} ms.`,
    details: { url: printableUrl(url), method, timeoutMs },
    suggestions: ['capstan network ping', 'Use another endpoint: --rpc-url URL'],
  })
}

/** @param retryAfterMs the pause that the endpoint asks for, in milliseconds; null if it names none. */
export function rateLimited(
  url: string,
  method: string,
  retryAfterMs: number | null,
): CapstanError {
  return new CapstanError({
    code: 'NETWORK_RATE_LIMITED',
    kind: 'network',
    message: `The endpoint ${printableUrl(url)} refuses more requests for now (${method}).`,
    details: { url: printableUrl(url), method, retryAfterMs },
    suggestions: ['Wait and run the command again.', 'Use another endpoint: --rpc-url URL'],
  })
}

/** The answer is unusable: not JSON, cut short, of another id, HTTP 500. */
export function badResponse(
  url: string,
  method: string,
  reason: string,
  cause?: unknown,
): CapstanError {
  return new CapstanError({
    code: 'NETWORK_BAD_RESPONSE',
    kind: 'network',
    message: `The endpoint ${printableUrl(url)} gave no usable answer to ${method}: ${reason}.`,
    details: { url: printableUrl(url), method, reason },
    suggestions: ['capstan network ping', 'Use another endpoint: --rpc-url URL'],
    cause,
  })
}

/** A JSON-RPC error object (EIP-1474). `data` carries revert bytes where the node gives them. */
export interface RpcErrorObject {
  readonly code?: number
  readonly message?: string
  readonly data?: unknown
}

/** The node understood the request and refused it. */
export function rpcError(url: string, method: string, error: RpcErrorObject): CapstanError {
  const rpcMessage = String(error.message ?? '').slice(0, 500)
  return new CapstanError({
    code: 'RPC_ERROR',
    kind: 'refused',
    message: `The node at ${printableUrl(url)} refused ${method}: ${rpcMessage || 'no reason given'}.`,
    details: {
      url: printableUrl(url),
      method,
      rpcCode: error.code ?? null,
      rpcMessage,
      data: error.data === undefined ? null : dataText(error.data),
    },
  })
}

function dataText(data: unknown): string {
  return typeof data === 'string' ? data : JSON.stringify(data)
}

/** @param expected, got chain ids as decimal numbers. */
export function chainIdMismatch(url: string, expected: bigint, got: bigint): CapstanError {
  return new CapstanError({
    code: 'CHAIN_ID_MISMATCH',
    kind: 'mismatch',
    message: `The endpoint ${printableUrl(url)} serves chain id ${got}, not ${expected}.`,
    details: { url: printableUrl(url), expected: expected.toString(), got: got.toString() },
    suggestions: ['capstan network show', 'Use an endpoint of the right chain: --rpc-url URL'],
  })
}

export function isRpcError(error: unknown): error is CapstanError {
  return error instanceof CapstanError && error.code === 'RPC_ERROR'
}

export function isNetworkError(error: unknown): error is CapstanError {
  return error instanceof CapstanError && error.kind === 'network'
}

export function isTimeout(error: unknown): boolean {
  return error instanceof CapstanError && error.code === 'NETWORK_TIMEOUT'
}

export function isChainIdMismatch(error: unknown): error is CapstanError {
  return error instanceof CapstanError && error.code === 'CHAIN_ID_MISMATCH'
}
