import type { Chain } from '../../chain/chain.ts'
import type { Campaign } from '../../migration/campaign/campaign.ts'
import type { SendSession } from '../frame/send-session.ts'

/**
 * The source chain of a campaign. Uses the endpoints of this run if they are in `given`, or if the
 * campaign pays on the same network.
 */
export async function sourceChain(
  session: SendSession,
  { source, target }: Pick<Campaign, 'source' | 'target'>,
  given: readonly string[] = [],
): Promise<Chain> {
  if (source.kind !== 'erc20') throw new TypeError(`A source of kind ${source.kind} has no chain`)
  if (source.network === null) return session.chainAt(given.length > 0 ? given : source.rpcUrls)
  const isTargetToo = source.network === target.network
  const rpcUrls = given.length === 0 && isTargetToo ? (await session.settings()).rpcUrls : given
  return session.chainOf(source.network, rpcUrls)
}
