import { formatAmount } from '../../primitives/amount.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'
import type { Drift } from './drift.ts'

/** @param what `plan` or `signed plan`. */
export function planMissing(file: string, what: string): CapstanError {
  return new CapstanError({
    code: 'PLAN_MISSING',
    kind: 'not-found',
    message: `There is no ${what} at ${file}.`,
    details: { file },
  })
}

/** @param reason as in "it is not JSON". */
export function planInvalid(file: string, what: string, reason: string): CapstanError {
  return new CapstanError({
    code: 'PLAN_INVALID',
    kind: 'usage',
    message: `capstan cannot read ${file} as a ${what}: ${reason}.`,
    details: { file, reason },
  })
}

/** @param reason as in "its digest is another one". */
export function planAltered(file: string, what: string, reason: string): CapstanError {
  return new CapstanError({
    code: 'PLAN_ALTERED',
    kind: 'mismatch',
    message: `The ${what} ${file} was changed after it was written: ${reason}.`,
    details: { file, reason },
    suggestions: ['Make the plan again with --plan-out, and compare the digests.'],
  })
}

export function planFileExists(file: string): CapstanError {
  return new CapstanError({
    code: 'PLAN_FILE_EXISTS',
    kind: 'refused',
    message: `${file} exists and holds something else. Nothing was written.`,
    details: { file },
    suggestions: ['Name another file, or remove this one first.'],
  })
}

export function planExpired(expiresAt: string, now: number): CapstanError {
  return new CapstanError({
    code: 'PLAN_EXPIRED',
    kind: 'refused',
    message: `The plan expired at ${expiresAt}; it is now ${new Date(now).toISOString()}.`,
    details: { expiresAt },
    suggestions: ['Make the plan again with --plan-out.'],
  })
}

/** @param planned, maxFeeWei prices per unit of gas, in wei. */
export function planOverBudget(planned: bigint, maxFeeWei: bigint): CapstanError {
  const gwei = (wei: bigint) => formatAmount(wei, 9, 'gwei')
  return new CapstanError({
    code: 'PLAN_OVER_BUDGET',
    kind: 'refused',
    message: `The plan pays up to ${gwei(planned)} per unit of gas; the highest fee allowed is ${gwei(maxFeeWei)}.`,
    details: { plannedWei: planned.toString(), maxFeeWei: maxFeeWei.toString() },
    suggestions: ['capstan config show', 'Make the plan again with --plan-out.'],
  })
}

export function planOfOtherChain(planned: bigint, chainId: bigint, network: string): CapstanError {
  return new CapstanError({
    code: 'PLAN_OTHER_CHAIN',
    kind: 'mismatch',
    message: `The plan is for chain id ${planned}; ${network} has ${chainId}.`,
    details: { planned: planned.toString(), network, chainId: chainId.toString() },
    suggestions: ['Name the network of the plan: --network NAME'],
  })
}

/** The details list all. */
const DRIFT_TOLD = 5

/** All differences between the chain and the plan. Nothing was signed or sent. */
export function planDrift(drift: readonly Drift[]): CapstanError {
  const told = drift.slice(0, DRIFT_TOLD).map(driftText)
  const hidden = drift.length - told.length
  const sentences = [...told, ...(hidden > 0 ? [`And ${hidden} more.`] : [])]
  return new CapstanError({
    code: 'PLAN_DRIFT',
    kind: 'refused',
    message: `The plan no longer matches the chain. ${sentences.join(' ')} Nothing of the rest was sent.`,
    details: { drift: drift.map((one) => ({ ...one })) },
    suggestions: ['Make the plan again with --plan-out.'],
  })
}

function driftText({ kind, transaction, expected, found }: Drift): string {
  const where = transaction === null ? '' : ` of transaction ${transaction}`
  return `${DRIFT_WORDS[kind]}${where}: planned ${expected}, now ${found}.`
}

const DRIFT_WORDS: Readonly<Record<Drift['kind'], string>> = {
  nonce: 'Nonce',
  balance: 'Balance needed',
  code: 'Code at the recipient',
  effect: 'Effect',
  fee: 'Price of gas',
  asset: 'A token',
}

/** @param transaction its number in the plan, from 1. @param reason as in "is from another account". */
export function signatureUnexpected(transaction: number, reason: string): CapstanError {
  return new CapstanError({
    code: 'SIGNED_PLAN_MISMATCH',
    kind: 'mismatch',
    message: `Signed transaction ${transaction} does not match the plan: it ${reason}. Nothing was sent.`,
    details: { transaction, reason },
    suggestions: ['Sign the plan again with capstan tx sign.'],
  })
}
