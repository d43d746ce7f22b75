import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  bytomFixture,
  type MessageCase,
  selectedVectors,
  sharedVectors,
  type TemplateJson,
} from '../../support/bytom-vectors.ts'
import type { CapstanResult } from '../../support/capstan.ts'
import { sharedFixturesMissing } from '../../support/shared-fixtures.ts'
import { addKey, vaultHome } from '../../support/vaults.ts'

const { wallet_keys_of_the_solonet: WALLET } = selectedVectors()
const SOLONET = ['--bytom-network', 'solonet']
/** The 2-of-3 account of the wallet, its first address. */
const TREASURY = 'sm1qm9s6hfgdfhwd240utu7dm06hwlwl6urd9hgw9np0y9xs4zlsks9sj40xdl'
type KeyHome = ReturnType<typeof vaultHome>

/** A home with these keys of the solonet's wallet. */
async function walletHome(...names: readonly string[]): Promise<KeyHome> {
  const made = vaultHome()
  for (const name of names) {
    await addKey(made.home, name, { type: 'bytom', secret: WALLET[name]?.mnemonic ?? '' })
  }
  return made
}

describe('a key of Bytom', () => {
  it('is made from a mnemonic and comes back from its words', async () => {
    const { home, key } = vaultHome()
    const made = await key(['create', 'fresh', '--type', 'bytom', '--mnemonic-out', 'words.txt'])
    expect(made.exitCode).toBe(0)
    const { xpub, addresses } = made.json as { xpub: string; addresses: Record<string, string> }
    const words = readFileSync(join(home, 'words.txt'), 'utf8')
    const again = await key(['import', 'again', '--type', 'bytom', ...SOLONET], { input: words })
    expect(again.json).toEqual({
      name: 'again',
      type: 'bytom',
      address: addresses.solonet,
      backend: 'vault',
      path: 'm/44/153/1/0/1',
      xpub,
      addresses,
      warnings: [],
    })
    const file = readFileSync(join(home, 'keys.json'), 'utf8')
    expect(file + made.stdout + again.stdout).not.toContain(words.trim())
  })

  it('has the addresses its node shows, at each path of one mnemonic', async () => {
    const { key } = vaultHome()
    const input = WALLET.alice?.mnemonic ?? ''
    expect((await key(['import', 'alice', '--type', 'bytom'], { input })).exitCode).toBe(0)
    const shown = await key(['show', 'alice', ...SOLONET])
    expect(shown.json).toMatchObject({
      type: 'bytom',
      address: 'sm1qvrlc2lsuh62zsm4re88zy785963ldpjq5vzzq9',
      xpub: WALLET.alice?.xpub,
      secretKind: 'mnemonic',
    })
    const second = await key(['create', 'alice-2', '--from', 'alice', '--type', 'bytom'])
    expect(second.json).toMatchObject({
      path: 'm/44/153/1/0/2',
      addresses: { solonet: 'sm1qk56rrvaderg4ntuhr0vuuv9wn24fj6ead0vlua' },
    })
  })

  it('is imported from the key file of a node', async () => {
    const { key } = vaultHome()
    const file = bytomFixture('key-file.json')
    const args = ['import', 'node', '--type', 'bytom', '--from-file', file]
    const wrong = await key(args, { env: { CAPSTAN_IMPORT_PASSWORD: 'bytomtestbad' } })
    expect([wrong.exitCode, code(wrong)]).toEqual([3, 'KEY_PASSWORD_WRONG'])
    const imported = await key(args, { env: { CAPSTAN_IMPORT_PASSWORD: 'bytomtest' } })
    expect(imported.json).toMatchObject({ xpub: JSON.parse(readFileSync(file, 'utf8')).xpub })
  })

  it('leaves as a key file of a node, and comes back as the same key', async () => {
    const { key } = await walletHome('alice')
    const env = { CAPSTAN_EXPORT_PASSWORD: 'export', CAPSTAN_IMPORT_PASSWORD: 'export' }
    expect((await key(['export', 'alice', '--out', 'alice.json'], { env })).json).toEqual({
      file: 'alice.json',
      warnings: [],
    })
    const back = ['import', 'back', '--type', 'bytom', '--from-file', 'alice.json']
    const { xpub } = (await key(['show', 'alice'])).json as { xpub: string }
    expect((await key(back, { env })).json).toMatchObject({ xpub })
  })

  it('signs for no EVM chain and by no default, and fits no v3 file', async () => {
    const { key } = await walletHome('alice')
    for (const args of [
      ['default', 'alice'],
      ['export', 'alice', '--format', 'v3', '--out', 'alice.json'],
      ['sign', 'alice', '--typed-data', 'permit.json'],
    ]) {
      const refused = await key(args)
      expect([refused.exitCode, code(refused)]).toEqual([2, 'KEY_TYPE_WRONG'])
    }
    const hardened = await key([
      'create',
      'h',
      '--from',
      'alice',
      '--type',
      'bytom',
      '--path',
      "m/44'",
    ])
    expect([hardened.exitCode, code(hardened)]).toEqual([2, 'BYTOM_PATH_INVALID'])
    const bare = await key(['import', 'x', '--type', 'bytom'], { input: '11'.repeat(32) })
    expect([bare.exitCode, code(bare)]).toEqual([2, 'KEY_SECRET_UNFIT'])
  })
})

describe('a message of Bytom', () => {
  it('is signed and verified as by a node, in each recorded case; only S + L is refused', async () => {
    const wallet = await walletHome('alice', 'bob')
    for (const one of selectedVectors().sign_message_and_verify_message) {
      const result = await (one.endpoint === 'sign-message'
        ? signed(wallet, one)
        : verified(wallet, one))
      expect(result, one.note).toEqual(expected(one))
    }
  }, 180_000)

  it('is not signed when it could be a transaction', async () => {
    const { key } = await walletHome('alice')
    const template = selectedVectors().transactions[0]?.template as TemplateJson
    const refused: [string, string, string][] = [
      ['--message', '01234567890123456789012345678901', 'KEY_DIGEST_REFUSED'],
      ['--hex', `0x${'ab'.repeat(32)}`, 'KEY_DIGEST_REFUSED'],
      ['--message', 'ab'.repeat(32), 'KEY_DIGEST_REFUSED'],
      ['--message', `0x${'ab'.repeat(32)}`, 'KEY_DIGEST_REFUSED'],
      ['--hex', template.raw_transaction, 'KEY_TRANSACTION_REFUSED'],
      ['--message', template.raw_transaction, 'KEY_TRANSACTION_REFUSED'],
    ]
    for (const [flag, value, reason] of refused) {
      const result = await key(['sign', 'alice', flag, value])
      expect([result.exitCode, code(result)]).toEqual([3, reason])
    }
  })

  it('is signed by another address of the key, at its path', async () => {
    const { key } = await walletHome('alice')
    const args = ['sign', 'alice', '--message', 'here', '--path', 'm/44/153/1/0/2', ...SOLONET]
    const { signature, derivedXpub, address } = (await key(args)).json as Record<string, string>
    expect(address).toBe('sm1qk56rrvaderg4ntuhr0vuuv9wn24fj6ead0vlua')
    const proof = [
      '--address',
      address,
      '--signature',
      signature,
      '--xpub',
      derivedXpub,
    ] as string[]
    const check = await key(['verify', '--message', 'here', ...proof])
    expect([check.exitCode, check.json]).toEqual([
      0,
      { valid: true, address, bytomNetwork: 'solonet', warnings: [] },
    ])
    const other = await key(['verify', '--message', 'there', ...proof])
    expect([other.exitCode, (other.json as { valid: boolean }).valid]).toEqual([7, false])
  })

  it('of a 2-of-3 address is proven by two of its three keys', async () => {
    const { key } = await walletHome('alice', 'bob', 'carol')
    const xpubs = Object.values(WALLET).flatMap(({ xpub }) => ['--xpub', xpub])
    const shown = await key(['address', '--quorum', '2', ...xpubs, ...SOLONET])
    const { address, script } = shown.json as { address: string; script: string }
    expect(address).toBe(TREASURY)
    const proofs = []
    for (const name of Object.keys(WALLET)) {
      const { json } = await key(['sign', name, '--message', 'ours'])
      const { signature, derivedXpub } = json as Record<string, string>
      proofs.push(['--signature', signature, '--xpub', derivedXpub] as string[])
    }
    const verify = (given: string[][]) =>
      key([
        'verify',
        '--address',
        address,
        '--message',
        'ours',
        '--script',
        script,
        ...given.flat(),
      ])
    const [alice, bob, carol] = proofs as [string[], string[], string[]]
    for (const given of [
      [alice, carol],
      [carol, bob],
      [alice, bob, carol],
    ]) {
      expect((await verify(given)).exitCode).toBe(0)
    }
    for (const given of [[alice], [alice, alice], [bob, alice, bob]]) {
      expect((await verify(given)).exitCode).toBe(7)
    }
  })
})

describe('a transaction template', () => {
  const steps = (vectors: typeof selectedVectors) => async () => {
    const wallet = await walletHome('alice', 'bob', 'carol')
    let count = 0
    for (const { label, template, sign_steps = [], signed_raw } of vectors().transactions) {
      let current = template
      for (const { password, response } of sign_steps) {
        const name = Object.keys(WALLET).find((one) => WALLET[one]?.password === password)
        if (name === undefined) continue
        const { result, written } = await signTemplate(wallet, name, current)
        expect(written, `${label}, ${name}`).toEqual(response.transaction)
        expect(result.json).toMatchObject({ complete: response.sign_complete })
        current = written as TemplateJson
        count += 1
      }
      if (current !== template) expect(current.raw_transaction, label).toBe(signed_raw)
    }
    expect(count).toBeGreaterThan(4)
  }

  it.skipIf(!sharedFixturesMissing)('is signed to the node’s own bytes', steps(selectedVectors))
  it.skipIf(sharedFixturesMissing)(
    'is signed to the node’s own bytes in every recorded case',
    steps(sharedVectors),
    180_000,
  )

  it('says what leaves, what comes back and the fee before it is signed', async () => {
    const { home, key } = await walletHome('carol')
    const template = transaction('payment and retire with time_range').template
    const file = write(home, 'plan.json', template)
    const { json, exitCode } = await key([
      ...['sign', 'carol', '--bytom-template', file, '--dry-run', ...SOLONET],
    ])
    expect(exitCode).toBe(0)
    expect(json).toMatchObject({
      planned: true,
      feeNeu: '1000000',
      timeRange: '100000',
      inputs: [{ type: 'spend', amountBaseUnits: '1000000000', path: 'm/44/153/1/0/1' }],
      outputs: [
        {
          type: 'control',
          amountBaseUnits: '699000000',
          path: expect.stringMatching(/^m.44.153.1.1/),
        },
        { type: 'control', amountBaseUnits: '200000000', path: null },
        { type: 'retire', amountBaseUnits: '100000000', path: null, address: null },
      ],
      leaving: [{ assetId: 'f'.repeat(64), amountBaseUnits: '301000000' }],
    })
  })

  it('is not signed without consent, over the fee limit, by a stranger, or twice into one file', async () => {
    const { home, key } = await walletHome('alice', 'bob')
    const { template } = transaction('issue')
    const file = write(home, 'issue.json', template)
    const sign = (name: string, ...more: string[]) =>
      key(['sign', name, '--bytom-template', file, ...SOLONET, ...more])
    expect(code(await sign('alice', '--out', 'no.json'))).toBe('ANSWER_NEEDED')
    expect(code(await sign('alice', '--yes'))).toBe('BYTOM_OUT_MISSING')
    const dear = await sign('alice', '--out', 'no.json', '--yes', '--max-fee', '0.009')
    expect([dear.exitCode, code(dear)]).toEqual([3, 'BYTOM_FEE_TOO_HIGH'])
    const foreign = await sign('bob', '--out', 'no.json', '--yes')
    expect([foreign.exitCode, code(foreign)]).toEqual([3, 'BYTOM_TEMPLATE_FOREIGN'])
    expect((await sign('alice', '--out', 'once.json', '--yes')).exitCode).toBe(0)
    expect(statSync(join(home, 'once.json')).mode & 0o777).toBe(0o600)
    expect(code(await sign('alice', '--out', 'once.json', '--yes'))).toBe('FILE_EXISTS')
    const two = await sign('alice', '--out', 'x.json', '--yes', '--bytom-network', 'bytom2-mainnet')
    expect(two.exitCode).toBe(2)
  })

  it('that says another fee than its bytes is refused', async () => {
    const { home, key } = await walletHome('alice')
    const { template } = transaction('issue')
    const file = write(home, 'lie.json', { ...template, fee: template.fee - 1 })
    const lie = await key(['sign', 'alice', '--bytom-template', file, '--out', 'y.json', '--yes'])
    expect([lie.exitCode, code(lie)]).toEqual([7, 'BYTOM_TEMPLATE_MISMATCH'])
  })
})

/** What the node answered, in our terms. */
function expected({ endpoint, note, http_status, response }: MessageCase): object {
  const { data } = response
  if (http_status === 400 || note === 'signature not hex') return { exitCode: 2 }
  if (endpoint === 'verify-message') {
    const valid = data?.result === true && note !== 'malleated: S + L'
    return { exitCode: valid ? 0 : 7, valid }
  }
  if (response.status === 'fail') return { exitCode: 'not zero' }
  return { exitCode: 0, signature: data?.signature, derivedXpub: data?.derived_xpub }
}

async function signed({ key }: KeyHome, { request, response }: MessageCase): Promise<object> {
  const name = Object.keys(WALLET).find((one) => WALLET[one]?.password === request.password)
  const args = ['sign', name ?? 'alice', `--hex=0x${request.message}`, ...SOLONET]
  if (response.status === 'fail') {
    const env = { CAPSTAN_VAULT_PASSWORD: 'wrong' }
    expect((await key(args, { env })).exitCode).toBe(3)
    return { exitCode: 'not zero' }
  }
  const { exitCode, json } = await key(args)
  const { signature, derivedXpub } = json as Record<string, string>
  return { exitCode, signature, derivedXpub }
}

async function verified({ key }: KeyHome, { request }: MessageCase): Promise<object> {
  const { exitCode, json } = await key([
    ...['verify', '--address', request.address, `--hex=0x${request.message}`, ...SOLONET],
    ...['--signature', request.signature ?? '', '--xpub', request.derived_xpub ?? ''],
  ])
  return exitCode === 2 ? { exitCode } : { exitCode, valid: (json as { valid: boolean }).valid }
}

async function signTemplate({ home, key }: KeyHome, name: string, template: TemplateJson) {
  const file = write(home, 'unsigned.json', template)
  const out = join(home, 'signed.json')
  rmSync(out, { force: true })
  const args = ['sign', name, '--bytom-template', file, '--out', out, '--yes', '--max-fee', '20']
  const result = await key([...args, ...SOLONET])
  expect([result.exitCode, code(result)]).toEqual([0, undefined])
  return { result, written: JSON.parse(readFileSync(out, 'utf8')) as TemplateJson }
}

function transaction(label: string) {
  const found = selectedVectors().transactions.find((one) => one.label === label)
  return found as NonNullable<typeof found>
}

function write(home: string, name: string, content: object): string {
  const path = join(home, name)
  writeFileSync(path, JSON.stringify(content))
  return path
}

function code({ json }: CapstanResult): string | undefined {
  return (json as { error?: { code: string } }).error?.code
}
