import { describe, expect, it } from 'vitest'
import type { ProposalSignature } from '../../../src/multisig/proposal/signature.ts'
import {
  encodeSafeSignatures,
  neededConfirmations,
  recoverSigner,
  type SafeConfirmation,
} from '../../../src/multisig/safe/safe-signatures.ts'
import { hexToBytes } from '../../../src/primitives/hex.ts'
import { keccak256Hex } from '../../../src/primitives/keccak.ts'
import { FUNDED_KEYS, walletSigner } from '../../support/wallet-signer.ts'

const HASH = keccak256Hex(new Uint8Array([1]))
const A = '0x00000000000000000000000000000000000000A1'
const B = '0x00000000000000000000000000000000000000b2'
const C = '0x00000000000000000000000000000000000000C3'

function ecdsa(signer: string, form: 'eip712' | 'eth-sign' = 'eip712'): SafeConfirmation {
  return { signer, form, signature: `0x${'ab'.repeat(64)}1b` }
}

function contract(signer: string, signature: string): SafeConfirmation {
  return { signer, form: 'contract', signature }
}

const word = (hex: string) => hex.padStart(64, '0')

describe('signatures as a Safe reads them', () => {
  it('have v raised by four where a message was signed', () => {
    const bytes = encodeSafeSignatures([ecdsa(A), ecdsa(B, 'eth-sign')])
    expect(bytes).toBe(`0x${'ab'.repeat(64)}1b${'ab'.repeat(64)}1f`)
  })

  it('have what contracts signed behind all of them, and an offset to it', () => {
    const bytes = encodeSafeSignatures([contract(A, '0xcafe'), ecdsa(B), contract(C, '0x')])
    const heads = [word('a1'), word('c3'), 'ab'.repeat(64), word('e5')]
    expect(bytes).toBe(
      `0x${heads[0]}${word('c3')}00${heads[2]}1b${heads[1]}${heads[3]}00${word('2')}cafe${word('0')}`,
    )
  })

  it('name the owner where the hash was approved on chain', () => {
    expect(encodeSafeSignatures([{ signer: B, form: 'approved' }])).toBe(
      `0x${word('b2')}${word('0')}01`,
    )
  })
})

describe('the confirmations an execution takes', () => {
  const owners = [C, A, B]

  it('are those of owners, sorted, as many as the threshold', () => {
    const stranger = ecdsa('0x00000000000000000000000000000000000000D4')
    const taken = neededConfirmations([ecdsa(C), stranger, ecdsa(B), ecdsa(A)], owners, 2)
    expect(taken.map(({ signer }) => signer)).toEqual([B, C])
  })

  it('are the cheapest: signatures before approvals, contracts last', () => {
    const all = [contract(A, '0x'), { signer: B, form: 'approved' } as const, ecdsa(C)]
    expect(neededConfirmations(all, owners, 2)).toEqual([all[1], all[2]])
  })

  it('count an owner once, who signed and approved', () => {
    const both = [{ signer: A, form: 'approved' } as const, ecdsa(A)]
    expect(neededConfirmations(both, owners, 2)).toEqual([both[1]])
  })

  it('may be too few', () => {
    expect(neededConfirmations([ecdsa(A)], owners, 3)).toHaveLength(1)
  })
})

describe('the signer of a hash', () => {
  const signer = walletSigner(FUNDED_KEYS[0])

  async function signed(): Promise<ProposalSignature> {
    const signature = await signer.signMessage(hexToBytes(HASH))
    return { signer: signer.address, form: 'eth-sign', signature }
  }

  it('is found from a signed message', async () => {
    expect(recoverSigner(HASH, await signed())).toBe(signer.address)
  })

  it('is somebody else when the form is said to be another', async () => {
    const one = await signed()
    expect(recoverSigner(HASH, { ...one, form: 'eip712' })).not.toBe(signer.address)
  })

  it('is nobody for a turned-over signature (EIP-2)', async () => {
    const { signature } = await signed()
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
    const s = order - BigInt(`0x${signature.slice(66, 130)}`)
    const v = signature.endsWith('1b') ? '1c' : '1b'
    const turned = `${signature.slice(0, 66)}${s.toString(16).padStart(64, '0')}${v}`
    const other = { signer: signer.address, form: 'eth-sign', signature: turned } as const
    expect(recoverSigner(HASH, other)).toBeUndefined()
  })

  it.each(['0x', `0x${'00'.repeat(65)}`, `0x${'ab'.repeat(64)}1f`, `0x${'ab'.repeat(65)}1b`])(
    'is nobody for %s',
    (signature) => {
      const one = { signer: signer.address, form: 'eip712', signature } as const
      expect(recoverSigner(HASH, one)).toBeUndefined()
    },
  )
})
