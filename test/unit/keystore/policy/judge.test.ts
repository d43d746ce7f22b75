import { Interface } from 'ethers'
import { describe, expect, it } from 'vitest'
import { assertCommand, judge } from '../../../../src/keystore/policy/judge.ts'
import { type KeyPolicy, NATIVE } from '../../../../src/keystore/policy/policy.ts'
import type { SigningRequest } from '../../../../src/keystore/policy/signing-request.ts'
import {
  type TransactionToSign,
  transactionRequest,
} from '../../../../src/keystore/policy/transaction-request.ts'
import { CapstanError } from '../../../../src/primitives/capstan-error.ts'
import { ALICE, BOB, ETHER, OTHER_TOKEN, policyOf, SELF, TOKEN } from '../../../support/policies.ts'

const erc20 = new Interface([
  'function transfer(address,uint256)',
  'function transferFrom(address,address,uint256)',
  'function approve(address,uint256)',
  'function burn(uint256)',
])
const call = (name: string, ...args: unknown[]) => erc20.encodeFunctionData(name, args)

const transaction = (given: Partial<TransactionToSign>): SigningRequest =>
  transactionRequest({ chainId: 1n, to: BOB, valueWei: 0n, data: '0x', ...given }, SELF)
const pay = (valueWei: bigint, to: string | null = BOB) => transaction({ to, valueWei })
const tokenCall = (data: string, to = TOKEN) => transaction({ to, data })

/** The rule that refuses, or what the day must have room for. */
function verdict(rules: Partial<KeyPolicy>, proposal: SigningRequest) {
  try {
    return judge({ key: 'ops', policy: policyOf(rules) }, proposal)
  } catch (error) {
    expect(error).toBeInstanceOf(CapstanError)
    expect(error).toMatchObject({ code: 'POLICY_REFUSED', exitCode: 3 })
    return (error as CapstanError).details.rule
  }
}

describe('the rule of networks', () => {
  const rules = { networks: [1, 56] }
  it('allows the chains it lists and no others', () => {
    expect(verdict(rules, transaction({ chainId: 56n }))).toEqual([])
    expect(verdict(rules, transaction({ chainId: 31337n }))).toBe('allow-network')
    expect(verdict(rules, transaction({ chainId: null }))).toBe('allow-network')
    expect(verdict({ networks: [] }, transaction({}))).toBe('allow-network')
    expect(verdict({}, transaction({ chainId: null }))).toEqual([])
  })
})

describe('the rule of recipients', () => {
  const rules = { recipients: [ALICE, TOKEN] }
  it('asks who gets the value', () => {
    expect(verdict(rules, pay(1n, ALICE))).toEqual([])
    expect(verdict(rules, pay(1n, ALICE.toLowerCase()))).toEqual([])
    expect(verdict(rules, pay(1n))).toBe('allow-to')
    expect(verdict(rules, pay(0n))).toBe('allow-to')
  })

  it('looks into known token calls, and wants the token listed as well', () => {
    expect(verdict(rules, tokenCall(call('transfer', ALICE, 1n)))).toEqual([])
    expect(verdict(rules, tokenCall(call('transfer', BOB, 1n)))).toBe('allow-to')
    expect(verdict(rules, tokenCall(call('transferFrom', ALICE, BOB, 1n)))).toBe('allow-to')
    expect(verdict(rules, tokenCall(call('approve', BOB, 1n)))).toBe('allow-to')
    expect(verdict(rules, tokenCall(call('transfer', ALICE, 1n), OTHER_TOKEN))).toBe('allow-to')
  })

  it('takes a ceiling as the listing of a token, but not for value sent to it', () => {
    const capped = { recipients: [ALICE], maxPerTxBaseUnits: { [TOKEN]: 10n, [NATIVE]: 10n } }
    const data = call('transfer', ALICE, 1n)
    expect(verdict(capped, tokenCall(data))).toEqual([])
    expect(verdict(capped, transaction({ to: TOKEN, data, valueWei: 1n }))).toBe('allow-to')
    expect(verdict(capped, pay(1n, TOKEN))).toBe('allow-to')
  })

  it('takes other calls by their contract', () => {
    expect(verdict(rules, tokenCall('0x12345678', ALICE))).toEqual([])
    expect(verdict(rules, tokenCall('0x12345678', BOB))).toBe('allow-to')
  })

  it('refuses to make contracts', () => {
    expect(verdict(rules, transaction({ to: null, data: '0x60' }))).toBe('allow-to')
    expect(verdict({}, transaction({ to: null, data: '0x60' }))).toEqual([])
  })

  it('lets the account pay itself, but not call itself', () => {
    expect(verdict(rules, pay(5n, SELF))).toEqual([])
    expect(verdict(rules, transaction({ to: SELF, data: '0x12345678' }))).toBe('allow-to')
    expect(verdict(rules, tokenCall(call('transferFrom', BOB, SELF, 1n)))).toEqual([])
  })
})

describe('the ceiling of a transaction', () => {
  const rules = { maxPerTxBaseUnits: { [NATIVE]: ETHER, [TOKEN]: 100n } }
  it('is reached and not passed', () => {
    expect(verdict(rules, pay(ETHER))).toEqual([])
    expect(verdict(rules, pay(ETHER + 1n))).toBe('max-per-tx')
    expect(verdict(rules, tokenCall(call('transfer', BOB, 100n)))).toEqual([])
    expect(verdict(rules, tokenCall(call('transfer', BOB, 101n)))).toBe('max-per-tx')
    expect(verdict(rules, tokenCall(call('approve', BOB, 101n)))).toBe('max-per-tx')
  })

  it('refuses an approval without limit, however high it is', () => {
    const most = (1n << 256n) - 1n
    const rules = { maxPerTxBaseUnits: { [TOKEN]: most } }
    expect(verdict(rules, tokenCall(call('approve', BOB, most - 1n)))).toEqual([])
    expect(verdict(rules, tokenCall(call('approve', BOB, most)))).toBe('max-per-tx')
  })

  it('wants one for whatever moves, once there is any', () => {
    expect(verdict(rules, tokenCall(call('transfer', BOB, 1n), OTHER_TOKEN))).toBe('max-per-tx')
    expect(verdict({ maxPerTxBaseUnits: { [TOKEN]: 1n } }, pay(1n))).toBe('max-per-tx')
    expect(verdict({ maxPerDayBaseUnits: { [TOKEN]: 1n } }, pay(1n))).toBe('max-per-day')
    expect(verdict(rules, tokenCall(call('approve', BOB, 0n), OTHER_TOKEN))).toEqual([])
  })

  it('of a token refuses calls of it that are not known, not those of other contracts', () => {
    expect(verdict(rules, tokenCall(call('burn', 1n)))).toBe('unread')
    expect(verdict(rules, tokenCall(call('burn', 1n), BOB))).toEqual([])
  })

  it('does not count what comes back', () => {
    expect(verdict(rules, pay(5n * ETHER, SELF))).toEqual([])
    expect(verdict(rules, tokenCall(call('transferFrom', BOB, SELF, 500n)))).toEqual([])
  })
})

describe('the ceiling of a day', () => {
  it('is handed on with what it must have room for', () => {
    const rules = { maxPerDayBaseUnits: { [NATIVE]: ETHER, [TOKEN]: 100n } }
    const data = call('transfer', BOB, 60n)
    expect(verdict(rules, transaction({ to: TOKEN, data, valueWei: 7n }))).toEqual([
      { asset: NATIVE, amountBaseUnits: 7n, limitBaseUnits: ETHER },
      { asset: TOKEN, amountBaseUnits: 60n, limitBaseUnits: 100n },
    ])
    expect(verdict(rules, pay(0n))).toEqual([])
    expect(verdict(rules, pay(ETHER + 1n))).toBe('max-per-day')
  })
})

describe('any policy', () => {
  it('refuses to hand the account over (EIP-7702)', () => {
    const setCode = transaction({ type: 4, to: SELF })
    expect(verdict({ commands: ['tx send'] }, setCode)).toBe('set-code')
    expect(verdict({}, setCode)).toBe('set-code')
  })
})

describe('the rule of commands', () => {
  const refusal = (commands: string[] | null, command: string | undefined) => {
    try {
      assertCommand({ key: 'ops', policy: policyOf({ commands }) }, command)
      return undefined
    } catch (error) {
      return (error as CapstanError).details.rule
    }
  }

  it('allows a command, or all of a topic', () => {
    expect(refusal(['migrate distribute'], 'migrate distribute')).toBeUndefined()
    expect(refusal(['migrate'], 'migrate distribute')).toBeUndefined()
    expect(refusal(['migrate distribute'], 'migrate publish')).toBe('allow-command')
    expect(refusal(['migrate'], 'migrated x')).toBe('allow-command')
    expect(refusal(['migrate'], undefined)).toBe('allow-command')
    expect(refusal([], 'migrate')).toBe('allow-command')
    expect(refusal(null, undefined)).toBeUndefined()
  })
})

describe('a refusal', () => {
  const error = (rules: Partial<KeyPolicy>, proposal: SigningRequest): CapstanError => {
    try {
      judge({ key: 'ops', policy: policyOf(rules) }, proposal)
    } catch (thrown) {
      return thrown as CapstanError
    }
    throw new Error('nothing was refused')
  }

  it('gives the command that would allow it, with what was allowed before', () => {
    const suggestion = (rules: Partial<KeyPolicy>, proposal: SigningRequest) =>
      error(rules, proposal).suggestions[0]
    expect(suggestion({ networks: [1] }, transaction({ chainId: 56n }))).toBe(
      'capstan key policy ops --allow-network 1 --allow-network 56',
    )
    expect(suggestion({ recipients: [ALICE] }, pay(1n))).toBe(
      `capstan key policy ops --allow-to ${ALICE} --allow-to ${BOB}`,
    )
    const maxPerTxBaseUnits = { [TOKEN]: 100n, [NATIVE]: ETHER }
    expect(suggestion({ maxPerTxBaseUnits }, pay(1234n * ETHER + ETHER / 2n))).toBe(
      `capstan key policy ops --max-per-tx ${TOKEN}=100 --max-per-tx 1234.5`,
    )
  })

  it('names value and limit, in base units in its details', () => {
    expect(error({ maxPerTxBaseUnits: { [NATIVE]: ETHER } }, pay(2n * ETHER)).details).toEqual({
      rule: 'max-per-tx',
      key: 'ops',
      asset: NATIVE,
      amountBaseUnits: '2000000000000000000',
      limitBaseUnits: '1000000000000000000',
    })
  })
})
