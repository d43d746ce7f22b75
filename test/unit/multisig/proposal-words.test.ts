import { describe, expect, it } from 'vitest'
import { callLines } from '../../../src/multisig/proposal/call-list.ts'
import { callText, type WordBook } from '../../../src/multisig/proposal/call-text.ts'
import { namedFunctions } from '../../../src/multisig/proposal/named-functions.ts'
import type { Call, Proposal, ProposalTerms } from '../../../src/multisig/proposal/proposal.ts'
import { isoTime, uncheckedText } from '../../../src/multisig/proposal-text.ts'

// What an owner reads before he signs: true whatever the file says, and complete however long it is.

const MULTISIG = '0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9'
const ATTACKER = '0x000000000000000000000000000000000000dEaD'
const PAYROLL = '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955'
const TOKEN = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const BOOK: WordBook = { assets: [], grade: { reasons: [] }, multisig: MULTISIG }

const coins = (valueWei: bigint, to = ATTACKER): Call => ({
  ...{ to, valueWei, data: '0x', decoded: null },
})
const tokens = (amount: string): Call => ({
  ...{ to: TOKEN, valueWei: 0n, data: '0xa9059cbb' },
  decoded: {
    signature: 'transfer(address,uint256)',
    argNames: ['to', 'amount'],
    args: [ATTACKER, amount],
  },
})
const named = (signature: string, args: readonly string[], data = '0x12345678'): Call => ({
  ...{ to: TOKEN, valueWei: 0n, data },
  decoded: { signature, argNames: args.map(() => ''), args: [...args] },
})
const terms = (calls: readonly Call[]): ProposalTerms => ({
  ...{ driver: 'graded', chainId: 31337n, multisig: MULTISIG, calls, nonce: 0n },
  ...{ expiresAtSeconds: null, fields: {} },
})
const proposal = (calls: readonly Call[], lie: Partial<Proposal>): Proposal => ({
  ...{ terms: terms(calls), network: 'devnet', createdAt: '2026-11-21T10:00:00.000Z' },
  ...{ digest: `0x${'11'.repeat(32)}`, simulation: null, assets: [], signatures: [] },
  grade: {
    ...{ operation: 'transfer', tier: 3, tiers: 3, threshold: 5, delaySeconds: 0 },
    reasons: [],
  },
  ...lie,
})
/** What stands before the line that says that the rest is the proposer's word. */
const provedPart = (text: string) => text.slice(0, text.indexOf('Not checked against a chain'))

describe('words of a proposal that no chain was asked about', () => {
  it('do not call a recipient by a name or list status that only the file gives it', () => {
    const { grade } = proposal([], {})
    const reason = {
      ...{ kind: 'listed' as const, address: ATTACKER },
      ...{ status: 'allowed' as const, name: 'payroll' },
    }
    const lie = { grade: { ...grade, reasons: [reason] } }
    expect(provedPart(uncheckedText(proposal([coins(1n)], lie)))).not.toContain('payroll')
  })

  it('do not take what is said to be a contract’s signature for one', () => {
    const signatures = [{ signer: PAYROLL, form: 'contract' as const, signature: '0x' }]
    const text = uncheckedText(proposal([coins(1n)], { signatures }))
    expect(provedPart(text)).not.toContain(PAYROLL)
    expect(text).toContain(PAYROLL)
  })

  it('have no room for a second recipient in the name of the operation', () => {
    const { grade } = proposal([], {})
    const operation = `tier 1 of 3) to ${PAYROLL} (allow-listed`
    const lie = { grade: { ...grade, operation, tier: null, tiers: null } }
    expect(provedPart(uncheckedText(proposal([coins(1n)], lie)))).not.toContain(PAYROLL)
  })

  it('count tokens in base units, whose decimals only a chain knows', () => {
    const lie = { assets: [{ asset: TOKEN, symbol: 'CMT', decimals: 30 }] }
    const text = provedPart(uncheckedText(proposal([tokens(`${10n ** 24n}`)], lie)))
    expect(text).toContain(`${10n ** 24n} base units`)
    expect(text).not.toContain('CMT')
  })

  it('count coins as those of every chain', () => {
    const lie = { assets: [{ asset: 'native', symbol: 'mETH', decimals: 18 }] }
    const text = provedPart(uncheckedText(proposal([coins(2n * 10n ** 18n)], lie)))
    expect(text).toContain('send 2 of the native coin')
  })
})

describe('words of a batch', () => {
  const payments = Array.from({ length: 300 }, (_, index) => coins(BigInt(index)))

  it('show whatever is no payment, wherever it stands', () => {
    const owner = named('transferOwnership(address)', [ATTACKER])
    const lines = callLines(terms([...payments, owner, ...payments]), BOOK)
    expect(lines).toHaveLength(22)
    expect(lines[20]).toMatch(/^ {2}301\. call transferOwnership/)
  })

  it('sum up the payments they do not show, each asset by itself', () => {
    const [coin, token] = callLines(terms([...payments, tokens('7'), tokens('5')]), BOOK).slice(-2)
    expect(coin).toContain('280 more payments')
    expect(coin).toContain(`${(299n * 300n) / 2n - (19n * 20n) / 2n} base units in all`)
    expect(coin).toContain('at most 299 base units')
    expect(token).toContain('12 base units')
  })
})

describe('words of a call', () => {
  it('keep a text that looks like more arguments in its quotes', () => {
    const { does } = callText(named('pay(string)', [`5, to = ${PAYROLL}) (tier 1`]), BOOK)
    expect(does).toBe(`call pay("5, to = ${PAYROLL}) (tier 1")`)
  })

  it('leave numbers, addresses, bytes and lists as they are', () => {
    const args = ['-5', ATTACKER, '0x', 'true', `[1, [${ATTACKER}, 0x12]]`]
    const { does } = callText(named('f()', args), BOOK)
    expect(does).toBe(`call f(${args.join(', ')})`)
  })

  it('say how much of a long argument they do not show', () => {
    const { does } = callText(named('multicall(bytes[])', [`[0x${'ab'.repeat(150)}]`]), BOOK)
    expect(does).toMatch(/^call multicall\(\[0x(ab)+a?… and 214 characters more\)$/)
  })

  it('say of a function that its name is the proposer’s, once for each, and of no known one', async () => {
    const bytes = `${ATTACKER.slice(2).toLowerCase().padStart(64, '0')}${'7'.padStart(64, '0')}`
    const transfer = named('transfer(address,uint256)', [ATTACKER, '7'], `0xa9059cbb${bytes}`)
    const calls = [named('claim()', []), named('claim()', []), transfer, named('other()', [])]
    const lines = await namedFunctions(calls)
    expect(lines).toHaveLength(2)
    expect(lines.join()).toMatch(/claim\(\).*0x12345678.*other\(\)/)
  })
})

describe('a time', () => {
  it('that no calendar has is still shown', () => {
    expect(isoTime(2 ** 53)).toMatch(/^after \+275760-/)
  })
})
