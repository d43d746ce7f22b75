import { parseDeadline } from '../../chain/replacement/deadline.ts'
import type { SendPolicy } from '../../chain/transactions/intent.ts'
import type { Settings } from '../../config/settings.ts'
import { parseAmount } from '../../primitives/amount.ts'
import { CapstanError } from '../../primitives/capstan-error.ts'

const WHOLE_NUMBER = /^(?:0|[1-9][0-9]{0,14})$/
const MS_PER_SECOND = 1000

/** Flags about how a transaction is sent, as typed. */
export interface PolicyFlags {
  readonly 'gas-limit'?: string | undefined
  readonly nonce?: string | undefined
  readonly deadline?: string | undefined
}

/**
 * Settings and flags as the engine's policy. What is not given is left out and follows the network.
 * @throws AMOUNT_INVALID, FLAG_INVALID, DEADLINE_INVALID, DEADLINE_WITHOUT_BUDGET
 */
export function sendPolicy(settings: Settings, flags: PolicyFlags): SendPolicy {
  const gasLimit = wholeNumber(flags, 'gas-limit')
  const nonce = wholeNumber(flags, 'nonce')
  return {
    timeoutMs: settings.timeoutSeconds * MS_PER_SECOND,
    ...(settings.confirmations !== undefined && { confirmations: settings.confirmations }),
    ...(settings.maxFeeGwei !== undefined && { maxFeeWei: gwei(settings.maxFeeGwei, 'max fee') }),
    ...(settings.priorityFeeGwei !== undefined && {
      priorityFeeWei: gwei(settings.priorityFeeGwei, 'priority fee'),
    }),
    ...deadlineOf(settings, flags),
    ...(gasLimit !== undefined && { gasLimit: BigInt(gasLimit) }),
    ...(nonce !== undefined && { nonce }),
  }
}

/** The fee rises automatically until then, so it needs a limit. @throws DEADLINE_WITHOUT_BUDGET */
function deadlineOf(
  { maxFeeGwei }: Settings,
  { deadline }: PolicyFlags,
): Pick<SendPolicy, 'deadline'> {
  if (deadline === undefined) return {}
  if (maxFeeGwei === undefined) throw deadlineWithoutBudget()
  return { deadline: parseDeadline(deadline) }
}

function deadlineWithoutBudget(): CapstanError {
  return new CapstanError({
    code: 'DEADLINE_WITHOUT_BUDGET',
    kind: 'usage',
    message: '--deadline raises the fee automatically and needs a limit, --max-fee.',
    suggestions: ['Add --max-fee GWEI.'],
  })
}

function gwei(text: string, what: string): bigint {
  return parseAmount(text, { decimals: 9, symbol: 'gwei', what })
}

function wholeNumber(flags: PolicyFlags, name: 'gas-limit' | 'nonce'): number | undefined {
  const text = flags[name]
  if (text === undefined) return undefined
  if (WHOLE_NUMBER.test(text)) return Number(text)
  throw new CapstanError({
    code: 'FLAG_INVALID',
    kind: 'usage',
    message: `"${text}" is not a whole number, which --${name} takes.`,
    details: { flag: `--${name}` },
  })
}
