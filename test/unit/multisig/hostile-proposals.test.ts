import { beforeAll, describe, expect, it } from 'vitest'
import { decodeCall } from '../../../src/chain/decode/decode-call.ts'
import type { WrittenPlan } from '../../../src/chain/plan/plan-file.ts'
import { gradedScheme } from '../../../src/multisig/graded/graded-scheme.ts'
import { type Copy, mergeCopies } from '../../../src/multisig/merge.ts'
import { planCalls } from '../../../src/multisig/plan-calls.ts'
import type { Proposal, ProposalTerms } from '../../../src/multisig/proposal/proposal.ts'
import { PROPOSAL } from '../../../src/multisig/proposal/proposal-file.ts'
import { CANONICAL_MULTI_SENDS } from '../../../src/multisig/safe/safe-releases.ts'
import { safeScheme } from '../../../src/multisig/safe/safe-scheme.ts'
import { signOffline } from '../../../src/multisig/sign.ts'
import type { Story } from '../../../src/primitives/story.ts'
import { plannedPayment, planOf } from '../../support/plans.ts'
import { FUNDED_KEYS, walletSigner } from '../../support/wallet-signer.ts'

// A proposal file as an attacker would hand it on: whatever is changed in it is either noticed, or
// is what nobody signs.

const SAFE = '0x111CEEee040739fD91D29C34C33E6B3E112F2177'
const TOKEN = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'
const OTHER = '0x474e5Ded6b5D078163BFB8F6dBa355C3aA5478C8'
const TRANSFER = `0xa9059cbb${OTHER.slice(2).toLowerCase().padStart(64, '0')}${'5'.padStart(64, '0')}`

/** What only describes: the chain is asked about all of it again. */
const DESCRIBING = /^(network|createdAt|grade|simulation|assets)\b/

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

let text: string
beforeAll(async () => {
  const decoded = await decodeCall({ to: TOKEN, data: TRANSFER })
  const terms: ProposalTerms = {
    ...{ driver: 'safe', chainId: 1n, multisig: SAFE, nonce: 7n, expiresAtSeconds: null },
    calls: [
      { to: TOKEN, valueWei: 0n, data: TRANSFER, decoded },
      { to: OTHER, valueWei: 10n ** 18n, data: '0x', decoded: null },
    ],
    fields: { multiSend: CANONICAL_MULTI_SENDS[0] as string },
  }
  const signers = FUNDED_KEYS.slice(0, 2).map(walletSigner)
  const [first, second] = signers.sort((a, b) => (a.address < b.address ? -1 : 1))
  if (!first || !second) throw new Error('two keys sign')
  const proposal: Proposal = {
    ...{ terms, network: 'ethereum', createdAt: '2026-11-21T10:00:00.000Z', assets: [] },
    digest: safeScheme.digest(terms),
    grade: {
      ...{ operation: 'batch', tier: null, tiers: null, threshold: 2, delaySeconds: 0 },
      reasons: [{ kind: 'safe-threshold', owners: 2 }],
    },
    simulation: null,
    signatures: [
      await safeScheme.sign(terms, first, 'eip712'),
      await safeScheme.sign(terms, second, 'eth-sign'),
    ],
  }
  text = PROPOSAL.text(proposal)
})

/** Every value in the file, as the names that lead to it. */
function leaves(json: Json, path: readonly string[] = []): (readonly string[])[] {
  if (typeof json !== 'object' || json === null) return [path]
  return Object.entries(json).flatMap(([key, value]) => leaves(value, [...path, key]))
}

function changedAt(json: Json, path: readonly string[], change: (value: Json) => Json): Json {
  const [key, ...rest] = path
  if (key === undefined) return change(json)
  if (Array.isArray(json)) {
    return json.map((one, index) => (String(index) === key ? changedAt(one, rest, change) : one))
  }
  const object = json as { [key: string]: Json }
  return { ...object, [key]: changedAt(object[key] as Json, rest, change) }
}

/** Another value of the same look. */
function another(value: Json): Json {
  if (typeof value === 'number') return value + 1
  if (value === null) return 1
  if (value === SAFE || value === TOKEN) return OTHER
  if (value === OTHER) return SAFE
  const last = String(value).at(-1) ?? ''
  return `${String(value).slice(0, -1)}${last === '1' ? '2' : '1'}`
}

const read = (json: Json) => PROPOSAL.parse(`${JSON.stringify(json, null, 2)}\n`, 'p.json')

describe('a proposal file', () => {
  it('is read as it was written', async () => {
    expect(PROPOSAL.text(await PROPOSAL.parse(text, 'p.json'))).toBe(text)
  })

  it('is refused wherever it is changed, apart from what only describes it', async () => {
    const json = JSON.parse(text) as Json
    const paths = leaves(json)
    expect(paths.length).toBeGreaterThan(30)
    for (const path of paths) {
      const name = path.join('.')
      const changed = read(changedAt(json, path, another))
      if (DESCRIBING.test(name)) await changed.catch(() => undefined)
      else await expect(changed, name).rejects.toMatchObject({ exitCode: expect.toBeOneOf([2, 7]) })
    }
  })

  it.each<[string, string, (json: Json) => Json]>([
    ['calls.0.data', 'PROPOSAL_ALTERED', () => `${TRANSFER.slice(0, -1)}6`],
    ['calls.0.decoded.args.1', 'PROPOSAL_ALTERED', () => '6'],
    ['calls.0.decoded', 'PROPOSAL_ALTERED', () => null],
    ['calls.1.decoded', 'PROPOSAL_ALTERED', () => ({ signature: 'f()', argNames: [], args: [] })],
    ['nonce', 'PROPOSAL_ALTERED', () => '8'],
    ['calls', 'PROPOSAL_ALTERED', (calls) => [...(calls as Json[])].reverse()],
    ['fields', 'SAFE_BATCH_UNCLEAR', () => ({})],
    ['fields', 'PROPOSAL_FIELD_FOREIGN', (all) => ({ ...(all as object), safeTxGas: '1' })],
    ['fields.multiSend', 'PROPOSAL_ALTERED', () => OTHER],
    ['expiresAtSeconds', 'PROPOSAL_FIELD_FOREIGN', () => 1_900_000_000],
    ['signatures.0.form', 'PROPOSAL_SIGNATURE_WRONG', () => 'eth-sign'],
    ['signatures.0.signature', 'PROPOSAL_SIGNATURE_WRONG', () => `0x${'11'.repeat(64)}1b`],
    ['signatures', 'PROPOSAL_INVALID', (all) => [...(all as Json[])].reverse()],
    ['signatures', 'PROPOSAL_INVALID', (all) => [...(all as Json[]), (all as Json[])[1] as Json]],
    ['driver', 'PROPOSAL_FIELD_FOREIGN', () => 'graded'],
    ['chainId', 'PROPOSAL_ALTERED', () => 56],
  ])('with another %s is refused as %s', async (path, code, change) => {
    const json = JSON.parse(text) as Json
    await expect(read(changedAt(json, path.split('.'), change))).rejects.toMatchObject({ code })
  })

  it.each<[string, (whole: string) => string]>([
    ['a key twice', (whole) => whole.replace('"chainId": 1,', '"chainId": 1,\n  "chainId": 1,')],
    ['another key', (whole) => whole.replace('"chainId"', '"approved": true,\n  "chainId"')],
    ['trailing garbage', (whole) => `${whole}{}`],
    ['no newline', (whole) => whole.trimEnd()],
    ['other spaces', (whole) => JSON.stringify(JSON.parse(whole))],
    ['half of it', (whole) => whole.slice(0, whole.length / 2)],
    ['a byte order mark', (whole) => `\ufeff${whole}`],
    ['letters that look alike', (whole) => whole.replace('ethereum', 'ethereu\u200bm')],
  ])('with %s is refused', async (_, change) => {
    await expect(PROPOSAL.parse(change(text), 'p.json')).rejects.toMatchObject({
      exitCode: expect.toBeOneOf([2, 7]),
    })
  })
})

describe('a proposal', () => {
  const signer = walletSigner(FUNDED_KEYS[0])
  const proposed = () => PROPOSAL.parse(text, 'p.json')

  it('that is not there is missed', async () => {
    await expect(PROPOSAL.read('/nowhere/p.json')).rejects.toMatchObject({
      code: 'PROPOSAL_MISSING',
      exitCode: 4,
    })
  })

  it('is signed in no form that its multisig or a key does not have', async () => {
    const { terms } = await proposed()
    for (const [scheme, form] of [
      [safeScheme, 'contract'],
      [gradedScheme, 'eth-sign'],
    ] as const) {
      await expect(scheme.sign(terms, signer, form), form).rejects.toMatchObject({
        code: 'SIGNATURE_FORM_UNKNOWN',
      })
    }
  })

  it('whose batch runs through an unknown contract is not signed without a chain', async () => {
    const proposal = await proposed()
    const strange = { ...proposal, terms: { ...proposal.terms, fields: { multiSend: OTHER } } }
    const ports = {
      signer: () => expect.fail('no key is touched'),
      story: { note: () => undefined } as unknown as Story,
      prompts: { confirm: () => expect.fail('nobody is asked') },
      locks: '/nowhere',
    }
    await expect(signOffline(ports, strange, { file: 'p.json' })).rejects.toMatchObject({
      code: 'PROPOSAL_CHAIN_NEEDED',
    })
  })

  it('is not united with a copy that has another signature of the same contract', async () => {
    const proposal = await proposed()
    const copyWith = (signature: string): Copy => ({
      file: `${signature}.json`,
      proposal: { ...proposal, signatures: [{ signer: TOKEN, form: 'contract', signature }] },
    })
    const [one, other] = [copyWith('0x01'), copyWith('0x02')]
    expect(() => mergeCopies([one, other])).toThrow(
      expect.objectContaining({
        code: 'PROPOSAL_SIGNATURES_CONFLICT',
        exitCode: 7,
      }),
    )
    expect(mergeCopies([one, one]).signatures).toHaveLength(1)
  })
})

describe('a plan', () => {
  const plan = planOf([plannedPayment(0)])

  it('is proposed to the account and on the chain it was made for', () => {
    expect(planCalls(plan, plan.chainId, plan.from)).toHaveLength(1)
  })

  it.each<[what: string, plan: WrittenPlan, chainId: bigint, multisig: string]>([
    ['of another chain', plan, 1n, plan.from],
    ['of another account', plan, plan.chainId, SAFE],
    ['that deploys', planOf([{ ...plannedPayment(0), to: null }]), plan.chainId, plan.from],
  ])('%s is not proposed', (_, made, chainId, multisig) => {
    expect(() => planCalls(made, chainId, multisig)).toThrow(
      expect.objectContaining({ code: 'PLAN_NOT_PROPOSABLE', exitCode: 7 }),
    )
  })
})
