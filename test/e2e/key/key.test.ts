import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HDNodeWallet, verifyMessage, Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import { capstan } from '../../support/capstan.ts'
import { VAULT_PASSWORD } from '../../support/cheap-vault.ts'
import { inProcess } from '../../support/in-process.ts'
import { VAULT_ENVIRONMENT, vaultHome } from '../../support/vaults.ts'
import { MAIL } from '../../unit/keystore/mail.ts'

const ADDRESS = /^0x[0-9a-fA-F]{40}$/

describe('a key', () => {
  it('lives from creation to removal', async () => {
    const { home, key } = vaultHome()
    const created = await key(['create', 'ops'])
    expect(created.exitCode).toBe(0)
    expect(created.json).toEqual({
      name: 'ops',
      type: 'evm',
      address: expect.stringMatching(ADDRESS),
      backend: 'vault',
      path: null,
      warnings: [],
    })
    const { address } = created.json as { address: string }
    expect((await key(['create', 'ops'])).exitCode).toBe(3)

    expect((await key(['rename', 'ops', 'treasury'])).exitCode).toBe(0)
    expect((await key(['default', 'treasury'])).exitCode).toBe(0)
    // No password is needed to look.
    const listed = await capstan(['key', 'list', '--json'], { home })
    expect((listed.json as { keys: object[] }).keys[0]).toEqual({
      name: 'treasury',
      type: 'evm',
      address,
      backend: 'vault',
      secretKind: 'private-key',
      path: null,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      isDefault: true,
      state: 'ready',
      policy: null,
    })
    const signed = await key(['sign', 'treasury', '--message', 'I agree'])
    const { signature } = signed.json as { signature: string }
    expect(verifyMessage('I agree', signature)).toBe(address)

    const unasked = await key(['remove', 'treasury'])
    expect([unasked.exitCode, code(unasked)]).toEqual([2, 'ANSWER_NEEDED'])
    expect((await key(['remove', 'treasury', '--yes'])).exitCode).toBe(0)
    const gone = await key(['show', 'treasury'])
    expect([gone.exitCode, code(gone)]).toEqual([4, 'KEY_UNKNOWN'])
  })

  it('from a fresh mnemonic leaves its words in a private file, and comes back from them', async () => {
    const { home, key } = vaultHome()
    const created = await key(['create', 'cold', '--mnemonic-out', 'words.txt'])
    expect(created.exitCode).toBe(0)
    const path = join(home, 'words.txt')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const words = readFileSync(path, 'utf8').trim()
    expect(words.split(' ')).toHaveLength(12)
    expect(created.stdout + created.stderr).not.toContain(words)
    const { address, path: derivation } = created.json as { address: string; path: string }
    expect(HDNodeWallet.fromPhrase(words, '', derivation).address).toBe(address)
    const imported = await key(['import', 'again'], { input: words })
    expect(imported.json).toMatchObject({ address, path: derivation })
    const third = await key(['import', 'third', '--path', "m/44'/60'/0'/0/2"], { input: words })
    expect(third.json).toMatchObject({
      address: HDNodeWallet.fromPhrase(words, '', "m/44'/60'/0'/0/2").address,
    })
    const taken = await key(['create', 'other', '--mnemonic-out', 'words.txt'])
    expect([taken.exitCode, code(taken)]).toEqual([3, 'FILE_EXISTS'])
    expect(readFileSync(path, 'utf8').trim()).toBe(words)
  })

  it('is imported from a private key or a v3 file and exported as one ethers reads', async () => {
    const { home, key } = vaultHome()
    const wallet = Wallet.createRandom()
    const plain = await key(['import', 'plain'], { input: `${wallet.privateKey}\n` })
    expect(plain.json).toMatchObject({ address: wallet.address, path: null })
    writeFileSync(join(home, 'v3.json'), await new Wallet(wallet.privateKey).encrypt('theirs'))
    const env = { CAPSTAN_IMPORT_PASSWORD: 'theirs' }
    const v3 = ['import', 'v3', '--format', 'v3', '--from-file', 'v3.json']
    const wrong = await key(v3)
    expect([wrong.exitCode, code(wrong)]).toEqual([3, 'KEY_PASSWORD_WRONG'])
    expect((await key(v3, { env })).json).toMatchObject({ address: wallet.address })

    const out = ['export', 'v3', '--format', 'v3', '--out', 'out.json']
    const asked = await key(out)
    expect([asked.exitCode, code(asked)]).toEqual([2, 'ANSWER_NEEDED'])
    writeFileSync(join(home, 'password'), 'new one\n')
    const exported = await key(out, { env: { CAPSTAN_EXPORT_PASSWORD_FILE: 'password' } })
    expect(exported.json).toEqual({ file: 'out.json', warnings: [] })
    expect(statSync(join(home, 'out.json')).mode & 0o777).toBe(0o600)
    const text = readFileSync(join(home, 'out.json'), 'utf8')
    expect((await Wallet.fromEncryptedJson(text, 'new one')).privateKey).toBe(wallet.privateKey)
  })

  it('of the environment signs for this run and is stored nowhere', async () => {
    const { home, key } = vaultHome()
    const wallet = Wallet.createRandom()
    writeFileSync(join(home, 'secret'), wallet.privateKey)
    const env = { CAPSTAN_PRIVATE_KEY_FILE: join(home, 'secret') }
    const signed = await key(['sign', 'env', '--message', 'x'], { env })
    expect(signed.json).toMatchObject({ address: wallet.address })
    const unset = await key(['sign', 'env', '--message', 'x'])
    expect([unset.exitCode, code(unset)]).toEqual([4, 'KEY_UNKNOWN'])
  })

  it('opens with its password only', async () => {
    const { key } = vaultHome()
    await key(['create', 'ops'])
    const env = { CAPSTAN_VAULT_PASSWORD: 'wrong horse battery' }
    const refused = await key(['sign', 'ops', '--message', 'x'], { env })
    expect([refused.exitCode, code(refused)]).toEqual([3, 'KEY_PASSWORD_WRONG'])
  })
})

describe('a signature', () => {
  it('of typed data is verified, and a changed word is exit 7', async () => {
    const { home, key } = vaultHome()
    await key(['import', 'cow'], { input: MAIL.privateKey })
    writeFileSync(join(home, 'mail.json'), JSON.stringify(MAIL.typedData))
    const signed = await key(['sign', 'cow', '--typed-data', 'mail.json'])
    expect(signed.json).toEqual({
      signature: MAIL.signature,
      address: MAIL.address,
      digest: MAIL.digest,
      warnings: [],
    })
    const { address, signature } = MAIL
    const verify = ['verify', '--address', address, '--signature', signature, '--typed-data']
    const valid = await key([...verify, 'mail.json'])
    expect([valid.exitCode, valid.json]).toEqual([
      0,
      { valid: true, address, signer: address, warnings: [] },
    ])
    const changed = JSON.stringify(MAIL.typedData).replace('Hello, Bob!', 'Hello, Eve!')
    writeFileSync(join(home, 'changed.json'), changed)
    const invalid = await key([...verify, 'changed.json'])
    expect([invalid.exitCode, invalid.json]).toMatchObject([7, { valid: false }])
    writeFileSync(join(home, 'misfit.json'), changed.replace('"Hello, Eve!"', '{}'))
    const misfit = await key([...verify, 'misfit.json'])
    expect([misfit.exitCode, code(misfit)]).toEqual([2, 'TYPED_DATA_INVALID'])
  })

  it('is not given on what could be a digest or a transaction', async () => {
    const { key } = vaultHome()
    const digest = await key(['sign', 'dev0', '--hex', `0x${'11'.repeat(32)}`])
    expect([digest.exitCode, code(digest)]).toEqual([3, 'KEY_DIGEST_REFUSED'])
    // The signing data of the example in EIP-155.
    const transaction =
      '0xec098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080018080'
    const refused = await key(['sign', 'dev0', '--hex', transaction])
    expect([refused.exitCode, code(refused)]).toEqual([3, 'KEY_TRANSACTION_REFUSED'])
    for (const [text, reason] of [
      [`0x${'11'.repeat(32)}`, 'KEY_DIGEST_REFUSED'],
      ['ab'.repeat(32), 'KEY_DIGEST_REFUSED'],
      [transaction, 'KEY_TRANSACTION_REFUSED'],
    ] as const) {
      const spelt = await key(['sign', 'dev0', '--message', text])
      expect([spelt.exitCode, code(spelt)]).toEqual([3, reason])
    }
    const bytes = await key(['sign', 'dev0', '--hex', '0x68656c6c6f'])
    const text = await key(['sign', 'dev0', '--message', 'hello'])
    expect(bytes.json).toEqual(text.json)
  })

  it('in text mode is bare on stdout, for scripts', async () => {
    const { home } = vaultHome()
    const signed = await capstan(['key', 'sign', 'dev0', '--message', 'hello'], { home })
    expect(signed.stdout).toMatch(/^0x[0-9a-f]{130}\n$/)
    expect(signed.stderr).toBe('')
  })
})

describe('wrong usage', () => {
  it.each([
    [['create', 'ops', '--type', 'solana'], 2, 'KEY_TYPE_UNSUPPORTED'],
    [['create', 'dev0'], 2, 'KEY_NAME_RESERVED'],
    [['create', '../ops'], 2, 'KEY_NAME_INVALID'],
    [['sign', 'dev0'], 2, 'USAGE'],
    [['sign', 'dev0', '--message', 'a', '--hex', '0x00'], 2, 'USAGE'],
    [['sign', 'dev0', '--hex', 'xyz'], 2, 'HEX_INVALID'],
    [['create', 'ops', '--path', 'm/0'], 2, 'KEY_PATH_UNUSED'],
    [['create', 'ops', '--from', 'none'], 4, 'KEY_UNKNOWN'],
    [['create', 'ops', '--from', 'dev0'], 3, 'KEY_BUILT_IN'],
    [['create', 'ops', '--mnemonic', '--from', 'dev0'], 2, 'USAGE'],
    [['import', 'ops', '--from', 'dev0', '--format', 'v3'], 2, 'USAGE'],
    [['import', 'ops', '--from-file', 'none'], 4, 'FILE_INACCESSIBLE'],
    [['remove', 'dev0', '--yes'], 3, 'KEY_BUILT_IN'],
    [['export', 'none', '--out', 'x.json'], 4, 'KEY_UNKNOWN'],
    [['verify', '--address', '0x1', '--message', 'x', '--signature', '0x'], 2, 'ADDRESS_INVALID'],
  ])('%j exits %d with %s', async (args, exitCode, expected) => {
    const { home } = vaultHome()
    const result = await inProcess(['key', ...args, '--json'], { home, env: VAULT_ENVIRONMENT })
    expect([result.exitCode, code(result)]).toEqual([exitCode, expected])
  })

  it('an import of nothing exits 2 with KEY_INPUT_EMPTY', async () => {
    const { key } = vaultHome()
    const result = await key(['import', 'ops'])
    expect([result.exitCode, code(result)]).toEqual([2, 'KEY_INPUT_EMPTY'])
  })
})

describe('a secret', () => {
  it('is read from no argument and shown in no output', async () => {
    const { home, key } = vaultHome()
    const secret = Wallet.createRandom().privateKey.slice(2)
    const results = [
      await key(['import', 'ops', secret]),
      await key(['import', 'ops', `--private-key=0x${secret}`]),
      await key(['show', secret]),
      await key(['sign', `0x${secret}`, '--message', 'x']),
      await key(['import', 'ops', '--format', 'mnemonic'], { input: secret }),
      await key(['import', 'ops', '--format', 'v3'], { input: secret }),
      await key(['import', 'ops'], { input: `${secret}00` }),
      await key(['import', 'ops'], { input: secret }),
      await key(['list'], { env: { CAPSTAN_PRIVATE_KEY: `${secret}00` } }),
      await key(['sign', 'ops', '--message', 'x'], { env: { DEBUG: '*' } }),
      await key(['doctor'], { env: { DEBUG: '*' } }),
    ]
    for (const argument of results.slice(0, 4)) {
      expect([argument.exitCode, code(argument)]).toEqual([2, 'KEY_ON_COMMAND_LINE'])
    }
    for (const { stdout, stderr } of results) {
      expect(`${stdout}${stderr}`.toLowerCase()).not.toContain(secret)
      expect(`${stdout}${stderr}`).not.toContain(VAULT_PASSWORD)
    }
    expect(readFileSync(join(home, 'keys.json'), 'utf8')).not.toContain(secret)
  })
})

function code({ json }: { json: unknown }): string {
  return (json as { error: { code: string } }).error.code
}
