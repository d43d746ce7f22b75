import { CapstanError, type ErrorDetails } from '../../primitives/capstan-error.ts'
import { assetAmountText } from './asset-text.ts'
import type { KeyPolicy } from './policy.ts'
import { addingCommand, type PolicyRule, raisingCommand } from './policy-flags.ts'
import { UNLIMITED } from './signing-request.ts'

/** The name of a key, with its policy. */
export interface Ruled {
  readonly key: string
  readonly policy: KeyPolicy
}

/** @param command as typed; undefined where no command runs. */
export function commandRefused({ key, policy }: Ruled, command: string | undefined): CapstanError {
  const asked = command === undefined ? 'outside any command' : `in "${command}"`
  return refused(
    'allow-command',
    `The policy of the key "${key}" allows signing only in ${listed(policy.commands)}, not ${asked}.`,
    { key, command: command ?? null },
    command === undefined ? show(key) : addingCommand(key, 'allow-command', policy, command),
  )
}

/** @param chainId null if the signed data names none. */
export function networkRefused({ key, policy }: Ruled, chainId: bigint | null): CapstanError {
  const asked = chainId === null ? 'without a chain id' : `for ${chainId}`
  return refused(
    'allow-network',
    `The policy of the key "${key}" allows signing only for the chain ids ${listed(policy.networks)}, not ${asked}.`,
    { key, chainId: chainId === null ? null : `${chainId}` },
    chainId === null ? show(key) : addingCommand(key, 'allow-network', policy, `${chainId}`),
  )
}

export function recipientRefused({ key, policy }: Ruled, address: string): CapstanError {
  return refused(
    'allow-to',
    `The policy of the key "${key}" does not list ${address}, which this pays or calls.`,
    { key, address },
    addingCommand(key, 'allow-to', policy, address),
  )
}

/** A contract being created, or a message that names no contract, is on no list. */
export function recipientUnknown({ key }: Ruled): CapstanError {
  return refused(
    'allow-to',
    `The policy of the key "${key}" allows only listed recipients; this creates a contract or names no recipient.`,
    { key, address: null },
    show(key),
  )
}

/** Once one asset has a limit, every asset that moves needs one. */
export function ceilingMissing(
  { key, policy }: Ruled,
  asset: string,
  baseUnits: bigint,
): CapstanError {
  const rule = policy.maxPerTxBaseUnits === null ? 'max-per-day' : 'max-per-tx'
  return refused(
    rule,
    `The policy of the key "${key}" limits amounts and has no limit for what this moves: ${moved(asset, baseUnits)}.`,
    { key, asset, amountBaseUnits: `${baseUnits}`, limitBaseUnits: null },
    raising({ key, policy }, rule, asset, baseUnits),
  )
}

export function overTransactionCeiling(
  { key, policy }: Ruled,
  asset: string,
  baseUnits: bigint,
  limit: bigint,
): CapstanError {
  return refused(
    'max-per-tx',
    `The policy of the key "${key}" allows ${assetAmountText(asset, limit)} per transaction; this one moves ${moved(asset, baseUnits)}.`,
    { key, asset, amountBaseUnits: `${baseUnits}`, limitBaseUnits: `${limit}` },
    raising({ key, policy }, 'max-per-tx', asset, baseUnits),
  )
}

/** @param spent what was signed for in the last 24 hours, in base units. */
export function overDayCeiling(
  { key, policy }: Ruled,
  asset: string,
  { baseUnits, limit, spent }: { baseUnits: bigint; limit: bigint; spent: bigint },
): CapstanError {
  return refused(
    'max-per-day',
    `The policy of the key "${key}" allows ${assetAmountText(asset, limit)} in 24 hours; ${assetAmountText(asset, spent)} are spent, and this moves ${moved(asset, baseUnits)}.`,
    {
      ...{ key, asset, amountBaseUnits: `${baseUnits}` },
      ...{ limitBaseUnits: `${limit}`, spentBaseUnits: `${spent}` },
    },
    raising({ key, policy }, 'max-per-day', asset, spent + baseUnits),
  )
}

/** `keys.json` was edited by hand, or has another key's seal. */
export function policyAltered(name: string): CapstanError {
  return new CapstanError({
    code: 'KEY_POLICY_ALTERED',
    kind: 'mismatch',
    message: `The policy or place of the key "${name}" was altered outside capstan; the key signs nothing.`,
    details: { key: name },
    suggestions: [
      'Restore keys.json from a backup.',
      `capstan key policy ${name}`,
      `capstan key policy ${name} --clear`,
    ],
  })
}

/** A copy outside capstan would have no policy. */
export function exportRefused(key: string): CapstanError {
  return refused(
    'export',
    `The key "${key}" has a policy, which an exported copy would not have; it is not exported.`,
    { key },
    `capstan key policy ${key} --clear`,
  )
}

/** A Bytom key signs at every path below its root, also at those of other keys. */
export function rootRuled(key: string): CapstanError {
  return refused(
    'root',
    `The key "${key}" has a policy; another Bytom key of the same root could sign everything it can.`,
    { key },
    show(key),
  )
}

export function rootShared(key: string, mate: string): CapstanError {
  return refused(
    'root',
    `The key "${mate}" has the same root as "${key}" and signs everything it can; a policy would have no effect.`,
    { key, other: mate },
    `capstan key remove ${mate}`,
  )
}

/** Code of an account (EIP-7702) can bypass every rule. */
export function setCodeRefused({ key }: Ruled): CapstanError {
  return refused(
    'set-code',
    `The key "${key}" has a policy and does not sign transactions of type 4, which hand its account to a contract.`,
    { key },
    show(key),
  )
}

/** @param what `a call` or the name of a message. */
export function unreadRefused({ key }: Ruled, what: string): CapstanError {
  return refused(
    'unread',
    `The policy of the key "${key}" cannot tell what ${what} moves; it is not signed.`,
    { key },
    show(key),
  )
}

function refused(
  rule: PolicyRule | 'set-code' | 'unread' | 'export' | 'root',
  message: string,
  details: ErrorDetails,
  suggestion: string,
): CapstanError {
  return new CapstanError({
    code: 'POLICY_REFUSED',
    kind: 'refused',
    message,
    details: { rule, ...details },
    suggestions: [suggestion],
  })
}

/** Suggests raising the limit, but not to an unlimited amount. */
function raising(
  { key, policy }: Ruled,
  rule: 'max-per-tx' | 'max-per-day',
  asset: string,
  baseUnits: bigint,
): string {
  return baseUnits >= UNLIMITED ? show(key) : raisingCommand(key, rule, policy, asset, baseUnits)
}

function show(key: string): string {
  return `capstan key policy ${key}`
}

function moved(asset: string, baseUnits: bigint): string {
  return baseUnits >= UNLIMITED ? `everything of ${asset}` : assetAmountText(asset, baseUnits)
}

function listed(values: readonly (string | number)[] | null): string {
  return values === null || values.length === 0 ? '(none)' : values.join(', ')
}
