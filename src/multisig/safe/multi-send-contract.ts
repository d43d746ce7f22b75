import type { Chain } from '../../chain/chain.ts'
import { codeHashes } from './read-safe.ts'
import { multiSendMissing, multiSendUnexpected } from './safe-errors.ts'
import { CANONICAL_MULTI_SENDS, MULTI_SENDS } from './safe-releases.ts'

/**
 * The MultiSendCallOnly of a chain: the given one, or the one at a usual address.
 * @throws SAFE_MULTISEND_FOREIGN, SAFE_MULTISEND_MISSING
 */
export async function findMultiSend(chain: Chain, given: string | undefined): Promise<string> {
  if (given !== undefined) {
    await assertMultiSend(chain, given)
    return given
  }
  const hashes = await codeHashes(chain, CANONICAL_MULTI_SENDS, 'latest')
  const found = CANONICAL_MULTI_SENDS.find((_, index) => MULTI_SENDS.includes(hashes[index] ?? ''))
  if (found === undefined) throw multiSendMissing(chain.network.name)
  return found
}

/** @throws SAFE_MULTISEND_FOREIGN */
export async function assertMultiSend(chain: Chain, address: string): Promise<void> {
  const [hash = ''] = await codeHashes(chain, [address], 'latest')
  if (!MULTI_SENDS.includes(hash)) throw multiSendUnexpected(address, chain.network.name)
}
