import { CapstanError, type ErrorDetails } from '../../primitives/capstan-error.ts'
import { assetAmountText } from './asset-text.ts'
import type { KeyPolicy } from './policy.ts'
import { addingCommand, type PolicyRule, raisingCommand } from './policy-flags.ts'
import { UNLIMITED } from './proposal.ts'

/** A key by its name, with what rules it. */
export interface Ruled {
  readonly key: string
  readonly policy: KeyPolicy
}

/** @param command as typed; undefined where no command runs. */
export function commandRefused({ key, policy }: Ruled, command: string | undefined): CapstanError {
  const asked = command === undefined ? 'outside of any command' : `in "${command}"`
  return refused(
    'allow-command',
    `The policy of the key "${key}" lets it sign in ${listed(policy.commands)} only, not ${asked}.`,
    { key, command: command ?? null },
    command === undefined ? show(key) : addingCommand(key, 'allow-command', policy, command),
  )
}

/** @param chainId null if what was to be signed names none. */
export function networkRefused({ key, policy }: Ruled, chainId: bigint | null): CapstanError {
  const asked = chainId === null ? 'for what names no chain' : `for ${chainId}`
  return refused(
    'allow-network',
    `The policy of the key "${key}" lets it sign for the chain ids ${listed(policy.networks)} only, not ${asked}.`,
    { key, chainId: chainId === null ? null : `${chainId}` },
    chainId === null ? show(key) : addingCommand(key, 'allow-network', policy, `${chainId}`),
  )
}

export function recipientRefused({ key, policy }: Ruled, address: string): CapstanError {
  return refused(
    'allow-to',
    `The policy of the key "${key}" does not list ${address}, which this gives something to or deals with.`,
    { key, address },
    addingCommand(key, 'allow-to', policy, address),
  )
}

/** A contract that is being made, or a message that names no contract, is on no list. */
export function recipientUnknown({ key }: Ruled): CapstanError {
  return refused(
    'allow-to',
    `The policy of the key "${key}" allows listed recipients only; this makes a contract or names nobody, so its recipient cannot be on the list.`,
    { key, address: null },
    show(key),
  )
}

/** Once amounts are limited, what moves needs a limit of its own. */
export function ceilingMissing(
  { key, policy }: Ruled,
  asset: string,
  baseUnits: bigint,
): CapstanError {
  const rule = policy.maxPerTxBaseUnits === null ? 'max-per-day' : 'max-per-tx'
  return refused(
    rule,
    `The policy of the key "${key}" limits amounts and has no ceiling for what this moves: ${moved(asset, baseUnits)}.`,
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
    `The policy of the key "${key}" lets one transaction move ${assetAmountText(asset, limit)}; this one moves ${moved(asset, baseUnits)}.`,
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
    `The policy of the key "${key}" lets any 24 hours move ${assetAmountText(asset, limit)}; ${assetAmountText(asset, spent)} have gone, and this moves ${moved(asset, baseUnits)}.`,
    {
      ...{ key, asset, amountBaseUnits: `${baseUnits}` },
      ...{ limitBaseUnits: `${limit}`, spentBaseUnits: `${spent}` },
    },
    raising({ key, policy }, 'max-per-day', asset, spent + baseUnits),
  )
}

/** Somebody wrote into `keys.json` by hand, or put another key's seal there. */
export function policyAltered(name: string): CapstanError {
  return new CapstanError({
    code: 'KEY_POLICY_ALTERED',
    kind: 'mismatch',
    message: `The policy or place of the key "${name}" was altered outside capstan; nothing is signed with it.`,
    details: { key: name },
    suggestions: [
      'Restore keys.json from a copy.',
      `capstan key policy ${name}`,
      `capstan key policy ${name} --clear`,
    ],
  })
}

/** A copy outside capstan would be ruled by nothing. */
export function exportRefused(key: string): CapstanError {
  return refused(
    'export',
    `The key "${key}" has a policy, which a copy of it would not have; it is not exported.`,
    { key },
    `capstan key policy ${key} --clear`,
  )
}

/** A Bytom key signs at every path below its root, whoever else is named after a path of it. */
export function rootRuled(key: string): CapstanError {
  return refused(
    'root',
    `The key "${key}" has a policy; another Bytom key of the same root could sign all that it does.`,
    { key },
    show(key),
  )
}

export function rootShared(key: string, mate: string): CapstanError {
  return refused(
    'root',
    `The key "${mate}" signs all that "${key}" does, for they have one root; a policy would rule nothing.`,
    { key, other: mate },
    `capstan key remove ${mate}`,
  )
}

/** An account that runs somebody's code (EIP-7702) is past every rule. */
export function setCodeRefused({ key }: Ruled): CapstanError {
  return refused(
    'set-code',
    `The key "${key}" has a policy; it signs no transaction of type 4, which would hand its account over to a contract.`,
    { key },
    show(key),
  )
}

/** @param what `a call` or the name of a message. */
export function unreadRefused({ key }: Ruled, what: string): CapstanError {
  return refused(
    'unread',
    `The policy of the key "${key}" cannot tell what ${what} would move, so it is not signed.`,
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

/** What nobody should raise a ceiling to is answered by showing the policy. */
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
  return baseUnits >= UNLIMITED ? `all there is of ${asset}` : assetAmountText(asset, baseUnits)
}

function listed(values: readonly (string | number)[] | null): string {
  return values === null || values.length === 0 ? '(none)' : values.join(', ')
}
