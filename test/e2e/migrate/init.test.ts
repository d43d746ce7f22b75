import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCampaign } from '../../../src/migration/campaign/read-campaign.ts'
import { type CapstanResult, capstan } from '../../support/capstan.ts'
import { temporaryFolder } from '../../support/home.ts'

const TOKEN = '0xf85fEea2FdD81d51177F6b8F35F0e6734Ce45F5F'

function init(home: string, ...args: string[]): Promise<CapstanResult> {
  return capstan(['migrate', 'init', ...args, '--json'], { home })
}

describe('migrate init', () => {
  it('writes a campaign for a token that can be read as it is', async () => {
    const home = temporaryFolder()
    const args = ['--network', 'bsc', '--token', TOKEN.toLowerCase(), '--block', 'finalized']
    const result = await init(home, 'cmt', '--kind', 'erc20', ...args)
    expect(result.exitCode, result.stdout).toBe(0)

    const directory = join(home, 'cmt')
    expect(result.json).toMatchObject({
      directory,
      files: ['.github/workflows/recompute.yml', '.gitignore', 'README.md', 'migration.yaml'].map(
        (name) => join(directory, name),
      ),
      warnings: [],
    })
    expect(await readCampaign(directory)).toMatchObject({
      name: 'cmt',
      source: { kind: 'erc20', network: 'bsc', token: TOKEN, block: 'finalized' },
      rules: { exclude: [], redirect: [], minimumBaseUnits: 1n },
      target: { network: 'devnet', asset: 'native', mode: 'push' },
    })
  })

  it('writes a campaign for Bytom that can be read as it is', async () => {
    const home = temporaryFolder()
    const args = ['--node', 'http://10.0.0.7:9888', '--height', '600000']
    const result = await init(home, 'btm', '--kind', 'bytom', ...args)
    expect(result.exitCode, result.stdout).toBe(0)
    expect(await readCampaign(join(home, 'btm'))).toMatchObject({
      source: {
        ...{ kind: 'bytom', node: 'http://10.0.0.7:9888', blocks: null, height: 600_000 },
        ...{ confirmations: 100, bytomNetwork: 'mainnet', asset: 'f'.repeat(64) },
      },
      rules: { decimals: { from: 8, to: 18 }, unbound: 'hold' },
    })
  })

  it('leaves no placeholder behind', async () => {
    const home = temporaryFolder()
    for (const kind of ['erc20', 'bytom', 'file']) {
      const { json } = await init(home, kind, '--kind', kind)
      for (const file of (json as { files: string[] }).files) {
        expect(readFileSync(file, 'utf8'), file).not.toMatch(/\{\{\w/)
      }
    }
  })

  it('writes a campaign for a file that can be built at once', async () => {
    const home = temporaryFolder()
    expect((await init(home, 'balances', '--kind', 'file')).exitCode).toBe(0)
    for (const step of ['snapshot', 'build']) {
      const done = await capstan(['migrate', step, '-c', 'balances', '--json'], { home })
      expect(done.exitCode, done.stdout).toBe(0)
    }
  })

  it('writes into the current folder, and calls the campaign after it', async () => {
    const home = temporaryFolder()
    expect((await init(home, '--kind', 'file', '--name', 'here')).exitCode).toBe(0)
    expect((await readCampaign(home)).name).toBe('here')
  })

  it('overwrites nothing', async () => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'README.md'), 'mine')
    const result = await init(home, '.', '--kind', 'erc20')
    expect(result.exitCode).toBe(3)
    expect(result.json).toMatchObject({ error: { code: 'CAMPAIGN_EXISTS' } })
    expect(readFileSync(join(home, 'README.md'), 'utf8')).toBe('mine')
    await expect(readCampaign(home)).rejects.toMatchObject({ code: 'CAMPAIGN_NOT_FOUND' })
  })

  it.each<[title: string, args: string[], code: string]>([
    ['a kind that is not said, without a terminal', [], 'ANSWER_NEEDED'],
    ['a kind that does not exist', ['--kind', 'erc721'], 'FLAG_INVALID'],
    [
      'a name that is no name',
      ['--kind', 'file', '--name', 'a b\nformat: x'],
      'INIT_ANSWER_INVALID',
    ],
    [
      'a token with a wrong checksum',
      ['--kind', 'erc20', '--token', TOKEN.replace('f85f', 'F85f')],
      'ADDRESS_CHECKSUM',
    ],
    ['a block that is none', ['--kind', 'erc20', '--block', 'latest'], 'INIT_ANSWER_INVALID'],
    [
      'a node that is no URL',
      ['--kind', 'bytom', '--node', 'localhost:9888'],
      'INIT_ANSWER_INVALID',
    ],
    ['a node nowhere', ['--kind', 'bytom', '--node', 'http://a:99999'], 'INIT_ANSWER_INVALID'],
    ['a height that is none', ['--kind', 'bytom', '--height', '-1'], 'INIT_ANSWER_INVALID'],
    ['a node for a token', ['--kind', 'erc20', '--node', 'http://a'], 'INIT_FLAG_OF_OTHER_KIND'],
    ['a token for a file', ['--kind', 'file', '--token', TOKEN], 'INIT_FLAG_OF_OTHER_KIND'],
  ])('refuses %s', async (_, args, code) => {
    const result = await init(temporaryFolder(), 'c', ...args)
    expect(result.exitCode).toBe(2)
    if (code !== 'FLAG_INVALID') expect(result.json).toMatchObject({ error: { code } })
  })
})
