import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import { ATTESTATION } from '../../../src/swap/files/attestation-file.ts'
import { AttestationFolder } from '../../../src/swap/files/attestation-folder.ts'
import {
  type Attestation,
  type AttestationKind,
  attestationMessage,
  attestationSigner,
  quorumOf,
} from '../../../src/swap/rules/attestation.ts'
import { type Lock, lockIdOf } from '../../../src/swap/rules/lock.ts'
import { temporaryFolder } from '../../support/home.ts'
import { exampleLock } from '../../support/swap-lock.ts'
import { walletSigner } from '../../support/wallet-signer.ts'

const WALLETS = [1, 2, 3].map((n) => new Wallet(`0x${String(n).padStart(64, '0')}`))
const RELAYERS = WALLETS.map(({ address }) => address).sort((a, b) =>
  BigInt(a) < BigInt(b) ? -1 : 1,
)

async function attestation(
  wallet: Wallet,
  kind: AttestationKind = 'release',
  lock: Lock = exampleLock(),
): Promise<Attestation> {
  const { domain, types, value } = attestationMessage(kind, lock)
  const signature = await walletSigner(wallet.privateKey).signTypedData(domain, types, value)
  return { kind, lock, relayer: wallet.address, signature }
}

const [ONE, TWO, THREE] = WALLETS as [Wallet, Wallet, Wallet]

describe('the id of a lock', () => {
  it('changes with every field', () => {
    const lock = exampleLock()
    const changed = Object.entries(lock).map(([name, value]) => ({
      ...lock,
      [name]: typeof value === 'bigint' ? value + 1n : `0x${'9'.repeat(40)}`,
    }))
    const ids = [lock, ...changed].map((one) => lockIdOf(one as Lock))
    expect(new Set(ids).size).toBe(12)
  })
})

describe('an attestation', () => {
  it.each(['release', 'refund', 'retirement'] as const)('of a %s has its signer', async (kind) => {
    expect(attestationSigner(await attestation(ONE, kind))).toBe(ONE.address)
  })

  it('is nobody’s in another kind, for another lock, with a high s or a strange v', async () => {
    const { lock, signature, kind } = await attestation(ONE)
    expect(attestationSigner({ kind: 'refund', lock, signature })).not.toBe(ONE.address)
    const other = { ...lock, amount: lock.amount + 1n }
    expect(attestationSigner({ kind, lock: other, signature })).not.toBe(ONE.address)
    // EIP-2: the same signature turned over.
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
    const s = (order - BigInt(`0x${signature.slice(66, 130)}`)).toString(16).padStart(64, '0')
    const v = signature.endsWith('1b') ? '1c' : '1b'
    const turned = signature.slice(0, 66) + s + v
    expect(attestationSigner({ kind, lock, signature: turned })).toBeUndefined()
    const strange = `${signature.slice(0, 130)}00`
    expect(attestationSigner({ kind, lock, signature: strange })).toBeUndefined()
  })
})

describe('a quorum', () => {
  it('is as many signatures as are needed, ascending by signer, each of a relayer', async () => {
    const all = await Promise.all([THREE, ONE, TWO].map((wallet) => attestation(wallet)))
    const signatures = quorumOf(all, { relayers: RELAYERS, quorum: 2 })
    const wanted = RELAYERS.slice(0, 2).map(
      (relayer) => all.find((one) => one.relayer === relayer)?.signature,
    )
    expect(signatures).toEqual(wanted)
  })

  it('is not reached by one relayer twice, nor by strangers', async () => {
    const one = await attestation(ONE)
    expect(quorumOf([one, one], { relayers: RELAYERS, quorum: 2 })).toBeUndefined()
    const stranger = await attestation(Wallet.createRandom() as unknown as Wallet)
    expect(quorumOf([one, stranger], { relayers: RELAYERS, quorum: 2 })).toBeUndefined()
  })
})

describe('the file of an attestation', () => {
  it('reads back as it was written', async () => {
    const one = await attestation(ONE)
    expect(await ATTESTATION.parse(ATTESTATION.text(one), 'a.json')).toEqual(one)
  })

  it.each([
    ['another amount', /"amount": "[0-9]+"/, '"amount": "1"', 'lockId'],
    ['another id', /"lockId": "0x.{4}/, '"lockId": "0x0000', 'lockId'],
    ['another relayer', /"relayer": "0x.{40}/, `"relayer": "0x${'9'.repeat(40)}`, 'signature'],
    ['another kind', '"release"', '"refund"', 'signature'],
    ['another format', '@1', '@2', 'format'],
    ['a number for a text', /"nonce": "([0-9]+)"/, '"nonce": $1', 'lock.nonce'],
    ['more than it has', '"kind"', '"note": "", "kind"', 'format'],
    ['something behind it', /\n$/, '\n\n', 'text'],
    ['no JSON', /^/, '!', 'text'],
  ])('with %s is refused by field', async (_, from, to, field) => {
    const text = ATTESTATION.text(await attestation(ONE)).replace(from, to)
    await expect(ATTESTATION.parse(text, 'a.json')).rejects.toMatchObject({
      code: 'SWAP_ATTESTATION_INVALID',
      exitCode: 7,
      details: { field },
    })
  })
})

describe('a folder of attestations', () => {
  it('gives the attestations, and the files that cannot be used', async () => {
    const folder = new AttestationFolder(temporaryFolder())
    const lock = exampleLock()
    await folder.publish(await attestation(ONE))
    const file = await folder.publish(await attestation(TWO))
    writeFileSync(file, 'x')
    const { attestations, faults } = await folder.read('release', lock, RELAYERS)
    expect(attestations.map(({ relayer }) => relayer)).toEqual([ONE.address])
    expect(faults.map(({ code }) => code)).toEqual(['SWAP_ATTESTATION_INVALID'])
    expect(await folder.read('refund', lock, RELAYERS)).toEqual({ attestations: [], faults: [] })
  })

  it('rejects an attestation of another lock, whatever its file is called', async () => {
    const folder = new AttestationFolder(temporaryFolder())
    const lock = exampleLock()
    const file = join(folder.path, lockIdOf(lock), `release-${ONE.address.toLowerCase()}.json`)
    mkdirSync(dirname(file), { recursive: true })
    const other = await attestation(ONE, 'release', { ...lock, nonce: 5n })
    writeFileSync(file, ATTESTATION.text(other))
    const { attestations, faults } = await folder.read('release', lock, [ONE.address])
    expect([attestations.length, faults.length]).toEqual([0, 1])
  })

  it('remembers what a relayer has attested', async () => {
    const folder = new AttestationFolder(temporaryFolder())
    const locks = [1n, 2n].map((nonce) => ({ ...exampleLock(), nonce }))
    for (const lock of locks) await folder.publish(await attestation(ONE, 'release', lock))
    const { attestations } = await folder.releasesOf(ONE.address)
    expect(attestations.map(({ lock }) => lock.nonce).sort()).toEqual([1n, 2n])
    expect(readdirSync(folder.path)).toHaveLength(2)
  })

  it('rejects what others put under the name of a relayer', async () => {
    const folder = new AttestationFolder(temporaryFolder())
    const lock = exampleLock()
    const forge = (lockId: string, text: string) => {
      mkdirSync(join(folder.path, lockId))
      writeFileSync(join(folder.path, lockId, `release-${ONE.address.toLowerCase()}.json`), text)
    }
    // A relayer, or anybody, signs for a lock that nobody made.
    forge(lockIdOf(lock), ATTESTATION.text(await attestation(TWO)))
    const other = await attestation(ONE, 'release', { ...lock, nonce: 5n })
    forge(`0x${'1'.repeat(64)}`, ATTESTATION.text(other))
    forge(`0x${'2'.repeat(64)}`, '{}')
    const { attestations, faults } = await folder.releasesOf(ONE.address)
    expect([attestations.length, faults.length]).toEqual([0, 3])
  })

  it('with a link to itself reports it and reads on', async () => {
    const folder = new AttestationFolder(temporaryFolder())
    const lock = exampleLock()
    const file = await folder.publish(await attestation(ONE))
    rmSync(file)
    symlinkSync(file, file)
    await folder.publish(await attestation(TWO))
    const { attestations, faults } = await folder.read('release', lock, RELAYERS)
    expect([attestations.length, faults.length]).toEqual([1, 1])
  })
})
