import { namedAmountText, party, type WordBook } from './call-text.ts'
import type { ProposalSimulation } from './proposal.ts'

/** Nobody reads more effects than this; the file has them all. */
const EFFECTS_SHOWN = 12
const EVENTS_SHOWN = 10

type Fact = readonly [name: string, value: string]

/** What a simulation saw. @param when as in "now". */
export function simulationFacts(
  simulation: ProposalSimulation | null,
  book: WordBook,
  when: string,
): Fact[] {
  if (simulation === null) return [['simulation', 'none: the node cannot simulate it']]
  const { succeeded, revertReason, effects, approvals, events, blockNumber } = simulation
  if (!succeeded) return [['would fail', `${revertReason} (block ${blockNumber}, ${when})`]]
  // Outflows first: they must not hide behind a long list of payees.
  const ordered = [...effects].sort(
    (a, b) => Number(a.deltaBaseUnits > 0n) - Number(b.deltaBaseUnits > 0n),
  )
  const hidden = ordered.length - EFFECTS_SHOWN
  return [
    ['simulated', `on block ${blockNumber}, ${when}`],
    ...ordered.slice(0, EFFECTS_SHOWN).map(({ account, asset, deltaBaseUnits }): Fact => {
      const sign = deltaBaseUnits > 0n ? '+' : ''
      const amount = `${sign}${namedAmountText(asset, deltaBaseUnits, book.assets)}`
      return ['effect', `${party(account, book)} ${amount}`]
    }),
    ...(hidden > 0 ? [['effect', `and ${hidden} more`] as const] : []),
    ...approvals.map(({ asset, owner, spender, amountBaseUnits }): Fact => {
      const amount = namedAmountText(asset, amountBaseUnits, book.assets)
      return ['allows', `${party(spender, book)} to take ${amount} of ${owner}`]
    }),
    ...events.slice(0, EVENTS_SHOWN).map((event): Fact => ['event', event]),
    ...(events.length > EVENTS_SHOWN ? [['event', 'and more'] as const] : []),
  ]
}
