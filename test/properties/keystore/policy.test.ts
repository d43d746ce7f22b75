import { Interface } from 'ethers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedPolicy } from '../../../src/keystore/policy/change-policy.ts'
import { judge } from '../../../src/keystore/policy/judge.ts'
import { parsePolicy } from '../../../src/keystore/policy/parse-policy.ts'
import { type KeyPolicy, NATIVE, policyJson } from '../../../src/keystore/policy/policy.ts'
import { raisingCommand } from '../../../src/keystore/policy/policy-flags.ts'
import { transactionRequest } from '../../../src/keystore/policy/transaction-request.ts'
import { CapstanError } from '../../../src/primitives/capstan-error.ts'
import { ALICE, BOB, OTHER_TOKEN, SELF, TOKEN } from '../../support/policies.ts'

const erc20 = new Interface([
  'function transfer(address,uint256)',
  'function transferFrom(address,address,uint256)',
  'function approve(address,uint256)',
])

const accounts = fc.constantFrom(ALICE, BOB)
const tokens = fc.constantFrom(TOKEN, OTHER_TOKEN)
const amounts = fc.bigInt({ min: 0n, max: 200n })
const chains = fc.constantFrom(1, 56)

const ceilings = fc.option(fc.dictionary(fc.constantFrom(NATIVE, TOKEN, OTHER_TOKEN), amounts))
const policies: fc.Arbitrary<KeyPolicy> = fc.record({
  networks: fc.option(fc.subarray([1, 56])),
  recipients: fc.option(fc.subarray([ALICE, BOB, TOKEN, OTHER_TOKEN])),
  maxPerTxBaseUnits: ceilings,
  maxPerDayBaseUnits: ceilings,
  commands: fc.constant(null),
})

/** A payment or a token call, with what it is known to do. */
const transactions = fc
  .record({
    chainId: chains,
    valueWei: amounts,
    beneficiary: accounts,
    amount: amounts,
    token: fc.option(tokens),
    call: fc.constantFrom('transfer', 'transferFrom', 'approve'),
  })
  .map(({ chainId, valueWei, beneficiary, amount, token, call }) => {
    const args = call === 'transferFrom' ? [SELF, beneficiary, amount] : [beneficiary, amount]
    return {
      transaction: {
        chainId: BigInt(chainId),
        to: token ?? beneficiary,
        valueWei,
        data: token === null ? '0x' : erc20.encodeFunctionData(call, args),
      },
      chainId,
      deals: token === null ? [beneficiary] : [beneficiary, token],
      moves: { [NATIVE]: valueWei, ...(token !== null && { [token]: amount }) },
    }
  })

function isSigned(policy: KeyPolicy, transaction: Parameters<typeof transactionRequest>[0]) {
  try {
    judge({ key: 'ops', policy }, transactionRequest(transaction, SELF))
    return true
  } catch (error) {
    if (error instanceof CapstanError && error.code === 'POLICY_REFUSED') return false
    throw error
  }
}

describe('a policy', () => {
  it('lets pass nothing but what every one of its rules allows', () => {
    fc.assert(
      fc.property(policies, transactions, (policy, { transaction, chainId, deals, moves }) => {
        if (!isSigned(policy, transaction)) return
        const { networks, recipients, maxPerTxBaseUnits, maxPerDayBaseUnits } = policy
        expect(networks === null || networks.includes(chainId)).toBe(true)
        const capped = Object.keys({ ...maxPerTxBaseUnits, ...maxPerDayBaseUnits })
        const listed = recipients && [...recipients, ...capped]
        for (const address of deals) expect(listed ?? deals).toContain(address)
        for (const [asset, amount] of Object.entries(moves)) {
          const limits = [maxPerTxBaseUnits, maxPerDayBaseUnits]
          for (const limit of limits) expect(amount <= (limit?.[asset] ?? amount)).toBe(true)
          const isLimited = limits.some((limit) => limit !== null)
          if (isLimited && amount > 0n) expect(capped).toContain(asset)
        }
      }),
    )
  })

  it('that is stricter signs nothing that the looser one does not', () => {
    fc.assert(
      fc.property(policies, transactions, (policy, { transaction }) => {
        if (!isSigned(policy, transaction)) return
        for (const rule of ['networks', 'recipients'] as const) {
          expect(isSigned({ ...policy, [rule]: null }, transaction)).toBe(true)
        }
      }),
    )
  })

  it('is read back from what is written of it', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const written = JSON.parse(JSON.stringify(policyJson(policy)))
        const read = parsePolicy(written, 'evm', 'policy')
        expect(read).toEqual(policy)
      }),
    )
  })

  it('takes the command that a refusal suggests', () => {
    fc.assert(
      fc.property(policies, fc.bigInt({ min: 0n, max: 10n ** 40n }), (policy, most) => {
        const command = raisingCommand('ops', 'max-per-tx', policy, NATIVE, most)
        const values = command.split(' ').filter((_, at, words) => words[at - 1] === '--max-per-tx')
        const changed = changedPolicy('evm', policy, { maxPerTx: values })
        expect(changed?.maxPerTxBaseUnits).toEqual({ ...policy.maxPerTxBaseUnits, [NATIVE]: most })
      }),
    )
  })
})
