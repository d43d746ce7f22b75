import { parseBaseUnits } from '../../primitives/amount.ts'
import { isCount, membersOf } from '../../primitives/json-fields.ts'
import { Malformed } from '../../primitives/malformed.ts'
import type { KeyType } from '../key-type.ts'
import type { Ceilings, KeyPolicy } from './policy.ts'
import { policyTerms } from './policy-terms.ts'

const MEMBERS = ['networks', 'recipients', 'maxPerTxBaseUnits', 'maxPerDayBaseUnits', 'commands']

/**
 * Reads a policy of `keys.json` as strictly as it is written. `at` names it in messages.
 * @throws Malformed
 */
export function parsePolicy(value: unknown, type: KeyType, at: string): KeyPolicy {
  const policy = membersOf(value, at)
  const unknown = Object.keys(policy).find((member) => !MEMBERS.includes(member))
  if (unknown !== undefined) throw new Malformed(`${at} has the unknown member "${unknown}"`)
  const { coin, parseRecipient, parseAsset } = policyTerms(type)
  const isRecipient = (item: unknown) => isFixed(item, parseRecipient)
  const isAsset = (item: string) => item === coin || isFixed(item, parseAsset)
  const ceilings = (name: string) => parseCeilings(policy[name], isAsset, `${at}.${name}`)
  return {
    networks: parseList<number>(policy.networks, isCount, `${at}.networks`),
    recipients: parseList<string>(policy.recipients, isRecipient, `${at}.recipients`),
    maxPerTxBaseUnits: ceilings('maxPerTxBaseUnits'),
    maxPerDayBaseUnits: ceilings('maxPerDayBaseUnits'),
    commands: parseList<string>(policy.commands, isCommand, `${at}.commands`),
  }
}

function parseList<T>(
  value: unknown,
  isItem: (item: unknown) => boolean,
  at: string,
): readonly T[] | null {
  if (value === null) return null
  if (Array.isArray(value) && value.every(isItem)) return value
  throw new Malformed(`${at} is not a list of valid values`)
}

function parseCeilings(
  value: unknown,
  isAsset: (asset: string) => boolean,
  at: string,
): Ceilings | null {
  if (value === null) return null
  const entries = Object.entries(membersOf(value, at))
  return Object.fromEntries(
    entries.map(([asset, most]) => {
      if (!isAsset(asset)) throw new Malformed(`${at} has "${asset}", which is not an asset`)
      return [asset, baseUnits(most, `${at}.${asset}`)]
    }),
  )
}

function baseUnits(value: unknown, at: string): bigint {
  try {
    if (typeof value === 'string') return parseBaseUnits(value, at)
  } catch (cause) {
    throw new Malformed(`${at} is not an amount`, { cause })
  }
  throw new Malformed(`${at} is not an amount`)
}

function isCommand(item: unknown): boolean {
  return typeof item === 'string' && /^[a-z][a-z-]*(?: [a-z][a-z-]*)*$/.test(item)
}

/** Whether a text is in the one form that its parser gives. */
function isFixed(item: unknown, parse: (text: string) => string): boolean {
  if (typeof item !== 'string') return false
  try {
    return parse(item) === item
  } catch {
    return false
  }
}
