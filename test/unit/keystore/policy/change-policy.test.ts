import { describe, expect, it } from 'vitest'
import {
  changedPolicy,
  changesAnything,
  type PolicyChange,
} from '../../../../src/keystore/policy/change-policy.ts'
import { parsePolicy } from '../../../../src/keystore/policy/parse-policy.ts'
import { type KeyPolicy, NATIVE, policyJson } from '../../../../src/keystore/policy/policy.ts'
import { Malformed } from '../../../../src/primitives/malformed.ts'
import { ALICE, BOB, ETHER, policyOf, TOKEN } from '../../../support/policies.ts'

const changed = (change: PolicyChange, before: KeyPolicy | null = null) =>
  changedPolicy('evm', before, change)

describe('a policy', () => {
  it('is made of the rules that are given, each in one form', () => {
    expect(
      changed({
        networks: [56, 1, 56],
        recipients: [BOB.toLowerCase(), ALICE, BOB],
        maxPerTx: ['1.5', `${TOKEN.toLowerCase()}=1000`],
        maxPerDay: ['250 gwei'],
        commands: ['tx send', 'migrate'],
      }),
    ).toEqual({
      networks: [1, 56],
      recipients: [BOB, ALICE].sort(),
      maxPerTxBaseUnits: { [NATIVE]: (3n * ETHER) / 2n, [TOKEN]: 1000n },
      maxPerDayBaseUnits: { [NATIVE]: 250_000_000_000n },
      commands: ['migrate', 'tx send'],
    })
  })

  it('keeps the rules that are not named, and replaces those that are', () => {
    const before = policyOf({ networks: [1], recipients: [ALICE] })
    expect(changed({ recipients: [BOB] }, before)).toEqual({ ...before, recipients: [BOB] })
  })

  it('begins anew when it is cleared, and is gone when nothing follows', () => {
    const before = policyOf({ networks: [1], recipients: [ALICE] })
    expect(changed({ clear: true, maxPerTx: ['0'] }, before)).toEqual(
      policyOf({ maxPerTxBaseUnits: { [NATIVE]: 0n } }),
    )
    expect(changed({ clear: true }, before)).toBeNull()
    expect(changesAnything({ clear: true })).toBe(true)
    expect(changesAnything({ clear: false, networks: undefined })).toBe(false)
  })

  it.each([
    ['AMOUNT_INVALID', { maxPerTx: ['1,5'] }],
    ['AMOUNT_INVALID', { maxPerTx: [`${TOKEN}=1.5`] }],
    ['AMOUNT_INVALID', { maxPerTx: [`${TOKEN}=1=5`] }],
    ['AMOUNT_INVALID', { maxPerDay: [`${TOKEN}=`] }],
    ['ADDRESS_INVALID', { maxPerDay: ['CMT=5'] }],
    ['ADDRESS_CHECKSUM', { recipients: [TOKEN.replace('f8', 'F8')] }],
    ['POLICY_ASSET_TWICE', { maxPerTx: ['1', '2'] }],
    ['POLICY_ASSET_TWICE', { maxPerTx: [`${TOKEN}=1`, `${TOKEN.toLowerCase()}=2`] }],
  ] as [string, PolicyChange][])('is refused with %s: %j', (code, change) => {
    expect(() => changed(change)).toThrow(expect.objectContaining({ code, exitCode: 2 }))
  })
})

describe('a policy in keys.json', () => {
  const policy = policyOf({
    networks: [1],
    recipients: [ALICE],
    maxPerTxBaseUnits: { [NATIVE]: 5n, [TOKEN]: 2n ** 255n },
    maxPerDayBaseUnits: {},
    commands: ['migrate distribute'],
  })
  const read = (value: unknown) => parsePolicy(value, 'evm', 'keys[0].policy')

  it('is read as it was written', () => {
    expect(read(JSON.parse(JSON.stringify(policyJson(policy))))).toEqual(policy)
  })

  it.each([
    ['no object', []],
    ['an unknown rule', { ...policy, allowEverything: true }],
    ['a rule left out', { ...policy, networks: undefined }],
    ['a chain id as text', { ...policy, networks: ['1'] }],
    ['a recipient in lower case', { ...policy, recipients: [ALICE.toLowerCase()] }],
    ['a ceiling as number', { ...policy, maxPerTxBaseUnits: { native: 5 } }],
    ['a ceiling with a sign', { ...policy, maxPerTxBaseUnits: { native: '-5' } }],
    ['a ceiling of nothing known', { ...policy, maxPerTxBaseUnits: { ether: '5' } }],
    ['a command that is none', { ...policy, commands: ['migrate  distribute'] }],
  ])('is refused with %s', (_, value) => {
    expect(() => read(value)).toThrow(Malformed)
  })

  it.each([
    ['POLICY_NETWORK_UNKNOWABLE', { networks: [1] }],
    ['BYTOM_ASSET_INVALID', { maxPerTx: [`${'f'.repeat(63)}=5`] }],
    ['BYTOM_ASSET_INVALID', { maxPerDay: [`${TOKEN}=5`] }],
    ['BYTOM_ADDRESS_INVALID', { recipients: [ALICE] }],
  ] as [string, PolicyChange][])('of a Bytom key is refused with %s: %j', (code, change) => {
    const refused = () => changedPolicy('bytom', null, change)
    expect(refused).toThrow(expect.objectContaining({ code, exitCode: 2 }))
  })
})
