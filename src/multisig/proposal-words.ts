// A proposal in words: what an owner agrees to by signing it.

import { textFacts } from '../primitives/text-table.ts'
import type { CheckedProposal } from './check-proposal.ts'
import { durationText } from './duration-text.ts'
import { amountText, callWords, party, type WordBook } from './proposal/call-words.ts'
import type { Grade, Proposal, ProposalSimulation } from './proposal/proposal.ts'

/** More calls and effects than these nobody reads; the file has them all. */
const CALLS_SHOWN = 20
const EFFECTS_SHOWN = 12
const EVENTS_SHOWN = 10

type Fact = readonly [name: string, value: string]

/** A proposal as a chain has it now. */
export function checkedText(checked: CheckedProposal, details: readonly string[] = []): string {
  const { proposal, judgement, collected, simulation, assets } = checked
  const { grade, state, obstacles, executableAtSeconds } = judgement
  const { multisig } = proposal.terms
  const isLeft = state === 'open' || state === 'waiting'
  const { weight, totalWeight } = collected
  const collectedText = `weight ${grade.threshold} of ${totalWeight} needed, ${weight} collected`
  return [
    `${sentence(proposal, { assets, grade, multisig }, `${gradeText(grade)}, ${collectedText}`)}.`,
    ...calls(proposal, { assets, grade, multisig }),
    ...details.map((line) => `  ${line}`),
    textFacts([
      ...identity(proposal),
      ['state', stateText(state, executableAtSeconds)],
      ...obstacles.map((obstacle): Fact => ['obstacle', obstacle]),
      ...delayFacts(grade),
      ...grade.reasons.slice(0, CALLS_SHOWN).map((reason): Fact => ['note', reason]),
      ...collected.confirmations.map(
        (one): Fact => ['confirmed', `${one.owner}, weight ${one.weight}, by ${byText(one.by)}`],
      ),
      ...collected.worthless.map((one): Fact => ['worthless', `${one.signer} ${one.reason}`]),
      ...(isLeft ? simulationFacts(simulation, { assets, grade, multisig }, 'now') : []),
    ]),
  ].join('\n')
}

/** A proposal where no chain could be asked: what is proved, and what only its file says. */
export function uncheckedText(proposal: Proposal, details: readonly string[] = []): string {
  const { grade, simulation, assets, signatures, createdAt } = proposal
  const book = { assets, grade, multisig: proposal.terms.multisig }
  const signed = signatures.map(({ signer }): Fact => ['signed by', signer])
  return [
    `${sentence(proposal, book, gradeText(grade))}.`,
    ...calls(proposal, book),
    ...details.map((line) => `  ${line}`),
    textFacts([...identity(proposal), ...signed]),
    'Proved from the file alone: the calls, their bytes, the digest and the signatures above.',
    `Not checked against a chain, as the proposer's file of ${createdAt} has it:`,
    textFacts([
      ['', `weight ${grade.threshold} needed, ${gradeText(grade)}`],
      ['', 'whether the signers are owners, and whether it was executed already'],
      ['', 'how tokens call themselves and how many decimals they have'],
      ...grade.reasons.slice(0, CALLS_SHOWN).map((reason): Fact => ['', reason]),
      ...simulationFacts(simulation, book, 'when it was proposed'),
    ]),
  ].join('\n')
}

function sentence({ terms }: Proposal, book: WordBook, aside: string): string {
  const [first, ...more] = terms.calls
  if (first && more.length === 0) {
    const { does, whom } = callWords(first, book)
    return `${does} (${aside})${whom === '' ? '' : ` ${whom}`}`
  }
  return `make ${terms.calls.length} calls, all of them or none (${aside})`
}

function calls({ terms }: Proposal, book: WordBook): string[] {
  if (terms.calls.length === 1) return []
  const shown = terms.calls.slice(0, CALLS_SHOWN).map((call, index) => {
    const { does, whom } = callWords(call, book)
    return `  ${index + 1}. ${does} ${whom}`.trimEnd()
  })
  const hidden = terms.calls.length - shown.length
  return [...shown, ...(hidden > 0 ? [`  and ${hidden} more, all in the file`] : [])]
}

function identity({ terms, network, digest }: Proposal): Fact[] {
  const { multisig, chainId, driver, nonce, expiresAtSeconds, fields } = terms
  const expiry = expiresAtSeconds === null ? 'never' : isoTime(expiresAtSeconds)
  return [
    ['multisig', `${multisig} (${driver}) on ${network} (chain id ${chainId})`],
    ['digest', digest],
    // A Safe has one queue; of others the nonce is a random key, which tells nobody anything.
    ...(driver === 'safe' ? [['nonce', `${nonce}`] as const] : [['expires', expiry] as const]),
    ...Object.entries(fields),
  ]
}

/** `tier 2 of 3`, `batch, tier 1 of 3` */
export function gradeText({ operation, tier, tiers }: Grade): string {
  const tierText = tier === null ? undefined : `tier ${tier} of ${tiers}`
  const isTransfer = operation === 'transfer' || operation === 'token-transfer'
  if (tierText === undefined) return operation
  return isTransfer ? tierText : `${operation}, ${tierText}`
}

function delayFacts({ delaySeconds }: Grade): Fact[] {
  return delaySeconds === 0 ? [] : [['time-lock', durationText(delaySeconds)]]
}

function stateText(state: string, executableAtSeconds: number | null): string {
  if (executableAtSeconds === null || state === 'executed') return state
  return `${state}, scheduled, executable from ${isoTime(executableAtSeconds)}`
}

function byText(by: 'signature' | 'chain'): string {
  return by === 'chain' ? 'confirmation on chain' : 'signature'
}

function simulationFacts(
  simulation: ProposalSimulation | null,
  book: WordBook,
  when: string,
): Fact[] {
  if (simulation === null) return [['simulation', 'none: the node does not simulate it']]
  const { succeeded, revertReason, effects, approvals, events, blockNumber } = simulation
  if (!succeeded) return [['would fail', `${revertReason} (block ${blockNumber}, ${when})`]]
  // What leaves first: it must not hide behind a long list of who is paid.
  const ordered = [...effects].sort(
    (a, b) => Number(a.deltaBaseUnits > 0n) - Number(b.deltaBaseUnits > 0n),
  )
  const hidden = ordered.length - EFFECTS_SHOWN
  return [
    ['simulated', `on block ${blockNumber}, ${when}`],
    ...ordered.slice(0, EFFECTS_SHOWN).map(({ account, asset, deltaBaseUnits }): Fact => {
      const sign = deltaBaseUnits > 0n ? '+' : ''
      const amount = `${sign}${amountText(asset, deltaBaseUnits, book.assets)}`
      return ['effect', `${party(account, book)} ${amount}`]
    }),
    ...(hidden > 0 ? [['effect', `and ${hidden} more`] as const] : []),
    ...approvals.map(({ asset, owner, spender, amountBaseUnits }): Fact => {
      const amount = amountText(asset, amountBaseUnits, book.assets)
      return ['allows', `${party(spender, book)} to take ${amount} of ${owner}`]
    }),
    ...events.slice(0, EVENTS_SHOWN).map((event): Fact => ['event', event]),
  ]
}

export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}
