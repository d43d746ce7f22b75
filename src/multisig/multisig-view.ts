import { textFacts, textTable } from '../primitives/text-table.ts'
import type { View } from '../primitives/view.ts'
import type { CheckedProposal } from './check-proposal.ts'
import type { HistoryEntry, Owner } from './driver.ts'
import { fileDifferences } from './file-differences.ts'
import { gradeText } from './grade-text.ts'
import type { Creation } from './graded/create-multisig.ts'
import type { KnownMultisig } from './known/known-multisigs.ts'
import { plannedView } from './planned-view.ts'
import { reasonText } from './proposal/grade-reason.ts'
import type { Proposal } from './proposal/proposal.ts'
import { signersOf } from './proposal/signature.ts'
import { checkedText, isoTime, uncheckedText } from './proposal-text.ts'
import type { Signed } from './sign.ts'
import type { WrittenProposals } from './write-proposals.ts'

export function creationView(
  { multisig, outcome, plan }: Creation,
  owners: readonly Owner[],
): View {
  const transactionHash = outcome?.hash ?? null
  const alreadyDone = outcome?.alreadyDone ?? false
  const json = { multisig, transactionHash, owners, alreadyDone }
  if (plan) return plannedView(json, plan)
  return {
    json,
    text: textFacts([
      ['multisig', `${multisig}${alreadyDone ? ' (already created)' : ''}`],
      ...owners.map(({ address, weight }) => ['owner', `${address}, weight ${weight}`] as const),
      ['transaction', transactionHash ?? ''],
    ]),
  }
}

/** Written proposals; `propose` makes one, or several where one would not fit a block. */
export function proposedView({ written, details }: WrittenProposals): View {
  const files = written.map(({ file, checked }) => fileJson(file, checked.proposal))
  const [first] = files
  const texts = written.map(({ file, checked }) =>
    [
      checkedText(checked, details),
      textFacts([
        ['file', file],
        ['next', `capstan multisig sign ${file}`],
      ]),
    ].join('\n'),
  )
  return {
    json: files.length === 1 ? { ...first } : { ...first, proposals: files },
    text: texts.join('\n\n'),
  }
}

function fileJson(file: string, { terms, digest, grade, simulation }: Proposal) {
  return {
    ...{ file, digest, grade: gradeJson(grade), threshold: grade.threshold },
    decoded: terms.calls,
    simulation,
    multisig: terms.multisig,
    nonce: terms.nonce,
    expiresAt: terms.expiresAtSeconds === null ? null : isoTime(terms.expiresAtSeconds),
  }
}

function gradeJson(grade: Proposal['grade']) {
  return { ...grade, reasons: grade.reasons.map(reasonText), text: gradeText(grade) }
}

/** What a signer or verifier is told after a chain was asked. */
export function checkedJson(checked: CheckedProposal) {
  const { proposal, judgement, collected, simulation } = checked
  const { digest, signatures } = proposal
  const { grade, state, obstacles, executableAtSeconds, transactionHash } = judgement
  const { weight, totalWeight, confirmations, invalid: worthless } = collected
  return {
    ...{ digest, state, transactionHash, grade: gradeJson(grade), threshold: grade.threshold },
    ...{ signedWeight: weight, totalWeight, confirmations, worthless },
    signatures: signatures.length,
    ready: isReady({ judgement, collected }),
    executableAt: executableAtSeconds === null ? null : isoTime(executableAtSeconds),
    obstacles,
    differences: fileDifferences(checked),
    decoded: proposal.terms.calls,
    simulation,
  }
}

export function isReady({
  judgement,
  collected,
}: Pick<CheckedProposal, 'judgement' | 'collected'>) {
  const isOpen = judgement.state === 'open' && judgement.obstacles.length === 0
  return isOpen && collected.weight >= judgement.grade.threshold
}

/** `multisig verify`: a signature that is worth nothing is bad news. */
export function verifiedView(checked: CheckedProposal, details: readonly string[]): View {
  const valid = checked.collected.invalid.length === 0
  return {
    json: { valid, checkedAgainstChain: true, ...checkedJson(checked) },
    text: checkedText(checked, details),
    ...(!valid && { finding: 'mismatch' as const }),
  }
}

export function verifiedOfflineView(proposal: Proposal, details: readonly string[]): View {
  return {
    json: { valid: true, checkedAgainstChain: false, ...uncheckedJson(proposal) },
    text: uncheckedText(proposal, details),
  }
}

function uncheckedJson({ digest, grade, terms, signatures }: Proposal) {
  return {
    ...{ digest, grade: gradeJson(grade), threshold: grade.threshold },
    decoded: terms.calls,
    signers: signersOf(signatures).proved,
    unprovedSigners: signersOf(signatures).said,
  }
}

export function signedView({ file, proposal, signer, checked }: Signed): View {
  if (checked === null) {
    return {
      json: {
        file,
        signer,
        weight: null,
        signedWeight: null,
        ready: null,
        ...uncheckedJson(proposal),
      },
      text: `Signed by ${signer}, in ${file}; not checked against a chain.`,
    }
  }
  const { judgement, collected } = checked
  const weight = judgement.owners.find(({ address }) => address === signer)?.weight ?? 0
  const ready = isReady(checked)
  const { threshold } = judgement.grade
  const next = ready ? `\nnext  capstan multisig execute ${file}` : ''
  return {
    json: {
      ...{ file, digest: proposal.digest, signer, weight, signedWeight: collected.weight },
      ...{ threshold, ready },
    },
    text: `Signed by ${signer}, weight ${weight}: ${collected.weight} of the ${threshold} needed.${next}`,
  }
}

export function mergedView(file: string, { digest, signatures }: Proposal): View {
  const signers = signatures.map(({ signer }) => signer)
  const { proved, said } = signersOf(signatures)
  return {
    json: { file, digest, signers },
    text: textFacts([
      ['file', file],
      ['digest', digest],
      ...proved.map((signer) => ['signed by', signer] as const),
      ...said.map((signer) => ['signed by', `${signer}, if that contract agrees`] as const),
    ]),
  }
}

export function historyView(multisig: string, entries: readonly HistoryEntry[]): View {
  const rows = entries.map(({ blockNumber, event, digest, details }) => [
    `${blockNumber}`,
    event,
    digest ?? '',
    Object.entries(details)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  ])
  const text = textTable(['block', 'event', 'digest', 'details'], rows)
  return {
    json: { multisig, history: entries },
    text: entries.length === 0 ? `${multisig} has no events.` : text,
  }
}

export function multisigListView(known: readonly KnownMultisig[]): View {
  const rows = known.map(({ address, chainId, driver, name }) => [
    address,
    `${chainId}`,
    driver,
    name,
  ])
  return {
    json: { multisigs: known.map(({ address, ...rest }) => ({ multisig: address, ...rest })) },
    text:
      known.length === 0
        ? 'This home has no multisigs.'
        : textTable(['multisig', 'chain id', 'driver', 'name'], rows),
  }
}
