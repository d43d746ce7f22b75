import { parseAddress } from '../../primitives/address.ts'
import { parseAssetId } from '../../primitives/bytom/asset-id.ts'
import { decodeBytomAddress, encodeBytomAddress } from '../../primitives/bytom/bytom-address.ts'
import type { KeyType } from '../key-type.ts'
import { BTM_DECIMALS, NATIVE_DECIMALS } from './asset-text.ts'
import { BTM, NATIVE } from './policy.ts'

/** How policies of one key type name coins, tokens and recipients. */
export interface PolicyTerms {
  /** The asset that an amount without a name is of. */
  readonly coin: string
  readonly coinDecimals: number
  /** Whether signed data names its chain, so that rules can limit chains. */
  readonly namesChain: boolean
  /** The one form of a recipient. @throws ADDRESS_INVALID, ADDRESS_CHECKSUM, BYTOM_ADDRESS_INVALID */
  parseRecipient(text: string): string
  /** The one form of an asset that is not the coin. @throws ADDRESS_INVALID, ADDRESS_CHECKSUM, BYTOM_ASSET_INVALID */
  parseAsset(text: string): string
}

const TERMS: Readonly<Record<KeyType, PolicyTerms>> = {
  evm: {
    coin: NATIVE,
    coinDecimals: NATIVE_DECIMALS,
    namesChain: true,
    parseRecipient: (text) => parseAddress(text, 'recipient'),
    parseAsset: (text) => parseAddress(text, 'token'),
  },
  bytom: {
    coin: BTM,
    coinDecimals: BTM_DECIMALS,
    namesChain: false,
    parseRecipient: mainnetAddress,
    parseAsset: parseAssetId,
  },
}

/** A key has the same hash on every network, so one listed address stands for it on all of them. */
function mainnetAddress(text: string): string {
  return encodeBytomAddress('mainnet', decodeBytomAddress(text).hash)
}

export function policyTerms(type: KeyType): PolicyTerms {
  return TERMS[type]
}
