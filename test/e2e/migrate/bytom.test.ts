import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { BytomChain, program } from '../../support/bytom-chain.ts'
import { startBytomNode } from '../../support/bytom-node.ts'
import { capturedBlocks, repeatedBalances } from '../../support/bytom-snapshot.ts'
import { writeCampaign } from '../../support/campaigns.ts'
import { capstan, finished, startCapstan } from '../../support/capstan.ts'
import { temporaryFolder } from '../../support/home.ts'
import { sharedFixturesMissing } from '../../support/shared-fixtures.ts'

const TOKEN = 'capstan:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'

const chain = new BytomChain()
while (chain.height < 320) chain.mine([], { to: program(chain.height % 7) })

function campaign(directory: string, source: string): string {
  return writeCampaign(
    directory,
    `format: capstan/campaign@1
name: btm
source: { kind: bytom, bytomNetwork: solonet, ${source} }
rules: { decimals: { from: 8, to: 18 } }
target: { network: devnet, asset: native, mode: claim, claimUntil: 2099-01-01 }
`,
  )
}

describe('migrate snapshot of a Bytom chain', () => {
  it('takes a node that wants a token, and leaves the token nowhere', async () => {
    const home = temporaryFolder()
    const node = await startBytomNode(chain.blocks, { accessToken: TOKEN })
    const directory = campaign(join(home, 'c'), `node: "${node.url}", height: 220`)
    const args = ['migrate', 'snapshot', '-c', directory]
    const refused = await capstan([...args, '--json'], { home })
    expect(refused.json).toMatchObject({ error: { code: 'BYTOM_TOKEN_REFUSED' } })
    expect(refused.exitCode).toBe(3)

    await writeFile(join(home, 'token'), `${TOKEN}\n`, { mode: 0o600 })
    const env = { CAPSTAN_BYTOM_TOKEN_FILE: join(home, 'token') }
    const exported = join(home, 'blocks.ndjson')
    const taken = await capstan([...args, '--export-blocks', exported, '--json'], { home, env })
    expect(taken.exitCode, taken.stdout).toBe(0)
    expect(taken.json).toMatchObject({
      kind: 'bytom',
      blockHeight: 220,
      blockHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      holders: 7,
      totalBaseUnits: String(140_700_041_250_000_000n + 220n * 41_250_000_000n),
      categories: { immature: { holders: 7, baseUnits: String(99n * 41_250_000_000n) } },
      bytom: { network: 'solonet', unattributable: [] },
      alreadyDone: false,
      files: [expect.stringMatching(/csv$/), expect.stringMatching(/json$/), exported],
    })
    const again = await capstan(args, { home, env: { CAPSTAN_BYTOM_TOKEN: TOKEN } })
    expect(again.stdout).toContain('Already taken: 7 accounts hold')
    const unbound = await capstan(['migrate', 'build', '-c', directory, '--json'], { home })
    expect(unbound.exitCode).toBe(3)
    expect(unbound.json).toMatchObject({ error: { code: 'HOLDERS_UNBOUND' } })
    const written = [taken.stdout, taken.stderr, again.stdout, again.stderr]
    for (const name of await readdir(join(directory, 'out'))) {
      written.push(readFileSync(join(directory, 'out', name), 'utf8'))
    }
    expect(written.join()).not.toContain('0123456789abcdef')
    expect((await readFile(exported, 'utf8')).trimEnd().split('\n')).toEqual(
      chain.blocks.slice(0, 221),
    )
  })

  it('goes on wherever it was killed, and comes to the same bytes', async () => {
    const home = temporaryFolder()
    const whole = join(home, 'blocks.ndjson')
    await writeFile(whole, `${chain.blocks.join('\n')}\n`)
    const fromFile = campaign(join(home, 'file'), `blocks: "${whole}", height: 300`)
    await capstan(['migrate', 'snapshot', '-c', fromFile], { home })

    let kill = (_: number): void => undefined
    const node = await startBytomNode(chain.blocks, {
      fault: ({ height }) => {
        kill(height)
        return undefined
      },
    })
    const directory = campaign(
      join(home, 'node'),
      `node: "${node.url}", height: 300, confirmations: 20`,
    )
    const cache = join(directory, 'out', '.snapshot', 'blocks.ndjson')
    for (const at of [0, 1, 90, 91, 180, 299, 300]) {
      const child = startCapstan(['migrate', 'snapshot', '-c', directory], { home })
      kill = (height) => void (height === at && child.kill('SIGKILL'))
      expect((await finished(child)).signal, `killed at ${at}`).toBe('SIGKILL')
      if (at === 180) await appendFile(cache, chain.blocks[5]?.slice(0, 100) ?? '')
    }
    kill = () => undefined
    const asked = node.asked.length
    const taken = await capstan(['migrate', 'snapshot', '-c', directory, '--json'], { home })
    expect(taken.exitCode, taken.stdout).toBe(0)
    expect(node.asked[asked]?.height).toBeGreaterThan(180)
    for (const name of ['snapshot.csv', 'snapshot.json']) {
      const [one, other] = [fromFile, directory].map((at) => readFileSync(join(at, 'out', name)))
      expect(one?.equals(other as Buffer), name).toBe(true)
    }
    expect(await readdir(join(directory, 'out'))).not.toContain('.snapshot')
  })

  it('does not trust what it kept when a byte of it has changed', async () => {
    const home = temporaryFolder()
    const broken = { isOn: true }
    const node = await startBytomNode(chain.blocks, {
      fault: ({ height }) =>
        broken.isOn && height > 280 ? { kind: 'status', status: 404 } : undefined,
    })
    const directory = campaign(
      join(home, 'c'),
      `node: "${node.url}", height: 300, confirmations: 0`,
    )
    const args = ['migrate', 'snapshot', '-c', directory, '--json']
    expect((await capstan(args, { home })).exitCode).toBe(5)
    const cache = join(directory, 'out', '.snapshot', 'blocks.ndjson')
    const kept = await readFile(cache, 'utf8')
    await writeFile(cache, kept.replace(/("height":100,.*?"amount":4125000000)0/, '$11'))
    broken.isOn = false
    const asked = node.asked.length
    const taken = await capstan(args, { home })
    expect(taken.exitCode, taken.stdout).toBe(0)
    expect(node.asked[asked]?.height).toBe(100)
  })

  it.each<[title: string, spoil: (lines: string[]) => string, code: string, exitCode: number]>([
    ['is empty', () => '', 'BLOCKS_FILE_INVALID', 2],
    [
      'is compressed',
      (lines) => gzipSync(lines.join('')).toString('latin1'),
      'BLOCKS_FILE_INVALID',
      2,
    ],
    [
      'has a line of something else',
      (lines) => lines.toSpliced(50, 1, 'x\n').join(''),
      'BLOCKS_FILE_INVALID',
      2,
    ],
    ['is cut short', (lines) => lines.join('').slice(0, -500), 'BLOCKS_FILE_INVALID', 2],
    ['lacks a block', (lines) => lines.toSpliced(50, 1).join(''), 'BYTOM_OTHER_BLOCK', 7],
    [
      'has a block twice',
      (lines) => lines.toSpliced(50, 0, ...lines.slice(50, 51)).join(''),
      'BYTOM_OTHER_BLOCK',
      7,
    ],
    ['ends too early', (lines) => lines.slice(0, 100).join(''), 'BLOCK_NOT_FOUND', 4],
  ])('refuses a file of blocks that %s', async (_, spoil, code, exitCode) => {
    const home = temporaryFolder()
    const lines = chain.blocks.slice(0, 121).map((block) => `${block}\n`)
    await writeFile(join(home, 'blocks.ndjson'), spoil(lines), 'latin1')
    const directory = campaign(join(home, 'c'), 'blocks: ../blocks.ndjson, height: 120')
    const result = await capstan(['migrate', 'snapshot', '-c', directory, '--json'], { home })
    expect(result.json).toMatchObject({ error: { code, exitCode } })
    expect(result.exitCode).toBe(exitCode)
  })

  it('takes a file whose lines end in CR LF, and looks at nothing behind the block', async () => {
    const home = temporaryFolder()
    const text = `${chain.blocks.slice(0, 121).join('\r\n')}\r\nnothing of Bytom`
    await writeFile(join(home, 'blocks.ndjson'), text)
    const directory = campaign(join(home, 'c'), 'blocks: ../blocks.ndjson, height: 120')
    const result = await capstan(['migrate', 'snapshot', '-c', directory, '--json'], { home })
    expect(result.json).toMatchObject({ blockHeight: 120, holders: 7 })
  })

  it.each<[title: string, source: string, exitCode: number, code: string]>([
    ['a file that is not there', 'blocks: nowhere.ndjson, height: 1', 4, 'BLOCKS_FILE_MISSING'],
    ['a folder', 'blocks: ".", height: 1', 2, 'BLOCKS_FILE_INVALID'],
    ['a pipe that nobody writes to', 'blocks: ../pipe, height: 1', 2, 'BLOCKS_FILE_INVALID'],
    ['a file of something else', 'blocks: migration.yaml, height: 1', 2, 'BLOCKS_FILE_INVALID'],
    ['a node that is not there', 'node: "http://127.0.0.1:1", height: 1', 5, 'NETWORK_UNREACHABLE'],
    ['both', 'node: "http://127.0.0.1:1", blocks: b, height: 1', 2, 'CAMPAIGN_INVALID'],
    ['neither', 'height: 1', 2, 'CAMPAIGN_INVALID'],
    ['no height', 'blocks: b', 2, 'CAMPAIGN_INVALID'],
    ['an asset by name', 'blocks: b, height: 1, asset: GOLD', 2, 'CAMPAIGN_INVALID'],
  ])('refuses %s', async (_, source, exitCode, code) => {
    const home = temporaryFolder()
    execFileSync('mkfifo', [join(home, 'pipe')])
    const directory = campaign(join(home, 'c'), source)
    const result = await capstan(['migrate', 'snapshot', '-c', directory, '--json'], { home })
    expect(result.json).toMatchObject({ error: { code, exitCode } })
    expect(result.exitCode).toBe(exitCode)
  })

  it.skipIf(sharedFixturesMissing)('is shown as one page, with what nobody owns', async () => {
    const home = temporaryFolder()
    await writeFile(join(home, 'blocks.ndjson'), `${capturedBlocks().join('\n')}\n`)
    const directory = campaign(join(home, 'c'), 'blocks: ../blocks.ndjson, height: 130')
    await capstan(['migrate', 'snapshot', '-c', directory], { home })
    const { json, exitCode, stdout } = await capstan(
      ['migrate', 'report', '-c', directory, '--json'],
      { home },
    )
    expect(exitCode, stdout).toBe(0)
    const file = join(directory, 'out', 'report.html')
    expect(json).toMatchObject({ file, ok: null })
    const text = (await readFile(file, 'utf8')).replaceAll(/<[^>]*>/g, '')
    expect(text).toContain("BTM on Bytom's solonet".replace("'", '&#39;'))
    // Of the captured node's own database: fixtures/bytom, extra-duplicate-input.
    const { expected_total, expected_by_program } = repeatedBalances()
    const exact = (neu: string) =>
      `${Number(neu.slice(0, -8)).toLocaleString('en')}.${neu.slice(-8)}`
    expect(text).toContain(exact(expected_total))
    expect(text).toContain('0f07990c0115aa29fb08825b7019808f485d41b3edf60f1e6af9f0c3b5c2a66c')
    for (const [held, neu] of Object.entries(expected_by_program)) {
      if (!/^00(?:14|20)/.test(held)) expect(text).toContain(held)
      expect(text).toContain(exact(neu.padStart(9, '0')))
    }
    expect(text).not.toContain('Does not add up')
  })

  it('does not let the words of a node reach the terminal as commands to it', async () => {
    const home = temporaryFolder()
    const text = chain.blocks[7]?.replace('"coinbase"', '"\\u001b[2J\\u202eAll is well"') as string
    const node = await startBytomNode(chain.blocks, {
      fault: ({ height }) => (height === 7 ? { kind: 'block', text } : undefined),
    })
    const directory = campaign(join(home, 'c'), `node: "${node.url}", height: 220`)
    const { stderr, exitCode } = await capstan(['migrate', 'snapshot', '-c', directory], { home })
    expect(exitCode).toBe(7)
    expect(stderr).toContain('All is well')
    for (const command of ['\u001b', '\u202e']) expect(stderr).not.toContain(command)
  })

  it('exports no blocks of a chain that is not Bytom', async () => {
    const home = temporaryFolder()
    await capstan(['migrate', 'init', 'c', '--kind', 'file'], { home })
    const args = ['migrate', 'snapshot', '-c', 'c', '--export-blocks', 'blocks.ndjson', '--json']
    expect((await capstan(args, { home })).json).toMatchObject({
      error: { code: 'EXPORT_OF_OTHER_KIND', exitCode: 2 },
    })
  })
})
