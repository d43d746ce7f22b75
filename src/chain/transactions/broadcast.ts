import { isDevnetChainId } from '../../keystore/devnet-keys.ts'
import type { Clock } from '../../primitives/clock.ts'
import type { Chain } from '../chain.ts'
import { isChainIdMismatch, isNetworkError, isTimeout } from '../chain-errors.ts'
import { wasNeverSent } from '../rpc/endpoints.ts'
import type { RpcAnswer } from '../rpc/rpc.ts'
import { sendRaw } from '../rpc/transactions.ts'

/** One endpoint after another; the pause doubles. */
const ATTEMPTS = 4
const FIRST_PAUSE_MS = 200
/** A slower endpoint may have it all the same: then the chain decides. */
const BROADCAST_TIMEOUT_MS = 10_000

/**
 * How the node received a signed transaction.
 * - `accepted`: the node has it, perhaps since earlier.
 * - `rejected`: the node understood and refused it, and no endpoint can have accepted it before.
 * - `uncertain`: some node may have it. Only the chain can tell.
 */
export type Reception =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'rejected' | 'uncertain'; readonly reason: string }

const KNOWN = /already known|already imported|already exists|known transaction|already in mempool/i
/**
 * Refusals of the transaction itself. "Nonce too low" is not among them: a gateway that repeats a
 * request by itself answers so after its own success.
 */
const REJECTED =
  /insufficient (?:funds|balance)|intrinsic gas|exceeds block gas limit|gas limit (?:too high|is too high|exceeded)|exceeds (?:the )?(?:configured )?cap|max fee per gas less than|fee cap less than|oversized|invalid (?:sender|chain id|signature)|not supported|initcode size|max code size/i

/** It pays too little for the pool, or to replace another one with its nonce. */
const UNDERPRICED =
  /underpriced|replacement ?(?:transaction )?(?:not ?allowed|fee too low)|could not replace existing|transaction with same nonce/i

/** May a higher fee change the node's mind? */
export function isUnderpriced(reason: string): boolean {
  return UNDERPRICED.test(reason)
}

/** Broadcasts signed transactions, in nonce order. Sending the same bytes again is harmless. */
export async function broadcastAll(
  chain: Chain,
  raws: readonly string[],
  clock: Clock,
): Promise<Reception[]> {
  let mayBeOut = false
  for (let attempt = 1; ; attempt++) {
    try {
      const answers = await broadcastOnce(chain, raws)
      return answers.map((answer) => reception(answer, mayBeOut))
    } catch (error) {
      // Another chain has not accepted it; an earlier attempt may have been accepted.
      if (isChainIdMismatch(error)) return raws.map(() => uncertain(error.message))
      if (!isNetworkError(error)) throw error
      // On a devnet a part of them may be out, although what failed was never sent.
      mayBeOut ||= !wasNeverSent(error) || isDevnetChainId(chain.chainId)
      const isHopeless = isTimeout(error) && attempt >= chain.rpc.urls.length
      if (attempt === ATTEMPTS || isHopeless) return raws.map(() => uncertain(error.message))
      await clock.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1))
    }
  }
}

/**
 * One attempt: the caller must know which attempts are repeated. A devnet mines what it can on arrival:
 * so the first comes last, and the others, which wait for it, go into the same block.
 */
async function broadcastOnce(
  { rpc, chainId }: Chain,
  raws: readonly string[],
): Promise<RpcAnswer[]> {
  const calls = raws.map(sendRaw)
  const options = { retry: false, timeoutMs: BROADCAST_TIMEOUT_MS }
  if (!isDevnetChainId(chainId)) return rpc.batch(calls, options)
  const others = await rpc.batch(calls.slice(1), options)
  return [...(await rpc.batch(calls.slice(0, 1), options)), ...others]
}

function reception(answer: RpcAnswer, mayBeOut: boolean): Reception {
  if ('result' in answer) return { kind: 'accepted' }
  const reason = String(answer.error.details.rpcMessage)
  if (KNOWN.test(reason)) return { kind: 'accepted' }
  const isRefusal = REJECTED.test(reason) || isUnderpriced(reason)
  return isRefusal && !mayBeOut ? { kind: 'rejected', reason } : uncertain(reason)
}

function uncertain(reason: string): Reception {
  return { kind: 'uncertain', reason }
}
