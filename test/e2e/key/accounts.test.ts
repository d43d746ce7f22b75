import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HDNodeWallet, Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import { capstanAtTerminal, terminalMissing } from '../../support/terminal.ts'
import { VAULT_ENVIRONMENT, vaultHome } from '../../support/vaults.ts'

const path = (index: number) => `m/44'/60'/0'/0/${index}`

describe('one mnemonic', () => {
  it('has many keys, one secret, and goes with the last of them', async () => {
    const { home, key } = vaultHome()
    await key(['create', 'treasury', '--mnemonic-out', 'words.txt'])
    const words = readFileSync(join(home, 'words.txt'), 'utf8').trim()
    const accounts = [
      await key(['create', 'payroll', '--from', 'treasury']),
      await key(['import', 'grants', '--from', 'treasury', '--path', 'm/44h/60h/0h/0/9']),
    ]
    expect(accounts.map(({ json }) => json)).toMatchObject([
      { name: 'payroll', path: path(1), address: addressAt(words, path(1)), backend: 'vault' },
      { name: 'grants', path: path(9), address: addressAt(words, path(9)), backend: 'vault' },
    ])
    expect(readdirSync(join(home, 'vault'))).toHaveLength(1)
    const taken = await key(['create', 'other', '--from', 'payroll', '--path', path(9)])
    expect([taken.exitCode, taken.json]).toMatchObject([
      3,
      { error: { code: 'KEY_PATH_TAKEN', details: { key: 'grants' } } },
    ])
    const signed = await key(['sign', 'grants', '--message', 'x'])
    expect(signed.json).toMatchObject({ address: addressAt(words, path(9)) })
    const removed = [
      await key(['remove', 'treasury', '--yes']),
      await key(['remove', 'payroll', '--yes']),
      await key(['remove', 'grants', '--yes']),
    ]
    expect(removed.map(({ json }) => json)).toMatchObject([
      { secretRemoved: false },
      { secretRemoved: false },
      { secretRemoved: true },
    ])
    expect(readdirSync(join(home, 'vault'))).toEqual([])
  })

  it('lends a v3 file the private key of one account only', async () => {
    const { home, key } = vaultHome()
    const words = 'test test test test test test test test test test test junk'
    await key(['import', 'third', '--path', path(2)], { input: words })
    const env = { CAPSTAN_EXPORT_PASSWORD: 'theirs' }
    expect((await key(['export', 'third', '--out', 'third.json'], { env })).exitCode).toBe(0)
    const text = readFileSync(join(home, 'third.json'), 'utf8')
    const wallet = await Wallet.fromEncryptedJson(text, 'theirs')
    expect(wallet.privateKey).toBe(HDNodeWallet.fromPhrase(words, '', path(2)).privateKey)
  })

  it('with a mistaken word is not taken, and the word is named', async () => {
    const { key } = vaultHome()
    const input = 'test test test test test test test test test test tset junk'
    const refused = await key(['import', 'ops'], { input })
    expect([refused.exitCode, refused.json]).toMatchObject([
      2,
      {
        error: {
          code: 'KEY_MNEMONIC_INVALID',
          message: expect.stringContaining('"tset"'),
          details: { place: 11, nearest: 'test' },
        },
      },
    ])
    const swapped = input.replace('tset junk', 'junk test')
    const checksum = await key(['import', 'ops'], { input: swapped })
    expect([checksum.exitCode, checksum.json]).toMatchObject([
      2,
      { error: { code: 'KEY_MNEMONIC_INVALID', message: expect.stringContaining('checksum') } },
    ])
  })
})

describe.skipIf(terminalMissing)('a mnemonic on a terminal', () => {
  const env = VAULT_ENVIRONMENT
  const create = ['key', 'create', 'ops', '--mnemonic']

  it('is shown once, on a screen that is gone when it is noted', async () => {
    const { home, key } = vaultHome()
    const { exitCode, screen } = await capstanAtTerminal(create, { home, env }, [
      [/written down/, 'y\r'],
    ])
    expect(exitCode).toBe(0)
    const [before, shown = '', after = ''] = screen.split(OTHER_SCREEN)
    const words = wordsOn(shown)
    expect(words).toHaveLength(12)
    expect(before).not.toContain(words[0])
    for (const word of words) expect(after).not.toContain(` ${word} `)
    const { address } = (await key(['show', 'ops'])).json as { address: string }
    expect(addressAt(words.join(' '), path(0))).toBe(address)
    expect(screen.split(words.slice(0, 2).join(' '))).toHaveLength(1)
  })

  it('that is not noted makes no key, and leaves nothing', async () => {
    for (const keys of ['n\r', '\r', '\u0003']) {
      const { home, key } = vaultHome()
      const result = await capstanAtTerminal(create, { home, env }, [[/written down/, keys]])
      expect([keys, result.exitCode]).toEqual([keys, 130])
      expect(result.screen.split(OTHER_SCREEN)).toHaveLength(3)
      expect((await key(['show', 'ops'])).exitCode).toBe(4)
    }
  })

  it('is not shown because of --yes', async () => {
    const { home } = vaultHome()
    const yes = { ...env, CAPSTAN_YES: '1' }
    const result = await capstanAtTerminal(create, { home, env: yes }, [[/written down/, 'n\r']])
    expect(result.exitCode).toBe(130)
  })

  it('is refused where there is none, naming the file that would do', async () => {
    const { key } = vaultHome()
    const refused = await key(['create', 'ops', '--mnemonic'], { input: 'y\n' })
    expect([refused.exitCode, refused.json]).toMatchObject([
      2,
      { error: { code: 'ANSWER_NEEDED', details: { flag: '--mnemonic-out' } } },
    ])
    expect((await key(['show', 'ops'])).exitCode).toBe(4)
  })
})

/** What switches a terminal to its other screen and back (xterm). */
const OTHER_SCREEN = new RegExp(`${'\u001b'}\\[\\?1049[hl]`)

function wordsOn(screen: string): string[] {
  const numbered = [...screen.matchAll(/ (\d{1,2}) ([a-z]{3,8})\b/g)]
  return numbered.sort((a, b) => Number(a[1]) - Number(b[1])).map(([, , word = '']) => word)
}

function addressAt(words: string, derivation: string): string {
  return HDNodeWallet.fromPhrase(words, '', derivation).address
}
