import { amountText, countText } from '../primitives/amount-text.ts'
import { formatInstant } from '../primitives/instant.ts'
import { campaignStep, type Suggestion, suggestionText } from '../primitives/suggestion.ts'
import { textFacts, textTable } from '../primitives/text-table.ts'
import type { View } from '../primitives/view.ts'
import type { CampaignStatus } from './status-rules.ts'

const IN_WORDS = {
  done: 'done',
  due: 'to do',
  partial: 'begun',
  later: 'later',
  stale: 'done, but its input has changed since',
  none: 'not in this mode',
} as const

/** @param location of the campaign, as given. */
export function statusView(status: CampaignStatus, location: string): View {
  const { steps, next, paid, unpaid, totalBaseUnits, paidBaseUnits, facts } = status
  const { chain, tree } = facts
  const deadline = chain?.deadlineSeconds ? formatInstant(chain.deadlineSeconds) : null
  return {
    json: {
      steps,
      next: next === null ? null : suggestionText(campaignStep(next), location),
      paid,
      unpaid,
      totalBaseUnits,
      paidBaseUnits,
      address: chain?.address ?? null,
      paused: chain?.isPaused ?? false,
      deadline,
    },
    text: [
      textTable(
        ['step', 'state'],
        Object.entries(steps).map(([step, state]) => [step, IN_WORDS[state]]),
      ),
      ...(tree === null
        ? []
        : [
            textFacts([
              [
                'paid',
                `${countText(paid, 'account', 'accounts')}, ${amountText(paidBaseUnits, tree)}`,
              ],
              ['unpaid', countText(unpaid, 'account', 'accounts')],
              ['total', amountText(totalBaseUnits, tree)],
              ...(chain ? [['pays from', chain.address] as const] : []),
              ...(deadline ? [['until', deadline] as const] : []),
              ...(chain?.isPaused ? [['paused', 'by the owner'] as const] : []),
            ]),
          ]),
      suggestionText(whatIsNext(status), location),
    ].join('\n'),
  }
}

function whatIsNext({ next, unpaid, steps, facts }: CampaignStatus): Suggestion {
  if (next !== null) return campaignStep(next, '', 'Next:')
  const canClaim = facts.mode !== 'transfers' && facts.chain?.isOver === false && unpaid > 0
  if (!canClaim || steps.publish !== 'done') return 'Nothing is left to do.'
  return campaignStep('claim', '--address ADDRESS', 'Holders can claim:')
}
