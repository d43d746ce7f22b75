import { describe, expect, it } from 'vitest'
import { readCampaign } from '../../../../src/migration/campaign/read-campaign.ts'
import type { CapstanError } from '../../../../src/primitives/capstan-error.ts'
import { EXAMPLE_CAMPAIGN, writeCampaign } from '../../../support/campaigns.ts'
import { temporaryFolder } from '../../../support/home.ts'

const LOCK = '0x6666666666666666666666666666666666666666'
const RELEASE = '0x7777777777777777777777777777777777777777'

function read(swap: string) {
  return readCampaign(writeCampaign(temporaryFolder(), `${EXAMPLE_CAMPAIGN}${swap}`))
}

async function problem(swap: string): Promise<string> {
  const error: CapstanError = await read(swap).then(
    () => expect.fail('the campaign was accepted'),
    (refused) => refused,
  )
  expect([error.code, error.exitCode]).toEqual(['CAMPAIGN_INVALID', 2])
  return error.message
}

describe('the swap of a campaign', () => {
  it('names the chains and contracts of both sides', async () => {
    const { swap } = await read(`swap:
  source: { network: ethereum, lock: "${LOCK}", fromBlock: 19000000, confirmations: finalized }
  target: { network: cybermiles, rpcUrl: "http://127.0.0.1:8547", release: "${RELEASE}", confirmations: 12 }
  attestations: ../shared
`)
    expect(swap).toEqual({
      source: {
        network: 'ethereum',
        rpcUrls: [],
        confirmations: 'finalized',
        fromBlock: 19_000_000,
        lock: LOCK,
      },
      target: {
        network: 'cybermiles',
        rpcUrls: ['http://127.0.0.1:8547'],
        confirmations: 12,
        fromBlock: 0,
        release: RELEASE,
      },
      attestations: '../shared',
    })
  })

  it('is added later, and leaves the digest of what was published as it is', async () => {
    const before = await read('')
    const after = await read(
      `swap: { source: { network: a, lock: "${LOCK}" }, target: { network: b, release: "${RELEASE}" } }\n`,
    )
    expect(before.swap).toBeNull()
    expect(after.digest).toBe(before.digest)
  })

  it.each([
    ['source: { network: a }', 'lock is missing'],
    [`source: { network: a, lock: "${LOCK}", confirmations: 0 }`, 'at least 1'],
    [`source: { network: a, lock: "${LOCK}", confirmations: soon }`, 'number of blocks'],
    [`source: { network: a, lock: "${LOCK}", relayers: [] }`, 'unknown key "relayers"'],
    [`source: { network: a, lock: "0x12" }`, '40 hex'],
  ])('%s is refused with its line', async (side, says) => {
    const target = `target: { network: b, release: "${RELEASE}" }`
    expect(await problem(`swap:\n  ${side}\n  ${target}\n`)).toMatch(
      new RegExp(`migration\\.yaml:[0-9]+:[0-9]+: .*${says}`),
    )
  })
})
