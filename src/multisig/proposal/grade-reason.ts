import type { ListStatus } from '../policy/policy.ts'

/** Why a proposal has its grade, or the list status of an address in it. */
export type GradeReason =
  /** It would exceed the daily limit, so it takes the next tier. */
  | { readonly kind: 'daily-limit' }
  | {
      readonly kind: 'listed'
      /** EIP-55. */
      readonly address: string
      readonly status: ListStatus
      /** What the home that proposed calls it; null for nothing. */
      readonly name: string | null
    }
  /** A Safe needs the same number of owners for everything. */
  | { readonly kind: 'safe-threshold'; readonly owners: number }
  | { readonly kind: 'changes-safe' }
  /** A guard that can refuse what the owners sign, EIP-55. */
  | { readonly kind: 'safe-guard'; readonly guard: string }
  /** A module that can move everything without the owners, EIP-55. */
  | { readonly kind: 'safe-module'; readonly module: string }
  /** Text of a file for which this capstan has no kind. */
  | { readonly kind: 'said'; readonly text: string }

const STATUS_TEXT: Readonly<Record<ListStatus, string>> = {
  none: 'not listed',
  allowed: 'allow-listed',
  suspect: 'suspected',
  denied: 'denied',
}

/** `0x… is allow-listed as 'payroll'` */
export function reasonText(reason: GradeReason): string {
  switch (reason.kind) {
    case 'daily-limit':
      return 'the daily limit would be passed, so it takes the next tier'
    case 'listed':
      return `${reason.address} is ${listedText(reason)}`
    case 'safe-threshold':
      return `a Safe asks ${reason.owners} of its owners for everything`
    case 'changes-safe':
      return 'it changes the Safe itself'
    case 'safe-guard':
      return `the guard ${reason.guard} may refuse it`
    case 'safe-module':
      return `the module ${reason.module} moves everything without the owners`
    case 'said':
      return reason.text
  }
}

/** `allow-listed as 'payroll'` */
export function listedText({
  status,
  name,
}: Omit<Extract<GradeReason, { kind: 'listed' }>, 'kind' | 'address'>): string {
  return `${STATUS_TEXT[status]}${name === null ? '' : ` as '${name}'`}`
}

const ADDRESS = '(0x[0-9a-fA-F]{40})'

/** Patterns of the texts of `capstan/proposal@1`, with their kinds. */
const READERS: readonly (readonly [RegExp, (...parts: string[]) => GradeReason])[] = [
  [/^the daily limit /, () => ({ kind: 'daily-limit' })],
  [/^it changes the Safe /, () => ({ kind: 'changes-safe' })],
  [/^a Safe asks ([0-9]{1,9}) /, (owners) => ({ kind: 'safe-threshold', owners: Number(owners) })],
  [new RegExp(`^the guard ${ADDRESS} `), (guard = '') => ({ kind: 'safe-guard', guard })],
  [new RegExp(`^the module ${ADDRESS} `), (module = '') => ({ kind: 'safe-module', module })],
  ...(Object.entries(STATUS_TEXT) as [ListStatus, string][]).map(
    ([status, text]) =>
      [
        new RegExp(`^${ADDRESS} is ${text}(?: as '(.*)')?$`, 's'),
        (address = '', name?: string) => ({
          ...{ kind: 'listed' as const, address, status },
          name: name ?? null,
        }),
      ] as const,
  ),
]

/** Reads a reason of `capstan/proposal@1`, which keeps them as text. */
export function reasonOfText(text: string): GradeReason {
  for (const [pattern, read] of READERS) {
    const match = pattern.exec(text)
    if (!match) continue
    const reason = read(...match.slice(1))
    // Accept only what writes the same text.
    if (reasonText(reason) === text) return reason
  }
  return { kind: 'said', text }
}
