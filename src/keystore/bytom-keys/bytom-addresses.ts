import {
  addressesOf,
  decodeBytomAddress,
  encodeBytomAddress,
} from '../../primitives/bytom/bytom-address.ts'
import type { BytomNetwork } from '../../primitives/bytom/networks.ts'
import type { KeyFacts } from '../index/key-facts.ts'

/** The key with its address on another Bytom network; a key of another type as it is. */
export function onBytomNetwork(key: KeyFacts, network: BytomNetwork): KeyFacts {
  if (key.type !== 'bytom') return key
  return { ...key, address: encodeBytomAddress(network, decodeBytomAddress(key.address).hash) }
}

/** What a Bytom key has beside other keys: its root xpub, and its addresses by network. */
export function bytomJson({ type, xpub, address }: KeyFacts): object {
  if (type !== 'bytom') return {}
  return { xpub, addresses: addressesOf(decodeBytomAddress(address).hash) }
}
