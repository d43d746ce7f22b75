import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildAllocation } from '../../../src/migration/allocation/build-allocation.ts'
import { readCheckedTree } from '../../../src/migration/allocation/checked-allocation.ts'
import { campaignFiles } from '../../../src/migration/campaign/campaign-files.ts'
import { readCampaign } from '../../../src/migration/campaign/read-campaign.ts'
import { takeSnapshot } from '../../../src/migration/snapshot/take-snapshot.ts'
import { temporaryFolder } from '../../support/home.ts'

/** A campaign with the files of all its steps, as the first release wrote them. */
const FIRST = new URL('../../fixtures/formats/campaign-1', import.meta.url).pathname

describe('a campaign of the first release', () => {
  it('is read for ever, with the same digest', async () => {
    const campaign = await readCampaign(FIRST)
    // SHA-256 over the sorted JSON of its terms, as Python's json and hashlib make it.
    expect(campaign.digest).toBe('27e5393e43e8b043ea7386934c9e0aaae0c11f8f1dc25e431eb8fb84b984740b')
    const { described, tree } = await readCheckedTree(campaign)
    expect(described.root).toBe(tree.root)
    expect(described.buckets).toEqual({
      allocated: 115792089237316195423570985008687907853269984665640564162800n,
      dust: 299n,
      excluded: 700n,
      rounding: 113n,
      unbound: 0n,
    })
  })

  it('gives the same bytes today', async () => {
    const directory = temporaryFolder()
    for (const name of ['migration.yaml', 'balances.csv']) {
      cpSync(join(FIRST, name), join(directory, name))
    }
    const campaign = await readCampaign(directory)
    await takeSnapshot({ chain: () => expect.fail('no chain is needed') }, campaign.source, {
      directory,
    })
    await buildAllocation(campaign)
    const then = campaignFiles({ directory: FIRST })
    const now = campaignFiles(campaign)
    for (const name of [
      'snapshotCsv',
      'snapshotJson',
      'allocationCsv',
      'bucketsCsv',
      'treeJson',
    ] as const) {
      expect(readFileSync(now[name], 'utf8'), name).toBe(readFileSync(then[name], 'utf8'))
    }
  })
})
