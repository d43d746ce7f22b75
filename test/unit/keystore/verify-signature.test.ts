import { describe, expect, it } from 'vitest'
import { verifySignature } from '../../../src/keystore/evm/verify-signature.ts'

const ADDRESS = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const BYTOM_ADDRESS = 'bm1q5p9d4gelfm4cc3zq3slj7vh2njx23ma2cf866j'
const XPUB = 'ab'.repeat(64)
const SIGNATURE = `0x${'11'.repeat(65)}`

function verify(address: string, signatures: string[], xpubs: string[] = []) {
  return verifySignature({ address, signatures, xpubs, message: 'hello' })
}

describe('a signature', () => {
  it.each([
    ['nothing', []],
    ['an empty one', ['']],
    ['one without 0x', [SIGNATURE.slice(2)]],
    ['one of 63 bytes', [`0x${'11'.repeat(63)}`]],
    ['one of 66 bytes', [`0x${'11'.repeat(66)}`]],
    ['one that is not hex', [SIGNATURE.replace('11', 'xx')]],
    ['two', [SIGNATURE, SIGNATURE]],
  ])('of an EVM key is not %s', async (_, signatures) => {
    await expect(verify(ADDRESS, signatures)).rejects.toMatchObject({
      code: 'SIGNATURE_MALFORMED',
      exitCode: 2,
    })
  })

  it('of an EVM key that is somebody else’s is no error', async () => {
    expect(await verify(ADDRESS, [SIGNATURE])).toMatchObject({ valid: false })
  })

  it('of a Bytom key is hex, and comes with the xpub of its signer', async () => {
    await expect(verify(BYTOM_ADDRESS, ['xyz'], [XPUB])).rejects.toMatchObject({
      code: 'SIGNATURE_MALFORMED',
      exitCode: 2,
    })
    await expect(verify(BYTOM_ADDRESS, ['11'.repeat(64)])).rejects.toMatchObject({
      code: 'BYTOM_XPUB_MISSING',
    })
    await expect(verify(BYTOM_ADDRESS, ['11'.repeat(64)], ['ab'])).rejects.toMatchObject({
      code: 'BYTOM_XPUB_INVALID',
    })
  })
})
