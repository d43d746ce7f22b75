import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../support/capstan.ts'
import { VAULT_PASSWORD } from '../../support/cheap-vault.ts'
import { capstanAtTerminal, terminalMissing } from '../../support/terminal.ts'
import { vaultHome } from '../../support/vaults.ts'

const FIXTURES = join(projectRoot, 'test', 'fixtures', 'v3')
const CAST = join(projectRoot, 'node_modules/@foundry-rs/cast-linux-amd64/bin/cast')

describe('a key file of another tool', () => {
  // test/fixtures/v3/README.md says where each comes from.
  it.each([
    ['geth.json', 'foobar', '0xf466859eAD1932D743d622CB74FC058882E8648A'],
    ['geth-no-address.json', 'foobar', '0xf466859eAD1932D743d622CB74FC058882E8648A'],
    ['cast.json', 'correct horse', '0x3be777924b694243FD4E301DEc7905d03a78613f'],
  ])('%s is imported, and signs', async (file, password, address) => {
    const { key } = vaultHome()
    const env = { CAPSTAN_IMPORT_PASSWORD: password }
    const imported = await key(['import', 'theirs', '--from-file', join(FIXTURES, file)], { env })
    expect(imported.json).toMatchObject({ address, path: null, backend: 'vault' })
    const signed = await key(['sign', 'theirs', '--message', 'x'])
    expect(signed.json).toMatchObject({ address })
  })

  it('opens with one attempt or not at all, and nothing says which part was wrong', async () => {
    const { home, key } = vaultHome()
    const good = JSON.parse(readFileSync(join(FIXTURES, 'geth.json'), 'utf8'))
    const { crypto } = good
    const wrong = [
      [good, 'Foobar'],
      [{ ...good, crypto: { ...crypto, mac: '00'.repeat(32) } }, 'foobar'],
      [{ ...good, crypto: { ...crypto, ciphertext: '00'.repeat(32) } }, 'foobar'],
      [{ ...good, crypto: { ...crypto, kdfparams: { ...crypto.kdfparams, n: 16 } } }, 'foobar'],
    ] as const
    const answers = []
    for (const [file, password] of wrong) {
      writeFileSync(join(home, 'theirs.json'), JSON.stringify(file))
      const env = { CAPSTAN_IMPORT_PASSWORD: password }
      const { exitCode, json } = await key(['import', 'x', '--from-file', 'theirs.json'], { env })
      answers.push({ exitCode, json })
    }
    expect(answers[0]).toMatchObject({
      exitCode: 3,
      json: { error: { code: 'KEY_PASSWORD_WRONG' } },
    })
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  it.each(['evm', 'bytom'])('that is none is refused by name: of %s', async (type) => {
    const { home, key } = vaultHome()
    writeFileSync(join(home, 'theirs.json'), '{"version": 2}')
    const { exitCode, json } = await key([
      'import',
      'x',
      '--type',
      type,
      '--from-file',
      'theirs.json',
    ])
    expect([exitCode, json]).toMatchObject([2, { error: { code: 'KEY_FILE_INVALID' } }])
    expect((json as { error: { message: string } }).error.message).toContain('theirs.json')
  })

  it.skipIf(terminalMissing)('asks a person for its password once', async () => {
    const { home } = vaultHome()
    const args = ['key', 'import', 'x', '--from-file', join(FIXTURES, 'geth.json')]
    const { exitCode, screen } = await capstanAtTerminal(args, { home }, [[/Password of/, 'no\r']])
    expect(exitCode).toBe(3)
    expect(screen).toContain('The password does not open the key.')
    expect(screen).not.toContain('no\r\n')
  })
})

describe('a key file of ours', () => {
  const env = { CAPSTAN_EXPORT_PASSWORD: 'grüße horse' }

  it('is read by ethers', async () => {
    const { home, key } = vaultHome()
    const { json } = await key(['create', 'ops'])
    await key(['export', 'ops', '--out', 'ops.json'], { env })
    const text = readFileSync(join(home, 'ops.json'), 'utf8')
    const { address } = json as { address: string }
    expect((await Wallet.fromEncryptedJson(text, 'grüße horse')).address).toBe(address)
  })

  it.skipIf(!existsSync(CAST))('is read by cast', async () => {
    const { home, key } = vaultHome()
    const privateKey = `0x${'5a'.repeat(32)}`
    await key(['import', 'ops'], { input: privateKey })
    await key(['export', 'ops', '--out', 'ops.json'], { env })
    const decrypt = ['wallet', 'decrypt-keystore', '--keystore-dir', home, 'ops.json']
    const said = execFileSync(CAST, decrypt, {
      env: { ...process.env, CAST_UNSAFE_PASSWORD: 'grüße horse' },
    })
    expect(said.toString('utf8')).toContain(privateKey)
  })

  it('of the vault is one too', async () => {
    const { home, key } = vaultHome()
    const { json } = await key(['create', 'ops'])
    const { keys } = JSON.parse(readFileSync(join(home, 'keys.json'), 'utf8'))
    const text = readFileSync(join(home, 'vault', `${keys[0].entry}.json`), 'utf8')
    expect(JSON.parse(text).crypto.kdfparams).toMatchObject({ n: 131_072, r: 8, p: 1 })
    const wallet = await Wallet.fromEncryptedJson(text, VAULT_PASSWORD)
    expect(json).toMatchObject({ address: wallet.address })
  })
})
