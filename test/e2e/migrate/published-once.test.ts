import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEPLOYMENT } from '../../../src/migration/distributor/deployment.ts'
import { PUBLISHING } from '../../../src/migration/publication/record.ts'
import { writeCampaign } from '../../support/campaigns.ts'
import { capstan } from '../../support/capstan.ts'
import { spawnChain, type TestChain } from '../../support/chain.ts'
import { type CampaignOptions, campaignYaml } from '../../support/payments.ts'

let root: string
let chain: TestChain
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'capstan-once-'))
  chain = await spawnChain()
})
afterAll(() => {
  chain.stop()
  rmSync(root, { recursive: true, force: true })
})

/** A campaign that was published, whose migration.yaml can be changed. */
async function published(name: string, options: CampaignOptions = {}, ...args: string[]) {
  const directory = writeCampaign(join(root, name), campaignYaml({ ...options, name }), {
    'balances.csv': 'address,balance\n0x00000000000000000000000000000000C0FFEE11,5\n',
  })
  const home = mkdtempSync(join(root, 'home-'))
  const run = (step: string, ...more: string[]) => {
    const where = step === 'publish' ? ['--key', 'dev4', '--yes', '--rpc-url', chain.rpcUrl] : []
    return capstan(['migrate', step, '-c', directory, ...more, ...where, '--json'], { home })
  }
  for (const step of ['snapshot', 'build']) await run(step)
  const first = await run('publish', ...args)
  expect(first.exitCode, first.stdout).toBe(0)
  const change = (from: string, to: string) => {
    const file = join(directory, 'migration.yaml')
    const text = readFileSync(file, 'utf8')
    expect(text).toContain(from)
    writeFileSync(file, text.replace(from, to))
  }
  return { run, change, out: (file: string) => join(directory, 'out', file) }
}

describe('a campaign is published once', () => {
  it('in one mode, whichever was first', async () => {
    const pushed = await published('pushed')
    pushed.change('mode: push', 'mode: transfers')
    const book = await pushed.run('publish', '--payout-key', 'dev8')
    expect(book.json).toMatchObject({ error: { code: 'DEPLOYMENT_FOREIGN', exitCode: 7 } })

    const booked = await published('booked', { mode: 'transfers' }, '--payout-key', 'dev8')
    booked.change('mode: transfers', 'mode: push')
    const distributor = await booked.run('publish')
    expect(distributor.json).toMatchObject({ error: { code: 'DEPLOYMENT_FOREIGN', exitCode: 7 } })
  })

  it('with the terms it was begun with, where a run died before it was written down', async () => {
    const { run, change, out } = await published('begun')
    const { campaign, allocation, distributor } = await DEPLOYMENT.read(out('deployment.json'))
    rmSync(out('deployment.json'))
    await PUBLISHING.write(out('publishing.json'), { allocation, campaign })
    change('remainderTo: "0x4444', 'remainderTo: "0x5555')
    const other = await run('publish')
    expect(other.json).toMatchObject({ error: { code: 'PUBLICATION_BEGUN', exitCode: 3 } })
    change('remainderTo: "0x5555', 'remainderTo: "0x4444')
    expect((await run('publish')).json).toMatchObject({ distributor })
  })
})
