import { planJson } from '../chain/plan/plan-json.ts'
import { planText } from '../chain/plan/plan-view.ts'
import { amountText } from '../primitives/amount-text.ts'
import { formatInstant } from '../primitives/instant.ts'
import { textFacts } from '../primitives/text-table.ts'
import type { View } from '../primitives/view.ts'
import type { Governed } from './govern.ts'
import type { LockedTokens } from './lock-tokens.ts'
import type { Refund } from './refund-lock.ts'
import type { Retirement } from './retire-lock.ts'

/** @param status command that shows the state of the lock. */
export function lockedView(locked: LockedTokens, status: string): View {
  const { plan, unit, releaseExpiry, refundOpens, ...facts } = locked
  const what = `${amountText(locked.amountBaseUnits, unit)} for ${locked.recipient}`
  if (plan) {
    return {
      json: { ...facts, planned: true, plans: planJson(plan) },
      text: `Planned, and nothing was sent: ${what}.\n${planText(plan)}`,
    }
  }
  const times = {
    releaseExpiry: formatInstant(releaseExpiry ?? 0),
    refundOpens: formatInstant(refundOpens ?? 0),
  }
  return {
    json: { ...facts, ...times },
    text: [
      `${locked.alreadyDone ? 'Locked before' : 'Locked'}: ${what}.`,
      textFacts([
        ['lock', locked.lockId ?? ''],
        ['state', locked.state ?? ''],
        ['released until', times.releaseExpiry],
        ['refund from', times.refundOpens],
        ['next', status],
      ]),
    ].join('\n'),
  }
}

export function refundView({ plan, unit, ...refund }: Refund): View {
  const { amountBaseUnits, token, sender, lockId, transactionHash, alreadyDone } = refund
  const what = `lock ${lockId}, ${amountText(amountBaseUnits, unit)} of ${token} to ${sender}`
  if (plan) {
    return {
      json: { ...refund, planned: true, plans: planJson(plan) },
      text: `Planned, and nothing was sent: ${what}.\n${planText(plan)}`,
    }
  }
  return {
    json: { ...refund, state: 'refunded' },
    text: alreadyDone ? `Refunded before: ${what}.` : `Refunded ${what}, in ${transactionHash}.`,
  }
}

export function retirementView({ plan, unit, ...retirement }: Retirement): View {
  const { amountBaseUnits, token, lockId, transactionHash, alreadyDone } = retirement
  const what = `lock ${lockId}, ${amountText(amountBaseUnits, unit)} of ${token}`
  if (plan) {
    return {
      json: { ...retirement, planned: true, plans: planJson(plan) },
      text: `Planned, and nothing was sent: ${what}.\n${planText(plan)}`,
    }
  }
  return {
    json: { ...retirement, state: 'retired' },
    text: alreadyDone ? `Retired before: ${what}.` : `Retired ${what}, in ${transactionHash}.`,
  }
}

const DONE = { open: 'open', pause: 'paused', unpause: 'not paused' } as const

export function governedView({ plan, ...governed }: Governed): View {
  const { act, contract, transactionHash, alreadyDone } = governed
  if (plan) {
    return {
      json: { ...governed, planned: true, plans: planJson(plan) },
      text: `Planned, and nothing was sent.\n${planText(plan)}`,
    }
  }
  const how = alreadyDone ? ' already' : `, by ${transactionHash}`
  return { json: governed, text: `${contract} is ${DONE[act]}${how}.` }
}
