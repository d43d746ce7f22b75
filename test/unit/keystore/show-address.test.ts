import { describe, expect, it } from 'vitest'
import { type AddressInput, showAddress } from '../../../src/keystore/bytom-keys/show-address.ts'
import { toBareHex } from '../../../src/primitives/bytom/bare-hex.ts'
import { rootXprv, xpubOf } from '../../../src/primitives/bytom/chainkd.ts'

const [FIRST = '', SECOND = ''] = ['first', 'second'].map((seed) =>
  toBareHex(xpubOf(rootXprv(Buffer.from(seed)))),
)

function show(input: Partial<AddressInput>) {
  return showAddress(() => Promise.reject(new Error('no keyring is needed')), {
    xpubs: [],
    ...input,
  })
}

describe('an address of Bytom', () => {
  it('is that of one xpub, or of a quorum of several in their order', async () => {
    expect(await show({ xpubs: [FIRST] })).toMatchObject({ kind: 'P2WPKH', quorum: 1 })
    const both = await show({ xpubs: [FIRST, SECOND], quorum: 1 })
    expect(both).toMatchObject({ kind: 'P2WSH', quorum: 1 })
    const turned = await show({ xpubs: [SECOND, FIRST], quorum: 1 })
    expect(turned.addresses.mainnet).not.toBe(both.addresses.mainnet)
  })

  it.each<[code: string, title: string, input: Partial<AddressInput>]>([
    ['BYTOM_ADDRESS_OF_WHOM', 'nobody', {}],
    ['BYTOM_ADDRESS_OF_WHOM', 'a key and an xpub', { name: 'ops', xpubs: [FIRST] }],
    ['BYTOM_XPUB_INVALID', 'half an xpub', { xpubs: [FIRST.slice(64)] }],
    ['BYTOM_XPUB_INVALID', 'an xpub with 0x', { xpubs: [`0x${FIRST}`] }],
    // y = 2 is on no point of the curve.
    ['BYTOM_XPUB_INVALID', 'no point', { xpubs: [`02${'00'.repeat(63)}`] }],
    ['BYTOM_QUORUM_INVALID', 'none of two', { xpubs: [FIRST, SECOND], quorum: 0 }],
    ['BYTOM_QUORUM_INVALID', 'three of two', { xpubs: [FIRST, SECOND], quorum: 3 }],
    ['BYTOM_QUORUM_INVALID', 'one and a half of two', { xpubs: [FIRST, SECOND], quorum: 1.5 }],
    ['BYTOM_QUORUM_INVALID', '256 keys', { xpubs: Array(256).fill(FIRST), quorum: 1 }],
    ['BYTOM_PATH_INVALID', 'a hardened path', { xpubs: [FIRST], path: "m/44'/153/1/0/1" }],
  ])('is refused with %s for %s', async (code, _, input) => {
    await expect(show(input)).rejects.toMatchObject({ code, exitCode: 2 })
  })
})
