import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Transaction } from 'ethers'
import { describe, expect, it } from 'vitest'
import { DEPLOYMENT } from '../../../src/migration/distributor/deployment.ts'
import {
  readPayoutBookHeader,
  readPayoutLines,
} from '../../../src/migration/payout-book/payout-book-file.ts'
import { PUBLISHING } from '../../../src/migration/publication/record.ts'
import { readAllocationFile } from '../../../src/migration/tree/allocation-file.ts'
import { temporaryFolder } from '../../support/home.ts'

const formats = new URL('../../fixtures/formats/', import.meta.url).pathname

describe('what the first release published', () => {
  it('is a deployment that is read for ever', async () => {
    const file = join(formats, 'deployment-1.json')
    const deployment = await DEPLOYMENT.read(file)
    expect(deployment).toMatchObject({
      chainId: 31337n,
      distributor: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
      totalBaseUnits: 1000n,
    })
  })

  it('is what was proposed to a multisig, read for ever', async () => {
    const file = join(formats, 'publishing-1.json')
    const publishing = await PUBLISHING.find(file)
    expect(publishing).toMatchObject({ proposal: { driver: 'graded', chainId: 31337 } })
  })

  it('is a payout book that is read for ever', async () => {
    const file = join(formats, 'payout-book-1.ndjson')
    const { allocations } = await readAllocationFile(join(formats, 'allocation-1.csv'))
    const header = await readPayoutBookHeader(file)
    for await (const { raw, index } of readPayoutLines(file, header, allocations)) {
      expect(Transaction.from(raw)).toMatchObject({ from: header.account, nonce: index })
    }
  })

  it('with an unknown key, or of a later format, is refused', async () => {
    const text = readFileSync(join(formats, 'deployment-1.json'), 'utf8')
    const file = join(temporaryFolder(), 'deployment.json')
    const { writeFile } = await import('node:fs/promises')
    for (const changed of [
      text.replace('deployment@1', 'deployment@2'),
      text.replace('"owner"', '"extra": 1, "owner"'),
      text.replace('"1000"', '"01000"'),
      text.slice(0, -3),
    ]) {
      await writeFile(file, changed)
      await expect(DEPLOYMENT.read(file)).rejects.toMatchObject({
        code: 'DEPLOYMENT_INVALID',
        exitCode: 2,
      })
    }
  })
})
