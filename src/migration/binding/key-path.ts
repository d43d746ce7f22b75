import { toBareHex } from '../../primitives/bytom/bare-hex.ts'
import { childXpub, deriveXpub, publicKeyOfXpub } from '../../primitives/bytom/chainkd.ts'
import { formatBytomPath, parseBytomPath } from '../../primitives/bytom/derivation-path.ts'

/** How far a wallet looks ahead of the last address it has seen (the node's recovery window). */
const WINDOW = 128
const RECEIVING_AND_CHANGE = ['0', '1']
const BRANCH_AND_INDEX = 2

/**
 * The path of a wanted address of a key: its own path, or another among the first addresses
 * of the same account.
 * @param isWanted receives public keys as hex.
 * @returns undefined if none of them is wanted.
 */
export function findKeyPath(
  { rootXpub, path }: { rootXpub: Uint8Array; path: string },
  isWanted: (publicKey: string) => boolean,
): string | undefined {
  const own = parseBytomPath(path)
  const keyOf = (xpub: Uint8Array) => toBareHex(publicKeyOfXpub(xpub))
  if (isWanted(keyOf(deriveXpub(rootXpub, own)))) return path
  const account = own.slice(0, -BRANCH_AND_INDEX)
  for (const branch of RECEIVING_AND_CHANGE) {
    const steps = [...account, ...parseBytomPath(`m/${branch}`)]
    const parent = deriveXpub(rootXpub, steps)
    for (let index = 1; index <= WINDOW; index++) {
      const [selector] = parseBytomPath(`m/${index}`) as [Uint8Array]
      if (isWanted(keyOf(childXpub(parent, selector)))) return formatBytomPath([...steps, selector])
    }
  }
  return undefined
}
