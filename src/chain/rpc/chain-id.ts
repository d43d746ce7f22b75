import { chainIdMismatch } from '../chain-errors.ts'
import { readAmount } from './read-result.ts'
import type { Rpc, RpcCall } from './rpc.ts'

/** The answer is small: a node that takes longer is of no use, and there may be another one. */
const PROOF_TIMEOUT_MS = 10_000

export const servedChainId: RpcCall<bigint> = { method: 'eth_chainId', read: readAmount }

/**
 * Asks for the chain id.
 * @param timeoutMs less than the maximum of ten seconds.
 * @throws CHAIN_ID_MISMATCH
 */
export async function assertChainId(
  rpc: Pick<Rpc, 'ask' | 'urls'>,
  expected: bigint,
  timeoutMs = PROOF_TIMEOUT_MS,
): Promise<void> {
  const limits = { timeoutMs: Math.min(timeoutMs, PROOF_TIMEOUT_MS) }
  assertSameChain(rpc, expected, await rpc.ask(servedChainId, limits))
}

/** Checks an answer to `eth_chainId`. @throws CHAIN_ID_MISMATCH */
export function assertSameChain(
  { urls }: Pick<Rpc, 'urls'>,
  expected: bigint,
  answer: unknown,
): void {
  const got = BigInt(answer as string)
  if (got !== expected) throw chainIdMismatch(urls[0] ?? '', expected, got)
}
