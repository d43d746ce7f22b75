import { toBareHex } from '../../primitives/bytom/bare-hex.ts'
import { encodeBytomAddress } from '../../primitives/bytom/bytom-address.ts'
import { deriveXpub, publicKeyOfXpub, xpubOf } from '../../primitives/bytom/chainkd.ts'
import { parseBytomPath } from '../../primitives/bytom/derivation-path.ts'
import { publicKeyHash } from '../../primitives/bytom/hashes.ts'
import type { PublicFacts } from '../public-facts.ts'

/** Root xpub of a root xprv, and the mainnet address at a path below it. @throws BYTOM_PATH_INVALID */
export function bytomFacts(rootXprv: Uint8Array, path: string): PublicFacts {
  const xpub = xpubOf(rootXprv)
  const derived = deriveXpub(xpub, parseBytomPath(path))
  const address = encodeBytomAddress('mainnet', publicKeyHash(publicKeyOfXpub(derived)))
  return { address, xpub: toBareHex(xpub) }
}
