import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bindingChecks } from '../../../../src/migration/binding/audit-bindings.ts'
import { type Binding, compareBindings } from '../../../../src/migration/binding/binding.ts'
import { boundHolders } from '../../../../src/migration/binding/bound-holders.ts'
import { readCampaign } from '../../../../src/migration/campaign/read-campaign.ts'
import {
  ACCOUNTS,
  binding,
  bytomCampaign,
  multisigHolder,
  singleHolder,
  type TestHolder,
  writeBindings,
} from '../../../support/bindings.ts'
import { temporaryFolder } from '../../../support/home.ts'

const alice = singleHolder(1)
const bob = singleHolder(2)
const treasury = multisigHolder(2, [3, 4, 5])
const stranger = singleHolder(9)
const [one, two] = ACCOUNTS
const [first, last] = [alice, bob].sort((a, b) => (a.address < b.address ? -1 : 1)) as [
  TestHolder,
  TestHolder,
]

describe('the bound holders of a campaign', () => {
  it('are those who signed, each with the account of the highest sequence', async () => {
    const campaign = await bytomCampaign(temporaryFolder(), [alice, bob, treasury])
    const { terms, snapshot } = campaign
    const bindings = [
      binding(alice, { ...terms, to: one, sequence: 1 }),
      binding(alice, { ...terms, to: two, sequence: 2 }),
      binding(treasury, { ...terms, to: one, sequence: 7 }, [0, 2]),
    ].sort(compareBindings)
    writeBindings(campaign, ...bindings)
    const bound = await boundHolders(campaign, snapshot)
    const file = readFileSync(join(campaign.directory, 'out/bindings.ndjson'))
    expect(bound).toEqual({
      digest: createHash('sha256').update(file).digest('hex'),
      chainId: 31337,
      destinations: new Map([
        [alice.program, two],
        [treasury.program, one],
      ]),
    })
  })

  it('are none before anybody has bound', async () => {
    const campaign = await bytomCampaign(temporaryFolder(), [alice])
    expect(await boundHolders(campaign, campaign.snapshot)).toEqual({
      digest: null,
      chainId: null,
      destinations: new Map(),
    })
  })

  it.each([
    ['of somebody who holds nothing', 'BINDING_NOT_OF_HOLDER', () => [stranger, {}, [0]] as const],
    ['of a part of its keys', 'BINDING_INCOMPLETE', () => [treasury, {}, [1]] as const],
    ['of another campaign', 'BINDING_FOREIGN', () => [last, { campaign: 'btm2' }, [0]] as const],
    [
      'of another snapshot',
      'BINDING_FOREIGN',
      () => [last, { snapshot: '00'.repeat(32) }, [0]] as const,
    ],
    [
      'of another chain than the rest',
      'BINDING_FOREIGN',
      () => [last, { chainId: 1 }, [0]] as const,
    ],
  ])('are not told where a line is %s', async (_, code, made) => {
    const campaign = await bytomCampaign(temporaryFolder(), [first, last, treasury])
    const { terms, snapshot } = campaign
    const [holder, other, signers] = made()
    const statement = { ...terms, to: one, sequence: 1, ...other }
    const bad = binding(holder, statement, signers)
    // The first line says for which chain the file is.
    const good = binding(first, { ...terms, to: one, sequence: 1 })
    writeBindings(campaign, ...[good, bad].sort(compareBindings))
    await expect(boundHolders(campaign, snapshot)).rejects.toMatchObject({
      code: 'BINDINGS_INVALID',
      kind: 'mismatch',
      details: { count: 1, lines: [{ source: bad.source, code }] },
    })
  })
})

describe('the bindings in an audit', () => {
  const chain = { chainId: 31337n, network: { name: 'live' } } as Parameters<
    typeof bindingChecks
  >[1]
  const audited = async (directory: string, full: boolean, on = chain) =>
    bindingChecks(await readCampaign(directory), on, full)

  it('are all verified in full, and in a sample otherwise', async () => {
    const campaign = await bytomCampaign(temporaryFolder(), [first, last])
    const [good, other] = [first, last].map((holder) =>
      binding(holder, { ...campaign.terms, to: one, sequence: 1 }),
    ) as [Binding, Binding]
    writeBindings(campaign, good, { ...other, to: two })
    expect(await audited(campaign.directory, true)).toMatchObject([{ ok: false }, { ok: true }])
    expect(await audited(campaign.directory, false)).toMatchObject([{ ok: true }, { ok: true }])
    writeBindings(campaign, { ...good, to: two }, other)
    expect(await audited(campaign.directory, false)).toMatchObject([{ ok: false }, { ok: true }])
  })

  it('are for the chain that pays', async () => {
    const campaign = await bytomCampaign(temporaryFolder(), [first])
    writeBindings(campaign, binding(first, { ...campaign.terms, to: one, sequence: 1 }))
    const elsewhere = { ...chain, chainId: 1n }
    expect(await audited(campaign.directory, true, elsewhere)).toMatchObject([
      { ok: true },
      { name: 'chain of the bindings', ok: false },
    ])
  })
})
