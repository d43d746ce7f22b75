import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseName } from '../../../src/multisig/multisig-name.ts'
import { parseMembers } from '../../../src/multisig/policy/members.ts'
import { changesNothing, policyDifference } from '../../../src/multisig/policy/policy-change.ts'
import { writePolicyTemplate } from '../../../src/multisig/policy/policy-template.ts'
import { readPolicy } from '../../../src/multisig/policy/read-policy.ts'
import { policyYaml } from '../../../src/multisig/policy/write-policy.ts'
import type { CapstanError } from '../../../src/primitives/capstan-error.ts'
import { projectRoot } from '../../support/capstan.ts'
import { temporaryFolder } from '../../support/home.ts'

const TEMPLATE = readFileSync(join(projectRoot, 'templates', 'multisig', 'policy.yaml'), 'utf8')

function written(text: string): string {
  const file = join(temporaryFolder(), 'policy.yaml')
  writeFileSync(file, text)
  return file
}

async function problemsOf(text: string, totalWeight = 6): Promise<readonly string[]> {
  const error = (await readPolicy(written(text), totalWeight).catch(
    (e: unknown) => e,
  )) as CapstanError
  expect(error.code).toBe('MULTISIG_POLICY_INVALID')
  return error.details.problems as readonly string[]
}

/** Where a text stands in the template: `line:column`. */
function place(text: string): RegExp {
  const line = TEMPLATE.slice(0, TEMPLATE.indexOf(text)).split('\n').length
  return new RegExp(`^${line}:\\d+: `)
}

describe('a policy file', () => {
  it('is what the template says', async () => {
    const policy = await readPolicy(written(TEMPLATE), 6)
    expect(policy.classes.policy).toEqual({ threshold: 5, delaySeconds: 0 })
    expect(policy.assets[0]?.tiers.map(({ threshold }) => threshold)).toEqual([1, 3, 5])
  })

  it('is written so that it reads as the same policy', async () => {
    const policy = await readPolicy(written(TEMPLATE), 6)
    const again = await readPolicy(written(policyYaml(policy)), 6)
    expect(changesNothing(policyDifference(policy, again))).toBe(true)
  })

  it.each([
    ['policy: { threshold: 5 }', 'policy: { threshold: 7 }', 'nobody could ever change the policy'],
    ['call: { threshold: 3 }', 'call: { threshold: 6 }', 'above the 5 of the class policy'],
    ['batch: { threshold: 3 }', 'batch: { threshold: 3, delay: 1d }', 'longer than'],
    [
      '{ upToBaseUnits: "10000000000000000000", threshold: 3 }',
      '{ upToBaseUnits: "1", threshold: 3 }',
      'not above',
    ],
    [
      '{ threshold: 5 }\n  #',
      '{ upToBaseUnits: "99000000000000000000", threshold: 5 }\n  #',
      'last tier',
    ],
    ['cancelWeight: 3', 'cancelWeight: 9', 'that all owners have'],
    ['suspectDelay: 2d', 'suspectDelay: 0s', 'longer than 0'],
    ['suspectDelay: 2d', 'suspectDelai: 2d', 'did you mean "suspectDelay"'],
    ['cancelWeight: 3', 'cancelWeight: three', 'whole number'],
  ])('names line and column of what locks funds or is mistyped: %s', async (from, to, message) => {
    const problems = await problemsOf(TEMPLATE.replace(from, to))
    expect(problems[0]).toContain(message)
    expect(problems[0]).toMatch(place(from))
  })

  it.each([
    'transfer(address,uint256)',
    'increaseApproval(address,uint256)',
    '0x095ea7b3', // approve(address,uint256)
  ])('makes nothing known that is graded by amount: %s', async (known) => {
    const target = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
    const entry = `knownCalls: [{ target: "${target}", function: "${known}" }]`
    const [problem] = await problemsOf(TEMPLATE.replace('knownCalls: []', entry))
    expect(problem).toContain('graded by amount and cannot')
  })
})

describe('a file of a policy', () => {
  it.each<[what: string, code: string, make: (file: string) => void]>([
    ['is missing', 'MULTISIG_POLICY_MISSING', () => undefined],
    ['is a folder', 'MULTISIG_POLICY_UNREADABLE', (file) => mkdirSync(file)],
    ['is no text', 'MULTISIG_POLICY_UNREADABLE', (file) => writeFileSync(file, '\xff', 'latin1')],
    [
      'is larger than any policy',
      'MULTISIG_POLICY_UNREADABLE',
      (file) => writeFileSync(file, '#'.repeat((1 << 20) + 1)),
    ],
  ])('that %s is not read', async (_, code, make) => {
    const file = join(temporaryFolder(), 'policy.yaml')
    make(file)
    await expect(readPolicy(file, 6)).rejects.toMatchObject({ code, details: { path: file } })
  })

  it('is not written over by the template', async () => {
    const file = written('mine')
    await expect(writePolicyTemplate(projectRoot, file)).rejects.toMatchObject({
      code: 'MULTISIG_POLICY_FILE_EXISTS',
      exitCode: 3,
    })
    expect(readFileSync(file, 'utf8')).toBe('mine')
  })
})

describe('members as they are typed', () => {
  const member = '0x5FbDB2315678afecb367f032d93F642f64180aa3'

  it.each([
    [[member], 'MULTISIG_MEMBER_INVALID'],
    [[`${member}:01`], 'MULTISIG_MEMBER_INVALID'],
    [[`${member}:0`], 'MULTISIG_MEMBER_INVALID'],
    [[`${member}:65536`], 'MULTISIG_MEMBER_INVALID'],
    [[`${member}:1`, `${member.toLowerCase()}:2`], 'MULTISIG_MEMBER_TWICE'],
  ])('are refused: %s', (texts, code) => {
    expect(() => parseMembers(texts, 1)).toThrow(expect.objectContaining({ code, exitCode: 2 }))
  })

  it('are removed by a weight of 0, which a new one cannot have', () => {
    expect(parseMembers([`${member}:0`], 0)).toEqual([{ address: member, weight: 0 }])
  })
})

it.each(['', ' ops', '-ops', 'a\nb', 'x'.repeat(65)])('%j names no multisig', (name) => {
  expect(() => parseName(name)).toThrow(
    expect.objectContaining({ code: 'MULTISIG_NAME_INVALID', exitCode: 2 }),
  )
})
