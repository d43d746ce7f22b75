import { entropyOf, mnemonicSeed } from '../../src/keystore/hd/mnemonic.ts'
import { decodeBytomAddress, programOfAddress } from '../../src/primitives/bytom/bytom-address.ts'
import {
  deriveXprv,
  publicKeyOfXpub,
  rootXprv,
  xpubOf,
} from '../../src/primitives/bytom/chainkd.ts'
import { parseBytomPath } from '../../src/primitives/bytom/derivation-path.ts'
import { encodeMultisigScript } from '../../src/primitives/bytom/multisig-script.ts'
import type { TestHolder, TestKey } from './bindings.ts'
import { hex, sharedVectors } from './bytom-vectors.ts'

/** Addresses of the captured solonet whose keys its README prints: fixtures/bytom. */
const ADDRESSES = {
  alice: 'sm1qvrlc2lsuh62zsm4re88zy785963ldpjq5vzzq9',
  aliceSecond: 'sm1q64wt9qwnk7j07nglrc97s9djky5y3mgudx7pke',
  bob: 'sm1qr2ydxyw4mfx0zrsm6t6fs9yyvvmcqccqcs3nys',
  carol: 'sm1qastj7lvxpdyqsk4tj3dfcxn7lhs7ae3l452xmh',
  treasury: 'sm1qm9s6hfgdfhwd240utu7dm06hwlwl6urd9hgw9np0y9xs4zlsks9sj40xdl',
} as const

/** Holders of the captured solonet, each with the keys that sign for them. */
export function capturedHolders(): Readonly<Record<keyof typeof ADDRESSES, TestHolder>> {
  const first = 'm/44/153/1/0/1'
  const owners = ['alice', 'bob', 'carol'].map((owner) => keyOf(owner, first))
  const publicKeys = owners.map(({ publicKey }) => Buffer.from(publicKey, 'hex'))
  const script = hex(encodeMultisigScript({ quorum: 2, publicKeys })) as string
  return {
    alice: holder(ADDRESSES.alice, [keyOf('alice', first)]),
    aliceSecond: holder(ADDRESSES.aliceSecond, [keyOf('alice', 'm/44/153/2/0/1')]),
    bob: holder(ADDRESSES.bob, [keyOf('bob', first)]),
    carol: holder(ADDRESSES.carol, [keyOf('carol', 'm/44/153/1/0/2')]),
    treasury: holder(ADDRESSES.treasury, owners, script),
  }
}

function keyOf(owner: string, path: string): TestKey {
  const known = sharedVectors().wallet_keys_of_the_solonet[owner]
  if (known === undefined) throw new Error(`the capture has no key of ${owner}`)
  const root = rootXprv(mnemonicSeed(entropyOf(known.mnemonic)))
  const xprv = deriveXprv(root, parseBytomPath(path))
  return { xprv, publicKey: hex(publicKeyOfXpub(xpubOf(xprv))) as string }
}

function holder(
  address: string,
  keys: readonly TestKey[],
  script: string | null = null,
): TestHolder {
  const program = hex(programOfAddress(decodeBytomAddress(address))) as string
  return { address, program, script, keys }
}
