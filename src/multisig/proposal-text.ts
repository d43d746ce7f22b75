import { formatDuration } from '../primitives/duration.ts'
import { formatInstant } from '../primitives/instant.ts'
import { type GradeReason, reasonText } from './proposal/grade-reason.ts'
// A proposal as text: what an owner agrees to by signing.

import { textFacts } from '../primitives/text-table.ts'
import type { CheckedProposal } from './check-proposal.ts'
import { fileDifferences } from './file-differences.ts'
import { gradeText } from './grade-text.ts'
import { callLines, sentence } from './proposal/call-list.ts'
import { PROVED_ASSETS, type WordBook } from './proposal/call-text.ts'
import type { Grade, Proposal } from './proposal/proposal.ts'
import { signersOf } from './proposal/signature.ts'
import { simulationFacts } from './proposal/simulation-text.ts'

/** Nobody reads more than this. */
const MAX_ALLOWED_SHOWN = 20
/** The last second that a date can be. */
const LAST_SECOND = 8_640_000_000_000

type Fact = readonly [name: string, value: string]

/** A proposal as a chain has it now. */
export function checkedText(checked: CheckedProposal, details: readonly string[] = []): string {
  const { proposal, judgement, collected, simulation, assets } = checked
  const { grade, state, obstacles, executableAtSeconds } = judgement
  const { terms, network } = proposal
  const book: WordBook = { assets, grade, multisig: terms.multisig }
  const isLeft = state === 'open' || state === 'waiting'
  const { weight, totalWeight } = collected
  const collectedText = `weight ${grade.threshold} of ${totalWeight} needed, ${weight} collected`
  return [
    `${sentence(terms, book, `${gradeText(grade)}, ${collectedText}`)}.`,
    ...callLines(terms, book),
    ...details.map((line) => `  ${line}`),
    textFacts([
      ...identity(proposal, `${network} (chain id ${terms.chainId})`),
      ['state', stateText(state, executableAtSeconds)],
      ...fileDifferences(checked).map((one): Fact => ['differs', `the file says ${one}`]),
      ...obstacles.map((obstacle): Fact => ['obstacle', obstacle]),
      ...delayFacts(grade),
      ...reasons(grade).map((reason): Fact => ['note', reason]),
      ...collected.confirmations.map(
        (one): Fact => ['confirmed', `${one.owner}, weight ${one.weight}, by ${byText(one.by)}`],
      ),
      ...collected.invalid.map((one): Fact => ['invalid', `${one.signer} ${one.reason}`]),
      ...(isLeft ? simulationFacts(simulation, book, 'now') : []),
    ]),
  ].join('\n')
}

/**
 * A proposal without a chain: first what is proved, without the grades, names and decimals of its
 * file; then those, marked as the proposer's claims.
 */
export function uncheckedText(proposal: Proposal, details: readonly string[] = []): string {
  const { grade, simulation, assets, signatures, createdAt, network } = proposal
  const { multisig, chainId } = proposal.terms
  const proved: WordBook = { assets: PROVED_ASSETS, grade: { reasons: [] }, multisig }
  const said: WordBook = { assets, grade, multisig }
  const { proved: signers, said: contracts } = signersOf(signatures)
  const signed = signers.map((signer): Fact => ['signed by', signer])
  return [
    `${sentence(proposal.terms, proved)}.`,
    ...callLines(proposal.terms, proved),
    ...details.map((line) => `  ${line}`),
    textFacts([...identity(proposal, `chain id ${chainId}`), ...signed]),
    'Proved from the file alone: the calls, their bytes, the digest and the signatures above.',
    `Not checked against a chain, as claimed by the proposer's file of ${createdAt}:`,
    textFacts([
      ['', sentence(proposal.terms, said)],
      ['', `weight ${grade.threshold} needed, ${gradeText(grade)}`],
      ['', `chain id ${chainId} is the network ${network}`],
      ...contracts.map((signer): Fact => ['', `signed by ${signer}, if that contract agrees`]),
      ['', 'whether the signers are owners, and whether it is already executed'],
      ['', 'names and decimals of the tokens'],
      ...reasons(grade).map((reason): Fact => ['', reason]),
      ...simulationFacts(simulation, said, 'when it was proposed'),
    ]),
  ].join('\n')
}

/** Reasons for the grade; warnings first, so that they do not hide behind a list of the allowed. */
function reasons({ reasons: all }: Pick<Grade, 'reasons'>): string[] {
  const isAllowed = (reason: GradeReason) => reason.kind === 'listed' && reason.status === 'allowed'
  const allowed = all.filter(isAllowed)
  const hidden = allowed.length - MAX_ALLOWED_SHOWN
  return [
    ...all.filter((reason) => !isAllowed(reason)).map(reasonText),
    ...allowed.slice(0, MAX_ALLOWED_SHOWN).map(reasonText),
    ...(hidden > 0 ? [`and ${hidden} more are allow-listed`] : []),
  ]
}

function identity({ terms, digest }: Proposal, where: string): Fact[] {
  const { multisig, driver, nonce, expiresAtSeconds, fields } = terms
  const expiry = expiresAtSeconds === null ? 'never' : isoTime(expiresAtSeconds)
  return [
    ['multisig', `${multisig} (${driver}) on ${where}`],
    ['digest', digest],
    // A Safe has one queue; elsewhere the nonce is a random key, which says nothing.
    ...(driver === 'safe' ? [['nonce', `${nonce}`] as const] : [['expires', expiry] as const]),
    ...Object.entries(fields),
  ]
}

function delayFacts({ delaySeconds }: Grade): Fact[] {
  return delaySeconds === 0 ? [] : [['time-lock', formatDuration(delaySeconds)]]
}

function stateText(state: string, executableAtSeconds: number | null): string {
  if (executableAtSeconds === null || state === 'executed') return state
  return `${state}, scheduled, executable from ${isoTime(executableAtSeconds)}`
}

function byText(by: 'signature' | 'chain'): string {
  return by === 'chain' ? 'confirmation on chain' : 'signature'
}

/** Takes any number: an expiry may be beyond the last date. */
export function isoTime(seconds: number): string {
  if (seconds > LAST_SECOND) return `after ${isoTime(LAST_SECOND)}`
  return formatInstant(seconds)
}
