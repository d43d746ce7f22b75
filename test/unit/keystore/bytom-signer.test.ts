import { describe, expect, it } from 'vitest'
import { RootSigner } from '../../../src/keystore/bytom-keys/bytom-signer.ts'
import { entropyOf } from '../../../src/keystore/hd/mnemonic.ts'
import type { Keyring } from '../../../src/keystore/keyring.ts'
import type { PolicyChange } from '../../../src/keystore/policy/change-policy.ts'
import { MemoryStore } from '../../../src/keystore/stores/memory-store.ts'
import { rootXprv, xpubOf } from '../../../src/primitives/bytom/chainkd.ts'
import { ReviewedTemplate } from '../../../src/primitives/bytom/review-template.ts'
import { encodeTemplate, parseTemplate } from '../../../src/primitives/bytom/template.ts'
import { selectedVectors, unhex } from '../../support/bytom-vectors.ts'
import { emptyKeyring, openKeyring, readIndex, writeIndex } from './memory-keyring.ts'

const { wallet_keys_of_the_solonet: WALLET, transactions } = selectedVectors()
const SEED = selectedVectors().mnemonic_to_root[0]?.seed ?? ''
const MESSAGE = Buffer.from('I own this address')

class LockedStore extends MemoryStore {
  override get(): Promise<never> {
    return Promise.reject(new RangeError('locked'))
  }
}

describe('the signer of a Bytom key', () => {
  it('wipes the root when a call ends, also one that fails', async () => {
    const roots: Uint8Array[] = []
    const rootXpub = xpubOf(rootXprv(unhex(SEED)))
    const signer = new RootSigner({ name: 'btm', path: 'm/44/153/1/0/1', rootXpub }, async () => {
      const root = rootXprv(unhex(SEED))
      roots.push(root)
      return root
    })
    await signer.signMessage(MESSAGE)
    const reviewed = reviewOf('issue', 'alice')
    const broken = { ...reviewed, rootXpub, template: { ...reviewed.template, instructions: null } }
    await expect(signer.signTemplate(broken as never)).rejects.toThrow()
    expect(roots).toHaveLength(2)
    for (const root of roots) expect(root.every((byte) => byte === 0)).toBe(true)
  })

  it('signs no 32 bytes, whoever asks, and fetches no secret for them', async () => {
    const signer = new RootSigner(
      { name: 'btm', path: 'm/44/153/1/0/1', rootXpub: new Uint8Array(64) },
      () => Promise.reject(new Error('fetched')),
    )
    await expect(signer.signMessage(new Uint8Array(32))).rejects.toMatchObject({
      code: 'KEY_DIGEST_REFUSED',
    })
  })

  it('signs no template that was reviewed for another key', async () => {
    const { keyring } = await walletKeyring('bob')
    const signer = await keyring.bytomSigner('bob')
    await expect(signer.signTemplate(reviewOf('issue', 'alice'))).rejects.toMatchObject({
      code: 'KEY_SENDER_MISMATCH',
    })
  })
})

describe('the policy of a Bytom key', () => {
  const BOB = 'sm1qr2ydxyw4mfx0zrsm6t6fs9yyvvmcqccqcs3nys'

  it('lets pass what it allows', async () => {
    const signer = await ruled({ maxPerTx: ['4'], commands: ['key sign'] })
    const signed = await signer.signTemplate(PAYMENT)
    const { raw_transaction } = JSON.parse(encodeTemplate(signed))
    expect(raw_transaction).toBe(find('payment and retire with time_range').signed_raw)
  })

  const refused: [string, PolicyChange, string][] = [
    ['moves more than one transaction may, its fee with it', { maxPerTx: ['3'] }, 'max-per-tx'],
    ['moves more than a day may', { maxPerDay: ['3'] }, 'max-per-day'],
    ['pays somebody who is not listed', { recipients: [BOB] }, 'allow-to'],
    ['is signed in another command', { commands: ['migrate bind'] }, 'allow-command'],
  ]
  it.each(refused)('refuses what %s', async (_, change, rule) => {
    const signer = await ruled(change)
    await expect(signer.signTemplate(PAYMENT)).rejects.toMatchObject({
      code: 'POLICY_REFUSED',
      details: { rule },
    })
  })

  it('asks of a message only which command signs it', async () => {
    const paying = await ruled({ maxPerTx: ['0'], recipients: [] })
    expect((await paying.signMessage(MESSAGE)).signature).toHaveLength(64)
    const elsewhere = await ruled({ commands: ['migrate bind'] })
    await expect(elsewhere.signMessage(MESSAGE)).rejects.toMatchObject({ code: 'POLICY_REFUSED' })
  })

  it('stands alone on its root: another key of that would sign all the same', async () => {
    const { keyring } = await walletKeyring('carol')
    const account = { name: 'second', type: 'bytom' } as const
    await keyring.addAccount('carol', account)
    const shared = { code: 'POLICY_REFUSED', exitCode: 3, details: { rule: 'root' } }
    await expect(keyring.changePolicy('carol', { maxPerTx: ['3'] })).rejects.toMatchObject(shared)
    await keyring.remove('second')
    await keyring.changePolicy('carol', { maxPerTx: ['3'] })
    await expect(keyring.addAccount('carol', account)).rejects.toMatchObject(shared)
    expect(await keyring.addAccount('carol', { name: 'ether', type: 'evm' })).toMatchObject({
      policy: null,
    })
  })

  it('counts nothing for a signature that its password forbids', async () => {
    const { home, keyring } = await walletKeyring('carol')
    await keyring.changePolicy('carol', { maxPerDay: ['10'] })
    const ledger = () => Promise.reject(new TypeError('asked'))
    const signer = await openKeyring(home, new LockedStore(), {}, { ledger }).bytomSigner('carol')
    await expect(signer.signTemplate(PAYMENT)).rejects.toThrow(RangeError)
  })

  it('that was altered in the file stops every signature', async () => {
    const { home, store, keyring } = await walletKeyring('carol')
    await keyring.changePolicy('carol', { maxPerTx: ['3'] })
    const early = await keyring.bytomSigner('carol')
    const index = readIndex(home)
    index.keys[0].policy = null
    writeIndex(home, index)
    const signer = await openKeyring(home, store).bytomSigner('carol')
    const altered = { code: 'KEY_POLICY_ALTERED', exitCode: 7 }
    for (const one of [early, signer]) {
      await expect(one.signTemplate(PAYMENT)).rejects.toMatchObject(altered)
      await expect(one.signMessage(MESSAGE)).rejects.toMatchObject(altered)
    }
  })
})

/** Pays 2 BTM away, retires 1, and 0.01 as fee. */
const PAYMENT = reviewOf('payment and retire with time_range', 'carol')

async function ruled(change: PolicyChange) {
  const { home, store, keyring } = await walletKeyring('carol')
  await keyring.changePolicy('carol', change)
  return openKeyring(home, store, {}, { command: 'key sign' }).bytomSigner('carol')
}

async function walletKeyring(name: string) {
  const made = emptyKeyring()
  const secret = { kind: 'mnemonic', bytes: entropyOf(WALLET[name]?.mnemonic ?? '') } as const
  const key = await made.keyring.add({ name, type: 'bytom', path: 'm/44/153/1/0/1' }, secret)
  expect(key.xpub).toBe(WALLET[name]?.xpub)
  return made as typeof made & { keyring: Keyring }
}

function reviewOf(label: string, name: string): ReviewedTemplate {
  const template = parseTemplate(JSON.stringify(find(label).template))
  return ReviewedTemplate.review(template, 'bytom', unhex(WALLET[name]?.xpub ?? ''))
}

function find(label: string) {
  const found = transactions.find((one) => one.label === label)
  return found as NonNullable<typeof found>
}
