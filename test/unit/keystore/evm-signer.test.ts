import { Transaction } from 'ethers'
import { describe, expect, it } from 'vitest'
import { DEVNET_KEYS } from '../../../src/keystore/devnet-keys.ts'
import { isTransaction, signerOf } from '../../../src/keystore/evm/evm-encoding.ts'
import { EvmSigner } from '../../../src/keystore/evm/evm-signer.ts'
import { addressOfPrivateKey } from '../../../src/keystore/evm/private-key.ts'
import { digestOf } from '../../../src/keystore/evm/signable.ts'
import { parseTypedData } from '../../../src/keystore/evm/typed-data.ts'
import { bytesToHex } from '../../../src/primitives/hex.ts'
import { MAIL } from './mail.ts'

describe('a signer', () => {
  it('signs a message as web3.js documents it (EIP-191)', async () => {
    // https://web3js.readthedocs.io/en/v1.10.0/web3-eth-accounts.html#sign
    const signer = signerFor('4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318')
    expect(signer.address).toBe('0x2c7536E3605D9C16a7a3D7b1898e529396a65c23')
    expect(bytesToHex(await digestOf({ kind: 'message', message: 'Some data' }))).toBe(
      '0x1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655',
    )
    const signature = await signer.signMessage('Some data')
    expect(signature).toBe(
      '0xb91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c',
    )
    expect(await signer.signMessage(Buffer.from('Some data'))).toBe(signature)
  })

  it('signs typed data as EIP-712 shows it', async () => {
    const mail = parseTypedData(JSON.stringify(MAIL.typedData), 'mail.json')
    expect(bytesToHex(await digestOf({ kind: 'typed-data', ...mail }))).toBe(MAIL.digest)
    const signer = signerFor(MAIL.privateKey)
    expect(signer.address).toBe(MAIL.address)
    expect(await signer.signTypedData(mail.domain, mail.types, mail.value)).toBe(MAIL.signature)
  })

  it('signs a transaction as EIP-155 shows it', async () => {
    const signer = signerFor('46'.repeat(32))
    expect(
      await signer.signTransaction({
        type: 0,
        chainId: 1,
        nonce: 9,
        gasPrice: 20n * 10n ** 9n,
        gasLimit: 21000,
        to: '0x3535353535353535353535353535353535353535',
        value: 10n ** 18n,
        from: signer.address,
      }),
    ).toBe(
      '0xf86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83',
    )
  })

  it('signs no transaction without a chain id or from somebody else', async () => {
    const signer = signerFor('46'.repeat(32))
    await expect(signer.signTransaction({ to: signer.address })).rejects.toMatchObject({
      code: 'KEY_CHAIN_ID_MISSING',
    })
    const from = '0x3535353535353535353535353535353535353535'
    await expect(signer.signTransaction({ chainId: 1, from })).rejects.toMatchObject({
      code: 'KEY_SENDER_MISMATCH',
      exitCode: 3,
    })
  })

  it('wants its secret at the first signature only', async () => {
    const dev0 = DEVNET_KEYS[0] as (typeof DEVNET_KEYS)[number]
    const signer = new EvmSigner(dev0, () => Promise.reject(new Error('asked for')))
    expect(signer.address).toBe(dev0.address)
    await expect(signer.signTransaction({ chainId: 1 })).rejects.toMatchObject({
      code: 'DEVNET_KEY_REFUSED',
    })
    await expect(signer.signMessage('x')).rejects.toThrow('asked for')
  })
})

describe('a devnet key', () => {
  const dev0 = DEVNET_KEYS[0] as (typeof DEVNET_KEYS)[number]
  const signer = new EvmSigner(dev0, async () => Buffer.from(dev0.privateKey.slice(2), 'hex'))

  it('signs transactions for chain ids 31337 to 31399 and no other', async () => {
    for (const chainId of [31337n, 31399n]) {
      const raw = await signer.signTransaction({ chainId, to: dev0.address, nonce: 0 })
      expect(Transaction.from(raw)).toMatchObject({ from: dev0.address, chainId })
    }
    for (const chainId of [1n, 56n, 31336n, 31400n]) {
      await expect(signer.signTransaction({ chainId })).rejects.toMatchObject({
        code: 'DEVNET_KEY_REFUSED',
        exitCode: 3,
      })
    }
  })

  it('signs typed data for those chain ids only, and messages', async () => {
    const types = { Note: [{ name: 'text', type: 'string' }] }
    const value = { text: 'hello' }
    await expect(signer.signTypedData({ chainId: 1 }, types, value)).rejects.toMatchObject({
      code: 'DEVNET_KEY_REFUSED',
    })
    expect(await signer.signTypedData({ chainId: 31337 }, types, value)).toMatch(/^0x/)
    expect(await signer.signMessage('hello')).toMatch(/^0x/)
  })
})

describe('a signature', () => {
  const digest = Buffer.alloc(32, 0x11)

  it('of garbage, or turned over to a high s, is nobody’s', async () => {
    expect(signerOf(digest, `0x${'00'.repeat(65)}`)).toBeUndefined()
    expect(signerOf(digest, `0x${'ff'.repeat(65)}`)).toBeUndefined()
    const signer = signerFor(MAIL.privateKey)
    const low = await signer.signMessage('x')
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
    const high = (order - BigInt(`0x${low.slice(66, 130)}`)).toString(16).padStart(64, '0')
    const turned = `${low.slice(0, 66)}${high}${low.endsWith('1b') ? '1c' : '1b'}`
    const message = await digestOf({ kind: 'message', message: 'x' })
    expect(signerOf(message, low)).toBe(MAIL.address)
    expect(signerOf(message, turned)).toBeUndefined()
  })
})

describe('bytes to sign', () => {
  it('are a transaction when they read as one, legacy or typed, signed or not', () => {
    const to = '0x3535353535353535353535353535353535353535'
    for (const type of [0, 1, 2]) {
      const unsigned = Transaction.from({ type, chainId: 1, to, nonce: 1, gasLimit: 21000 })
      expect(isTransaction(Buffer.from(unsigned.unsignedSerialized.slice(2), 'hex'))).toBe(true)
    }
    for (const text of ['', 'hello', '\u0002hello', '\u00f8hello']) {
      expect(isTransaction(Buffer.from(text, 'latin1'))).toBe(false)
    }
  })
})

function signerFor(privateKey: string): EvmSigner {
  const secret = Buffer.from(privateKey, 'hex')
  return new EvmSigner({ name: 'test', address: addressOfPrivateKey(secret) }, async () => secret)
}
