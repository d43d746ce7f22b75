import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bindingChecks } from '../../../../src/migration/binding/audit-bindings.ts'
import { type Binding, compareBindings } from '../../../../src/migration/binding/binding.ts'
import { knownTerms } from '../../../../src/migration/binding/binding-terms.ts'
import { cutNow, keepCut } from '../../../../src/migration/binding/bindings-cut.ts'
import { readBoundFile } from '../../../../src/migration/binding/bound-file.ts'
import { boundHolders } from '../../../../src/migration/binding/bound-holders.ts'
import { allocateBound } from '../../../../src/migration/binding/bound-snapshot.ts'
import { verifyBindings } from '../../../../src/migration/binding/verify-bindings.ts'
import { campaignFiles } from '../../../../src/migration/campaign/campaign-files.ts'
import { readCampaign } from '../../../../src/migration/campaign/read-campaign.ts'
import type { Snapshot } from '../../../../src/migration/snapshot/snapshot-files.ts'
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

describe('the bindings of a build', () => {
  it('are not kept where they have changed since they were read', async () => {
    const bytom = await bytomCampaign(temporaryFolder(), [first, last])
    const said = [first, last].map((holder) =>
      binding(holder, { ...bytom.terms, to: one, sequence: 1 }),
    ) as [Binding, Binding]
    writeBindings(bytom, said[0])
    const cut = await cutNow(await readCampaign(bytom.directory))
    const copy = join(bytom.directory, 'copy.ndjson')
    await keepCut(cut, copy)
    writeBindings(bytom, ...said)
    await expect(keepCut(cut, copy)).rejects.toMatchObject({ code: 'BINDINGS_CHANGED' })
  })

  it('are ascending: what repeats or precedes a line is told', async () => {
    const bytom = await bytomCampaign(temporaryFolder(), [first, last])
    const [early, late] = [first, last].map((holder) =>
      binding(holder, { ...bytom.terms, to: one, sequence: 1 }),
    ) as [Binding, Binding]
    writeBindings(bytom, late, early, early)
    const { bad } = await verifyBindings(campaignFiles(bytom), bytom.terms)
    expect(bad).toMatchObject([
      { line: 2, code: 'BINDING_OUT_OF_ORDER' },
      { line: 3, code: 'BINDING_OUT_OF_ORDER' },
    ])
  })

  it('pay at the rate of the campaign that they are of', async () => {
    const bytom = await bytomCampaign(temporaryFolder(), [first])
    writeBindings(bytom, binding(first, { ...bytom.terms, to: one, sequence: 1 }))
    const campaign = await readCampaign(bytom.directory)
    const cut = await cutNow(campaign)
    expect((await allocateBound(campaign, bytom.snapshot, cut)).programs).toEqual([first.program])
    const dearer = { ...campaign, rules: { ...campaign.rules, decimals: { from: 8, to: 19 } } }
    await expect(allocateBound(dearer, bytom.snapshot, cut)).rejects.toMatchObject({
      code: 'SUPPLEMENT_DIFFERS',
    })
  })

  it('are told by a file of its own', async () => {
    const file = join(temporaryFolder(), 'bound.csv')
    writeFileSync(file, 'address,balanceBaseUnits\n')
    await expect(readBoundFile(file, () => undefined)).rejects.toMatchObject({
      code: 'BOUND_FILE_INVALID',
      exitCode: 2,
    })
  })
})

describe('the terms of bindings', () => {
  it('are of no campaign whose holders have accounts, and of no supplement', async () => {
    const bytom = await bytomCampaign(temporaryFolder(), [first])
    const { bytom: _, ...facts } = bytom.snapshot
    const refused = (kind: Snapshot['kind']) => () => knownTerms(bytom, { ...facts, kind })
    expect(knownTerms(bytom, bytom.snapshot)).toMatchObject({ snapshot: facts.digest })
    expect(refused('erc20')).toThrow(expect.objectContaining({ code: 'BINDING_NOT_NEEDED' }))
    expect(refused('supplement')).toThrow(
      expect.objectContaining({ code: 'BINDING_OF_SUPPLEMENT' }),
    )
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
