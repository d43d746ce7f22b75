import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addressOfProgram,
  decodeBytomAddress,
  encodeBytomAddress,
  looksLikeBytomAddress,
  programOfAddress,
} from '../../../src/primitives/bytom/bytom-address.ts'
import { programOf } from '../../../src/primitives/bytom/control-program.ts'
import { BYTOM_NETWORKS } from '../../../src/primitives/bytom/networks.ts'

const networks = fc.constantFrom(...BYTOM_NETWORKS)
const hashes = fc.oneof(
  fc.uint8Array({ minLength: 20, maxLength: 20 }),
  fc.uint8Array({ minLength: 32, maxLength: 32 }),
)
const CHARACTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'

describe('every address of Bytom', () => {
  it('is read back, in lower or upper case', () => {
    fc.assert(
      fc.property(networks, hashes, (network, hash) => {
        const address = encodeBytomAddress(network, hash)
        const kind = hash.length === 20 ? 'P2WPKH' : 'P2WSH'
        expect(decodeBytomAddress(address)).toEqual({ network, kind, hash })
        expect(decodeBytomAddress(address.toUpperCase())).toEqual({ network, kind, hash })
        expect(looksLikeBytomAddress(address)).toBe(true)
        const program = programOfAddress(decodeBytomAddress(address))
        expect(addressOfProgram(network, program)).toBe(address)
      }),
    )
  })

  it('is refused with one character changed, in mixed case, or cut', () => {
    fc.assert(
      fc.property(networks, hashes, fc.nat(), fc.nat(30), (network, hash, place, shift) => {
        const address = encodeBytomAddress(network, hash)
        const start = address.lastIndexOf('1') + 1
        const at = start + (place % (address.length - start))
        const index = CHARACTERS.indexOf(address[at] as string)
        const other = CHARACTERS[(index + 1 + shift) % 32] as string
        const letter = address.slice(start).search(/[a-z]/) + start
        const wrong = [
          address.slice(0, at) + other + address.slice(at + 1),
          address.slice(0, letter) + address[letter]?.toUpperCase() + address.slice(letter + 1),
          address.slice(0, -1),
          ` ${address}`,
        ]
        for (const text of wrong) {
          expect(() => decodeBytomAddress(text)).toThrow(
            expect.objectContaining({ code: 'BYTOM_ADDRESS_INVALID' }),
          )
        }
      }),
    )
  })

  it('belongs to a program of version 0 only, not to its look-alikes', () => {
    fc.assert(
      fc.property(networks, hashes, fc.integer({ min: 1, max: 255 }), (network, hash, version) => {
        const program = programOf(hash)
        const lookAlikes = [
          Uint8Array.of(version, ...program.subarray(1)),
          Uint8Array.of(1, version, ...program.subarray(1)),
          Uint8Array.of(...program, version),
          program.slice(0, -1),
        ]
        for (const lookAlike of lookAlikes) {
          expect(addressOfProgram(network, lookAlike)).toBeUndefined()
        }
      }),
    )
  })
})
