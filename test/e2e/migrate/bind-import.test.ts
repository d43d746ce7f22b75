import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Binding } from '../../../src/migration/binding/binding.ts'
import {
  ACCOUNTS,
  type BoundCampaign,
  binding,
  bytomCampaign,
  linesOf,
  multisigHolder,
  singleHolder,
} from '../../support/bindings.ts'
import { capstan, finished, startCapstan } from '../../support/capstan.ts'
import { temporaryFolder } from '../../support/home.ts'

const [to, other] = ACCOUNTS
const [alice, bob] = [singleHolder(1), singleHolder(2)]
const treasury = multisigHolder(2, [3, 4, 5])

interface ImportJson {
  readonly bindings: readonly { file: string; status: string; code: string | null }[]
}

async function campaignWithInbox(files: (campaign: BoundCampaign) => Record<string, string>) {
  const home = temporaryFolder()
  const campaign = await bytomCampaign(join(home, 'btm'), [alice, bob, treasury])
  const inbox = join(home, 'inbox')
  mkdirSync(inbox)
  for (const [name, text] of Object.entries(files(campaign))) writeFileSync(join(inbox, name), text)
  const take = (path = inbox) =>
    capstan(['migrate', 'bind', 'import', path, '-c', campaign.directory, '--json'], { home })
  return { home, campaign, inbox, take, evidence: () => keptIn(campaign) }
}

function keptIn({ directory }: BoundCampaign): Binding[] {
  const text = readFileSync(join(directory, 'out/bindings.ndjson'), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('migrate bind import', () => {
  it('says of every file of a folder what became of it, and keeps what holds', async () => {
    const { campaign, inbox, take, evidence } = await campaignWithInbox(({ terms }) => {
      const early = binding(alice, { ...terms, to, sequence: 1 })
      const replayed = binding(bob, { ...terms, campaign: 'btm-testnet', to, sequence: 1 })
      return {
        '01-later.json': linesOf(binding(alice, { ...terms, to: other, sequence: 2 })),
        '02-early.json': linesOf(early),
        '03-again.json': linesOf(early),
        '04-conflict.json': linesOf(binding(alice, { ...terms, to: other, sequence: 1 })),
        '05-replayed.json': linesOf(replayed),
        '06-relabelled.json': linesOf({ ...replayed, campaign: 'btm' }),
        '07-stranger.json': linesOf(binding(singleHolder(9), { ...terms, to, sequence: 1 })),
        '08-part.json': linesOf(binding(treasury, { ...terms, to, sequence: 1 }, [2])),
        '09-rest.json': linesOf(binding(treasury, { ...terms, to, sequence: 1 }, [0])),
        '10-waiting.json': linesOf(binding(treasury, { ...terms, to, sequence: 2 }, [1])),
        '11-empty.json': '',
        '12-cut.json': linesOf(early).slice(0, -1),
        '13-binary.json': String.fromCharCode(...Array.from({ length: 256 }, (_, i) => i)),
        '14-huge.json': 'a'.repeat((1 << 20) + 1),
        '15-deep.json': `${'['.repeat(60_000)}\n`,
        '16-two.json': linesOf(early, binding(bob, { ...terms, to, sequence: 5 })),
        '.hidden': 'x',
      }
    })
    mkdirSync(join(inbox, '17-folder'))
    symlinkSync(join(campaign.directory, 'migration.yaml'), join(inbox, '18-link.json'))
    execFileSync('mkfifo', [join(inbox, '19-pipe.json')])
    writeFileSync(join(inbox, '20-\u001b[31m.json'), 'x\n')
    const taken = await take()
    expect(taken.exitCode, taken.stdout).toBe(7)
    const { bindings } = taken.json as ImportJson
    const found = bindings.map(({ file, status, code }) => [
      file.slice(inbox.length + 1),
      status,
      code,
    ])
    expect(found).toEqual([
      ['01-later.json', 'accepted', null],
      ['02-early.json', 'superseded', null],
      ['03-again.json', 'duplicate', null],
      ['04-conflict.json', 'refused', 'BINDING_CONFLICT'],
      ['05-replayed.json', 'refused', 'BINDING_FOREIGN'],
      ['06-relabelled.json', 'refused', 'BINDING_SIGNATURE_INVALID'],
      ['07-stranger.json', 'refused', 'BINDING_NOT_OF_HOLDER'],
      ['08-part.json', 'incomplete', null],
      ['09-rest.json', 'accepted', null],
      ['10-waiting.json', 'incomplete', null],
      ['11-empty.json', 'refused', 'BINDING_FILE_REFUSED'],
      ['12-cut.json', 'refused', 'BINDING_MALFORMED'],
      ['13-binary.json', 'refused', 'BINDING_MALFORMED'],
      ['14-huge.json', 'refused', 'BINDING_FILE_REFUSED'],
      ['15-deep.json', 'refused', 'BINDING_MALFORMED'],
      ['16-two.json', 'duplicate', null],
      ['16-two.json', 'accepted', null],
      ['17-folder', 'refused', 'BINDING_FILE_REFUSED'],
      ['18-link.json', 'refused', 'BINDING_FILE_REFUSED'],
      ['19-pipe.json', 'refused', 'BINDING_FILE_REFUSED'],
      ['20-?[31m.json', 'refused', 'BINDING_MALFORMED'],
    ])
    const before = readFileSync(join(campaign.directory, 'out/bindings.ndjson'))
    expect(evidence()).toHaveLength(4)
    expect((await take()).exitCode).toBe(7)
    expect(readFileSync(join(campaign.directory, 'out/bindings.ndjson')).equals(before)).toBe(true)
  })

  it('exits with the gravest of its refusals', async () => {
    const { campaign, inbox, take } = await campaignWithInbox(() => ({ 'a.json': 'x\n' }))
    expect((await take()).exitCode).toBe(2)
    const stranger = binding(singleHolder(9), { ...campaign.terms, to, sequence: 1 })
    writeFileSync(join(inbox, 'b.json'), linesOf(stranger))
    expect((await take()).exitCode).toBe(3)
    const nowhere = await take(join(inbox, 'nowhere'))
    expect(nowhere.json).toMatchObject({ error: { code: 'BINDING_FILE_MISSING', exitCode: 4 } })
  })

  it('loses no line of processes that import at once', async () => {
    const { home, campaign, inbox, evidence } = await campaignWithInbox(() => ({}))
    const holders = [alice, bob]
    const halves = holders.map((holder, half) => {
      const said = Array.from({ length: 40 }, (_, i) =>
        binding(holder, { ...campaign.terms, to, sequence: i + 1 }),
      )
      const files = [0, 1].map((part) => join(inbox, `${half}-${part}.ndjson`))
      writeFileSync(files[0] as string, linesOf(...said.slice(0, 20)))
      writeFileSync(files[1] as string, linesOf(...said.slice(20)))
      return files
    })
    const results = await Promise.all(
      halves.flat().map((file) =>
        capstan(['migrate', 'bind', 'import', file, '-c', campaign.directory, '--json'], {
          home,
        }),
      ),
    )
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0])
    expect(evidence()).toHaveLength(80)
  })

  it('leaves the lines of before or of after, wherever it is killed', async () => {
    const { home, campaign, inbox, take, evidence } = await campaignWithInbox(({ terms }) => ({
      'a.json': linesOf(binding(alice, { ...terms, to, sequence: 1 })),
    }))
    expect((await take()).exitCode).toBe(0)
    const many = Array.from({ length: 300 }, (_, i) =>
      binding(bob, { ...campaign.terms, to, sequence: i + 1 }),
    )
    writeFileSync(join(inbox, 'b.json'), linesOf(...many))
    const out = join(campaign.directory, 'out')
    // It is killed as soon as the file under its temporary name is there, and before its work.
    for (const sign of ['bindings.lock', '.tmp']) {
      const args = ['migrate', 'bind', 'import', inbox, '-c', campaign.directory]
      const child = startCapstan(args, { home })
      const ended = finished(child)
      const watch = setInterval(() => {
        if (readdirSync(out).some((name) => name.endsWith(sign))) child.kill('SIGKILL')
      }, 1)
      await ended
      clearInterval(watch)
      expect([1, 301]).toContain(evidence().length)
    }
    const again = await take()
    expect(again.exitCode, again.stdout).toBe(0)
    expect(evidence()).toHaveLength(301)
    expect(readdirSync(out).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
})
