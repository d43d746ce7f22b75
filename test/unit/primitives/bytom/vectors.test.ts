import { Mnemonic } from 'ethers'
import { describe, expect, it } from 'vitest'
import { varint } from '../../../../src/primitives/bytom/byte-writing.ts'
import {
  addressesOf,
  decodeBytomAddress,
  encodeBytomAddress,
} from '../../../../src/primitives/bytom/bytom-address.ts'
import {
  childXprv,
  childXpub,
  deriveXprv,
  deriveXpub,
  expandedPrivateKey,
  hardenedChildXprv,
  publicKeyOfXpub,
  rootXprv,
  signWithXprv,
  xpubOf,
} from '../../../../src/primitives/bytom/chainkd.ts'
import { publicKeyHash, sha3 } from '../../../../src/primitives/bytom/hashes.ts'
import { verifyMessage } from '../../../../src/primitives/bytom/message-signature.ts'
import {
  encodeMultisigScript,
  parseMultisigScript,
} from '../../../../src/primitives/bytom/multisig-script.ts'
import type { BytomNetwork } from '../../../../src/primitives/bytom/networks.ts'
import { p2wpkhProgram, p2wshProgram } from '../../../../src/primitives/bytom/pay-to.ts'
import { verifyStrictly } from '../../../../src/primitives/bytom/strict-signature.ts'
import {
  type BytomVectors,
  hex,
  selectedVectors,
  sharedVectors,
  unhex,
} from '../../../support/bytom-vectors.ts'
import { sharedFixturesMissing } from '../../../support/shared-fixtures.ts'

describe('what bytomd prints, a selection of it', () => reproduce(selectedVectors))
describe.skipIf(sharedFixturesMissing)('what bytomd prints, all of it', () =>
  reproduce(sharedVectors),
)

function reproduce(vectors: () => BytomVectors): void {
  it('gives a mnemonic the same root', () => {
    for (const { mnemonic, seed, root_xprv, root_xpub } of vectors().mnemonic_to_root) {
      expect(Mnemonic.fromPhrase(mnemonic).computeSeed()).toBe(`0x${seed}`)
      expect(hex(rootXprv(unhex(seed)))).toBe(root_xprv)
      expect(hex(xpubOf(unhex(root_xprv)))).toBe(root_xpub)
    }
  })

  it('gives a key the same children, hardened and not, for any selector', () => {
    const roots = vectors().mnemonic_to_root
    for (const vector of vectors().child_derivation) {
      const root = roots[vector.root]
      const selector = unhex(vector.selector)
      const parent = unhex(root?.root_xprv ?? '')
      const child = vector.hardened
        ? hardenedChildXprv(parent, selector)
        : childXprv(parent, selector)
      expect(hex(child)).toBe(vector.child_xprv)
      expect(hex(xpubOf(child))).toBe(vector.child_xpub)
      expect(hex(expandedPrivateKey(child))).toBe(vector.expanded_private_key)
      if (vector.child_xpub_from_xpub !== undefined) {
        const childOfXpub = childXpub(unhex(root?.root_xpub ?? ''), selector)
        expect(hex(childOfXpub)).toBe(vector.child_xpub_from_xpub)
      }
    }
  })

  it('gives a path the same key, program and addresses under nine prefixes', () => {
    const roots = vectors().mnemonic_to_root
    for (const vector of vectors().bip44_paths) {
      const root = roots[vector.root]
      const path = vector.path.map(unhex)
      const xpub = deriveXpub(unhex(root?.root_xpub ?? ''), path)
      expect(hex(deriveXprv(unhex(root?.root_xprv ?? ''), path))).toBe(vector.xprv)
      expect(hex(xpub)).toBe(vector.xpub)
      const publicKey = publicKeyOfXpub(xpub)
      expect(hex(publicKey)).toBe(vector.public_key)
      expect(hex(publicKeyHash(publicKey))).toBe(vector.ripemd160)
      expect(hex(p2wpkhProgram(publicKey))).toBe(vector.control_program)
      expect(addressesOf(unhex(vector.ripemd160))).toEqual(byOurNames(vector.addresses))
    }
  })

  it('gives several keys the same script, program and addresses', () => {
    for (const vector of vectors().multisig_p2wsh) {
      const path = vector.path.map(unhex)
      const publicKeys = vector.root_xpubs_in_account_order.map((xpub) =>
        publicKeyOfXpub(deriveXpub(unhex(xpub), path)),
      )
      expect(publicKeys.map(hex)).toEqual(vector.public_keys)
      const script = encodeMultisigScript({ quorum: vector.quorum, publicKeys })
      expect(hex(script)).toBe(vector.script)
      expect(parseMultisigScript(script)).toEqual({ quorum: vector.quorum, publicKeys })
      expect(hex(p2wshProgram(script))).toBe(vector.control_program)
      expect(addressesOf(sha3(script))).toEqual(byOurNames(vector.addresses))
    }
  })

  it('takes an address for a network where the node does, and nowhere else', () => {
    for (const { address, network, valid, hash } of vectors().decode_address) {
      const read = () => {
        const decoded = decodeBytomAddress(address)
        return decoded.network === ourName(network) ? hex(decoded.hash) : undefined
      }
      if (valid) expect(read()).toBe(hash)
      else expect(quietly(read)).toBeUndefined()
    }
  })

  it('gives a message the same signature, which verifies as it is and not otherwise', () => {
    const cases = vectors().sign_verify
    for (const [i, { xprv, xpub, message_hex, signature }] of cases.entries()) {
      const message = unhex(message_hex)
      const signed = unhex(signature)
      const publicKey = publicKeyOfXpub(unhex(xpub))
      expect(hex(signWithXprv(unhex(xprv), message))).toBe(signature)
      expect(verifyStrictly(signed, message, publicKey)).toBe(true)
      expect(verifyStrictly(flipped(signed, 5), message, publicKey)).toBe(false)
      expect(verifyStrictly(flipped(signed, 37), message, publicKey)).toBe(false)
      expect(verifyStrictly(signed, Uint8Array.of(...message, 0), publicKey)).toBe(false)
      const other = cases.find((another) => another.xpub !== xpub) ?? cases[i]
      if (other !== cases[i]) {
        const otherKey = publicKeyOfXpub(unhex(other?.xpub ?? ''))
        expect(verifyStrictly(signed, message, otherKey)).toBe(false)
      }
    }
  })

  it('answers verify-message as a node of the address’ network, but refuses S + L', () => {
    const network: BytomNetwork = 'solonet'
    let answers = 0
    for (const { endpoint, note, request, response } of vectors().sign_message_and_verify_message) {
      const result = response.data?.result
      if (endpoint !== 'verify-message' || result === undefined) continue
      const text = request.address.trim()
      const valid = verifyMessage({ network, text }, unhex(request.message), {
        signature: unhex(request.signature ?? ''),
        derivedXpub: unhex(request.derived_xpub ?? ''),
      })
      expect(valid, note).toBe(result && note !== 'malleated: S + L')
      answers += 1
    }
    expect(answers).toBe(13)
  })

  it('writes numbers in the same bytes', () => {
    for (const { value, hex: bytes } of vectors().varint) {
      expect(hex(varint(BigInt(value)))).toBe(bytes)
    }
  })
}

describe('an address of Bytom', () => {
  it('of the genesis program is what explorers show', () => {
    const hash = unhex('8c9d063ff74ee6d9ffa88d83aeb038068366c4c4')
    expect(encodeBytomAddress('mainnet', hash)).toBe('bm1q3jwsv0lhfmndnlag3kp6avpcq6pkd3xy8e5r88')
  })
})

function byOurNames(addresses: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(addresses).map(([name, address]) => [ourName(name), address]),
  )
}

/** `bytom1-testnet(wisdom)` is our `testnet`. */
function ourName(network: string): string {
  return network.replace('bytom1-', '').replace('(wisdom)', '')
}

function flipped(bytes: Uint8Array, index: number): Uint8Array {
  const changed = bytes.slice()
  changed[index] = (changed[index] as number) ^ 1
  return changed
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
