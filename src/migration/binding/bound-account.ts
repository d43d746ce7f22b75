import { checksumAddress, parseAddress } from '../../primitives/address.ts'
import { decodeBytomAddress, looksLikeBytomAddress } from '../../primitives/bytom/bytom-address.ts'
import { accountNotAllocated, holderUnbound } from '../allocation/allocation-errors.ts'
import { findRuledBalance } from '../allocation/bucket-file.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignFiles } from '../campaign/campaign-files.ts'
import { readBytomHolders } from '../snapshot/bytom/holder-rows.ts'
import { TREE, type TreeFile } from '../tree/tree-file.ts'
import { readBoundFile } from './bound-file.ts'

/**
 * Parses a holder as typed: an EVM account (returned in EIP-55), or a Bytom address (returned in
 * lower case).
 * @throws ADDRESS_INVALID, ADDRESS_CHECKSUM, BYTOM_ADDRESS_INVALID
 */
export function parseHolder(text: string): string {
  if (!looksLikeBytomAddress(text)) return parseAddress(text, 'address of the holder')
  decodeBytomAddress(text)
  return text.toLowerCase()
}

/**
 * The account where a holder is paid, EIP-55.
 * @param holder as `parseHolder` returns it.
 * @throws HOLDER_UNBOUND, ACCOUNT_NOT_ALLOCATED
 */
export async function accountOf(
  campaign: Pick<Campaign, 'directory'>,
  { bound }: Pick<TreeFile, 'bound'>,
  holder: string,
): Promise<string> {
  if (holder.startsWith('0x')) return holder
  if (bound === undefined) throw accountNotAllocated(holder, null)
  const { boundCsv, unboundCsv, bucketsCsv } = campaignFiles(campaign)
  let account: string | undefined
  await readBoundFile(boundCsv, (one) => {
    if (one.address === holder) account = one.account
  })
  if (account !== undefined) return checksumAddress(account)
  let isUnbound = false
  await readBytomHolders(unboundCsv, ({ address }) => {
    if (address === holder) isUnbound = true
  })
  if (isUnbound) throw holderUnbound(holder)
  const ruled = await findRuledBalance(bucketsCsv, holder)
  throw accountNotAllocated(holder, ruled ? `${ruled.outcome} by rules.${ruled.rule}` : null)
}

/** As `accountOf`, for a holder as typed. @throws as `parseHolder` and `accountOf` do. */
export async function holderAccount(
  campaign: Pick<Campaign, 'directory'>,
  text: string,
): Promise<string> {
  const holder = parseHolder(text)
  if (holder.startsWith('0x')) return holder
  return accountOf(campaign, await TREE.read(campaignFiles(campaign).treeJson), holder)
}
