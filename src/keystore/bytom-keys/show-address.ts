import { toBareHex } from '../../primitives/bytom/bare-hex.ts'
import { addressesOf } from '../../primitives/bytom/bytom-address.ts'
import { deriveXpub, publicKeyOfXpub } from '../../primitives/bytom/chainkd.ts'
import { parseProgram } from '../../primitives/bytom/control-program.ts'
import { DEFAULT_BYTOM_PATH, parseBytomPath } from '../../primitives/bytom/derivation-path.ts'
import { encodeMultisigScript } from '../../primitives/bytom/multisig-script.ts'
import type { BytomNetwork } from '../../primitives/bytom/networks.ts'
import { p2wpkhProgram, p2wshProgram } from '../../primitives/bytom/pay-to.ts'
import { parseXpub } from '../../primitives/bytom/xpub.ts'
import type { Keyring } from '../keyring.ts'
import { keyTypeWrong } from '../keystore-errors.ts'
import { addressSourceMissing } from './bytom-key-errors.ts'

export interface AddressInput {
  /** A stored key; or `xpubs`. */
  readonly name?: string | undefined
  /** Root xpubs of the account, in its order. */
  readonly xpubs: readonly string[]
  /** How many of several keys must sign; default all. */
  readonly quorum?: number | undefined
  /** Default: that of the stored key, else the first. */
  readonly path?: string | undefined
}

/** An address of Bytom with what it pays to; bytes as hex without `0x`. */
export interface AddressFacts {
  readonly kind: 'P2WPKH' | 'P2WSH'
  readonly path: string
  readonly quorum: number
  /** In the order of the xpubs. */
  readonly publicKeys: readonly string[]
  readonly controlProgram: string
  /** Of P2WSH; whoever spends shows it. */
  readonly script: string | null
  readonly addresses: Readonly<Record<BytomNetwork, string>>
}

/**
 * The address of one key, or of a quorum of several, at a path. Needs no secret.
 * @throws BYTOM_ADDRESS_OF_WHOM, BYTOM_XPUB_INVALID, BYTOM_QUORUM_INVALID, BYTOM_PATH_INVALID; of a
 * stored key KEY_TYPE_WRONG, and as `Keyring.find`
 */
export async function showAddress(
  keyring: () => Promise<Keyring>,
  { name, xpubs, quorum, path }: AddressInput,
): Promise<AddressFacts> {
  if ((name === undefined) === (xpubs.length === 0)) throw addressSourceMissing()
  const stored = name === undefined ? undefined : await storedKey(await keyring(), name)
  const roots = stored ? [stored.xpub] : xpubs
  const at = path ?? stored?.path ?? DEFAULT_BYTOM_PATH
  const selectors = parseBytomPath(at)
  const publicKeys = roots.map((xpub) =>
    publicKeyOfXpub(deriveXpub(parseXpub(xpub, 'value of --xpub'), selectors)),
  )
  return addressFacts(publicKeys, quorum ?? publicKeys.length, at)
}

function addressFacts(
  publicKeys: readonly Uint8Array[],
  quorum: number,
  path: string,
): AddressFacts {
  const [only, ...others] = publicKeys
  const script = encodeMultisigScript({ quorum, publicKeys })
  const isSingle = only !== undefined && others.length === 0
  const program = isSingle ? p2wpkhProgram(only) : p2wshProgram(script)
  const { kind, hash } = parseProgram(program) as NonNullable<ReturnType<typeof parseProgram>>
  return {
    kind,
    path,
    quorum,
    publicKeys: publicKeys.map(toBareHex),
    controlProgram: toBareHex(program),
    script: isSingle ? null : toBareHex(script),
    addresses: addressesOf(hash),
  }
}

async function storedKey(
  keyring: Keyring,
  name: string,
): Promise<{ xpub: string; path: string | null }> {
  const { type, xpub, path } = await keyring.find(name)
  if (xpub === null) throw keyTypeWrong(name, type, 'have an address of Bytom')
  return { xpub, path }
}
