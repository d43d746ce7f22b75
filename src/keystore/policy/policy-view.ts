import type { View } from '../../primitives/view.ts'
import type { KeyFacts } from '../index/key-facts.ts'
import { assetAmountText } from './asset-text.ts'
import { type Ceilings, type KeyPolicy, policyJson } from './policy.ts'

export function keyPolicyView({ name, policy }: KeyFacts): View {
  const json = { name, policy: policy && policyJson(policy) }
  if (policy === null) return { json, text: `The key ${name} has no policy: it signs anything.` }
  const rules = policyFacts(policy).map(([rule, value]) => `  ${rule}: ${value}`)
  return { json, text: [`The key ${name} signs within its policy only:`, ...rules].join('\n') }
}

/** The rules there are, each with its name, for people. */
export function policyFacts(policy: KeyPolicy | null): [string, string][] {
  if (policy === null) return []
  const rules: [string, readonly (string | number)[] | null][] = [
    ['chain ids', policy.networks],
    ['recipients', policy.recipients],
    ['most in a transaction', ceilingTexts(policy.maxPerTxBaseUnits)],
    ['most in 24 hours', ceilingTexts(policy.maxPerDayBaseUnits)],
    ['commands', policy.commands],
  ]
  return rules.flatMap(([rule, values]) =>
    values === null ? [] : [[rule, values.length === 0 ? '(none)' : values.join(', ')]],
  )
}

function ceilingTexts(ceilings: Ceilings | null): string[] | null {
  return ceilings && Object.entries(ceilings).map(([asset, most]) => assetAmountText(asset, most))
}
